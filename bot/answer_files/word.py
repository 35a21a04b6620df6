"""Answers as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot.answer_files.contents import TEXTS, card, clean, found, question, source, title, told
from bot.journal import KeptTurn
from knowledge.answers import Block, Card, Citation, Heading, ListBlock, TableBlock
from knowledge.documents import Language

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SMALL = 9  # points


def word_file(turns: Sequence[KeptTurn], language: Language, server: str) -> bytes:
    """The turns as a Word file: each question with its answer, its sources, and of when they are.

    Args:
        turns: one, or those of a conversation.
        language: of the file's own words; answers stay in theirs.
        server: the address of this server, for where an answer is found again.
    """
    from docx import Document  # takes a while to import, and few ask for it

    document = Document()
    document.core_properties.author = "Pandu ASCN"
    document.core_properties.title = title(turns, language)
    document.add_heading(title(turns, language), 0)
    for turn in turns:
        _write_turn(document, turn, language, server)
    _small(document.add_paragraph(), TEXTS.say("end", language))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _write_turn(document: Any, turn: KeptTurn, language: Language, server: str) -> None:
    answer = turn.answer
    document.add_heading(question(turn, language), 1)
    _small(document.add_paragraph(), told(turn, language))
    if answer.understood:
        document.add_paragraph().add_run(clean(answer.understood)).italic = True
    for block in answer.blocks:
        _write_block(document, block)
    if answer.citations:
        document.add_heading(TEXTS.say("sources", language), 2)
    for citation in answer.citations:
        _write_source(document, citation, language)
    if turn.id:
        _small(document.add_paragraph(), found(turn, language, server))


def _write_block(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(clean(block.text), 2)
        case ListBlock():
            for item in block.items:
                # Word counts by itself; numbers of the document's own are written out.
                kind = "List Number" if block.ordered else "List Bullet"
                paragraph = document.add_paragraph(style="List" if item.number else kind)
                _marked(paragraph, f"{item.number}. {item.text}" if item.number else item.text, item.citations)
        case TableBlock():
            _write_table(document, [block.header, *block.rows])
            _marked(document.add_paragraph(), "", block.citations)
        case Card():
            _marked(document.add_heading(level=2), block.title, block.citations)
            facts, known = card(block)
            _write_table(document, facts)
            _small(document.add_paragraph(), known)
        case _:
            style = "Quote" if block.kind == "quote" else None
            _marked(document.add_paragraph(style=style), block.text, block.citations)


def _write_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]) if rows else 0, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)


def _write_source(document: Any, citation: Citation, language: Language) -> None:
    document.add_paragraph(f"{source(citation, language)} {clean(citation.url)}".rstrip())
    if citation.quote:
        document.add_paragraph(clean(citation.quote), style="Quote")


def _marked(paragraph: Any, text: str, numbers: Sequence[int]) -> None:
    paragraph.add_run(clean(text))
    if numbers:
        paragraph.add_run(" " + "".join(f"[{number}]" for number in numbers)).font.superscript = True


def _small(paragraph: Any, text: str) -> None:
    from docx.shared import Pt

    paragraph.add_run(clean(text)).font.size = Pt(_SMALL)

"""An answer, or a whole conversation, as a Word file with its sources: officials write memos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot.journal import KeptTurn
from knowledge.answer_text import citation_line
from knowledge.answers import Block, Card, Citation, Heading, ListBlock, TableBlock
from knowledge.documents import Language
from knowledge.language.dates import local_day, local_time
from knowledge.language.messages import Messages

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TEXTS = Messages("bot", "answer_files.yaml")
_NOT_IN_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SMALL = 9  # points


def file_name(turns: Sequence[KeptTurn]) -> str:
    """The name of such a file: what it holds, and the day."""
    kind = "jawaban" if len(turns) == 1 else "percakapan"
    return f"pandu-{kind}-{local_day(turns[-1].at)}.docx"


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
    title = _TEXTS.say("title.one" if len(turns) == 1 else "title.many", language)
    document.core_properties.title = title
    document.add_heading(title, 0)
    for turn in turns:
        _write_turn(document, turn, language, server)
    _small(document.add_paragraph(), _TEXTS.say("end", language))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _write_turn(document: Any, turn: KeptTurn, language: Language, server: str) -> None:
    answer = turn.answer
    document.add_heading(_clean(turn.question or _TEXTS.say("unasked", language)), 1)
    told = [
        answer.outcome.label(language),
        _TEXTS.say("as_of", language, date=answer.as_of) if answer.as_of else "",
        _TEXTS.say("asked", language, time=local_time(turn.at)),
        _TEXTS.say("release", language, release=answer.release) if answer.release else "",
    ]
    _small(document.add_paragraph(), " · ".join(filter(None, told)))
    if answer.understood:
        document.add_paragraph().add_run(_clean(answer.understood)).italic = True
    for block in answer.blocks:
        _write_block(document, block)
    if answer.citations:
        document.add_heading(_TEXTS.say("sources", language), 2)
    for citation in answer.citations:
        _write_source(document, citation, language)
    if turn.id:
        until = _TEXTS.say("found", language, address=f"{server}/jawaban/{turn.id}")
        _small(document.add_paragraph(), until)


def _write_block(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(_clean(block.text), 2)
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
            _write_table(document, [(field.label, field.value) for field in block.fields])
            _small(document.add_paragraph(), block.note)
        case _:
            style = "Quote" if block.kind == "quote" else None
            _marked(document.add_paragraph(style=style), block.text, block.citations)


def _write_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]) if rows else 0, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)


def _write_source(document: Any, citation: Citation, language: Language) -> None:
    line = f"[{citation.number}] {citation_line(citation, language)}"
    document.add_paragraph(_clean(f"{line} {citation.url}".rstrip()))
    if citation.quote:
        document.add_paragraph(_clean(citation.quote), style="Quote")


def _marked(paragraph: Any, text: str, numbers: Sequence[int]) -> None:
    paragraph.add_run(_clean(text))
    if numbers:
        paragraph.add_run(" " + "".join(f"[{number}]" for number in numbers)).font.superscript = True


def _small(paragraph: Any, text: str) -> None:
    from docx.shared import Pt

    paragraph.add_run(_clean(text)).font.size = Pt(_SMALL)


def _clean(text: str) -> str:
    """Without what a Word file, being XML, cannot hold."""
    return _NOT_IN_XML.sub("", text)

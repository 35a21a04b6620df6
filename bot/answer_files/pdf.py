"""Answers as a PDF file, to be filed as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import Any

from bot.answer_files.contents import TEXTS, card, clean, found, question, source, title, told
from bot.journal import KeptTurn
from knowledge.answers import Block, Card, Citation, Heading, ListBlock, TableBlock
from knowledge.documents import Language

PDF = "application/pdf"

# DejaVu Sans: what a PDF brings along has to know ≤ ± ✓ and 10⁶, which the fonts of every reader do not.
_FACES = {"Pandu": "DejaVuSans", "Pandu-Bold": "DejaVuSans-Bold", "Pandu-Italic": "DejaVuSans-Oblique"}
_MARGIN = 62.0  # points
_NARROW = 0.06  # the least share of the width that a column of a table gets
_UNKNOWN = "□"
_INK, _GREY, _LINE, _LINK = "#16242f", "#51606c", "#b9c4cc", "#0a5a73"


def pdf_file(turns: Sequence[KeptTurn], language: Language, server: str) -> bytes:
    """The turns as a PDF file on A4: each question with its answer, its sources, and of when they are.

    Args:
        turns: one, or those of a conversation.
        language: of the file's own words; answers stay in theirs.
        server: the address of this server, for where an answer is found again.
    """
    from reportlab.lib.pagesizes import A4  # takes a while to import, and few ask for it
    from reportlab.platypus import SimpleDocTemplate

    content = BytesIO()
    document = SimpleDocTemplate(
        content,
        pagesize=A4,
        title=title(turns, language),
        author="Pandu ASCN",
        lang=language,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    page = _Page(_styles_and_letters()[0], document.width, language, server)
    story = [page.paragraph(title(turns, language), "Title")]
    for turn in turns:
        story += page.turn(turn)
    story.append(page.paragraph(TEXTS.say("end", language), "Small"))

    def number(canvas: Any, _: Any) -> None:
        canvas.setFont("Pandu", 8)
        canvas.drawRightString(A4[0] - _MARGIN, _MARGIN / 2, TEXTS.say("page", language, number=canvas.getPageNumber()))

    document.build(story, onFirstPage=number, onLaterPages=number)
    return content.getvalue()


class _Page:
    """What is written, as the parts that reportlab lays out."""

    def __init__(self, styles: Any, width: float, language: Language, server: str) -> None:
        self._styles = styles
        self._width = width
        self._language = language
        self._server = server

    def turn(self, turn: KeptTurn) -> Iterator[Any]:
        """A question, its answer and its sources."""
        answer = turn.answer
        yield self.paragraph(question(turn, self._language), "Heading1")
        yield self.paragraph(told(turn, self._language), "Small")
        if answer.understood:
            yield self.paragraph(answer.understood, "Understood")
        for block in answer.blocks:
            yield from self._block(block)
        if answer.citations:
            yield self.paragraph(TEXTS.say("sources", self._language), "Heading2")
        for citation in answer.citations:
            yield from self._source(citation)
        if turn.id:
            yield self.paragraph(found(turn, self._language, self._server), "Small")

    def paragraph(self, text: str, style: str, marks: Sequence[int] = (), **given: str) -> Any:
        """Text as it is, with the numbers of its sources."""
        return self._laid(_escaped(text) + _marks(marks), style, **given)

    def _laid(self, markup: str, style: str, **given: str) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(markup, self._styles[style], **given)

    def _block(self, block: Block) -> Iterator[Any]:
        match block:
            case Heading():
                yield self.paragraph(block.text, "Heading2")
            case ListBlock():
                for place, item in enumerate(block.items, 1):
                    sign = f"{item.number or place}." if item.number or block.ordered else "•"
                    yield self.paragraph(item.text, "Item", item.citations, bulletText=sign)
            case TableBlock():
                yield self._table([block.header, *block.rows], head=True)
                yield self._laid(_marks(block.citations), "Normal")
            case Card():
                yield self.paragraph(block.title, "Heading2", block.citations)
                facts, known = card(block)
                yield self._table(facts, head=False)
                yield self.paragraph(known, "Small")
            case _:
                yield self.paragraph(block.text, "Quote" if block.kind == "quote" else "Normal", block.citations)

    def _table(self, rows: Sequence[Sequence[str]], *, head: bool) -> Any:
        from reportlab.platypus import Spacer, Table

        if not rows or not rows[0]:
            return Spacer(0, 0)
        cells = [
            [self.paragraph(cell, "Head" if head and not place else "Cell") for cell in row]
            for place, row in enumerate(rows)
        ]
        # Columns share the width by how much stands in them; a cell longer than a page goes on on the next.
        long = [max(min(len(row[column]), 60) for row in rows) + 3 for column in range(len(rows[0]))]
        shares = [max(one / sum(long), min(_NARROW, 1 / len(long))) for one in long]
        widths = [self._width * share / sum(shares) for share in shares]
        lines = [("GRID", (0, 0), (-1, -1), 0.5, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return Table(cells, widths, repeatRows=int(head), splitInRow=1, style=lines)

    def _source(self, citation: Citation) -> Iterator[Any]:
        line = _escaped(source(citation, self._language))
        if citation.url.startswith(("https://", "http://")):
            address = _escaped(citation.url)
            line += f' <a href="{address}" color="{_LINK}">{address}</a>'
        yield self._laid(line, "Source")
        if citation.quote:
            yield self.paragraph(citation.quote, "Quote")


def _escaped(text: str) -> str:
    """Text as markup; a character that the fonts do not have is seen to be missing."""
    known = _styles_and_letters()[1]
    shown = "".join(one if ord(one) in known or one == "\n" else _UNKNOWN for one in clean(text).replace("\t", " "))
    return escape(shown).replace("\n", "<br/>")


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"<super>[{number}]</super>" for number in numbers)


@cache
def _styles_and_letters() -> tuple[Any, Collection[int]]:
    """The styles of paragraphs by their names, their fonts being made known to reportlab, and what these can write."""
    from reportlab.lib.styles import ParagraphStyle, StyleSheet1
    from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FACES.items():
        font = files(__package__).joinpath(f"fonts/{file}.ttf").read_bytes()
        registerFont(TTFont(name, BytesIO(font)))
    registerFontFamily("Pandu", normal="Pandu", bold="Pandu-Bold", italic="Pandu-Italic", boldItalic="Pandu-Bold")
    normal = ParagraphStyle("Normal", fontName="Pandu", fontSize=10, leading=14.5, textColor=_INK, spaceAfter=6)
    bold, italic = {"fontName": "Pandu-Bold"}, {"fontName": "Pandu-Italic"}
    sheet = StyleSheet1()
    sheet.add(normal)
    others: dict[str, dict[str, Any]] = {
        "Title": {**bold, "fontSize": 17, "leading": 22, "spaceAfter": 10},
        "Heading1": {**bold, "fontSize": 13, "leading": 17, "spaceBefore": 14, "spaceAfter": 4, "keepWithNext": 1},
        "Heading2": {**bold, "fontSize": 10.5, "spaceBefore": 8, "spaceAfter": 3, "keepWithNext": 1},
        "Small": {"fontSize": 8.5, "leading": 12, "textColor": _GREY, "spaceBefore": 3},
        "Understood": italic,
        "Item": {"leftIndent": 16, "bulletIndent": 2, "bulletFontName": "Pandu", "spaceAfter": 3},
        "Quote": {**italic, "leftIndent": 16, "textColor": _GREY},
        "Cell": {"fontSize": 9, "leading": 12.5, "spaceAfter": 0},
        "Head": {**bold, "fontSize": 9, "leading": 12.5, "spaceAfter": 0},
        "Source": {"fontSize": 9, "leading": 13, "spaceAfter": 4},
    }
    for name, given in others.items():
        sheet.add(ParagraphStyle(name, parent=normal, **given))
    return sheet, set.intersection(*(set(getFont(name).face.charToGlyph) for name in _FACES))

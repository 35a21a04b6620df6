"""A PDF file of answers, read back."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2

from bot.answer_files.pdf import pdf_file
from bot.journal import KeptTurn
from knowledge.answers import Answer, Citation, Item, ListBlock, Outcome, Paragraph, TableBlock
from knowledge.documents import Language

SOURCE = Citation(number=1, title="Nota <b>", url='https://asean.example/?a=1&b="2"', quote="Kutipan & isi")


def pages(blocks: tuple[Paragraph | TableBlock | ListBlock, ...], language: Language = "id") -> list[str]:
    """The text of each page of a file with one answer."""
    answer = Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question="Berapa?",
        blocks=blocks,
        citations=(SOURCE,),
        confidence=0.9,
        release="r1",
        milliseconds=1.0,
    )
    turn = KeptTurn("a" * 32, datetime(2026, 11, 30, 20, tzinfo=UTC), "Berapa < 5?", answer)
    with pypdfium2.PdfDocument(pdf_file([turn], language, "https://pandu.example")) as document:
        assert "Pandu ASCN" in document.get_metadata_value("Title")
        return [page.get_textpage().get_text_bounded().replace("\r", "") for page in document]


def test_signs_of_standards_are_written_and_what_no_font_has_is_seen_to_be_missing() -> None:
    (page,) = pages((Paragraph(text="Nilai ≤ 10 ± 2, ✓, 10⁶ m², CO₂, √2 → é, ไทย\x07", citations=(1,)),))
    for text in ("≤ 10 ± 2, ✓, 10⁶ m², CO₂, √2 → é, □□□", "Berapa < 5?", "Nota <b>", "Kutipan & isi", "Halaman 1"):
        assert text in page
    assert "Ditanyakan 1 Desember 2026" in page
    assert 'https://asean.example/?a=1&b="2"' in page
    assert "https://pandu.example/jawaban/" + "a" * 32 in page


def test_what_is_longer_than_a_page_goes_on_on_the_next() -> None:
    wide = TableBlock(header=tuple(f"K{number}" for number in range(14)), rows=(("isi sel",) * 14,))
    long = TableBlock(header=("A", "B"), rows=(("x", "kata " * 3000 + "ujung"), ("y" * 500, "z")))
    items = ListBlock(ordered=True, items=(Item(text="empat", number=4), Item(text="lima", number=5)))
    found = pages((wide, long, TableBlock(header=(), rows=()), items), "en")
    assert len(found) > 3
    assert "ujung" in "".join(found)
    assert "4.\nempat" in found[-1] or "4. empat" in found[-1]
    assert f"Page {len(found)}" in found[-1]

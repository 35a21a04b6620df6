"""Answers as plain text."""

from __future__ import annotations

from knowledge.answer_text import citation_line, plain_text, source_lines
from knowledge.answers import (
    Answer,
    Card,
    CardField,
    Citation,
    Heading,
    Item,
    ListBlock,
    Outcome,
    Paragraph,
    Quote,
    TableBlock,
)

TOR = Citation(number=1, title="ToR", publisher="ASEAN", date="2019", locator="klausul 7", url="https://asean.org/tor")


def test_every_kind_of_block_as_text() -> None:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question="?",
        notice="Perhatian.",
        understood="Saya memahami: ?",
        blocks=(
            Heading(text="Judul"),
            Paragraph(text="Kalimat.", citations=(1, 2)),
            ListBlock(items=(Item(text="satu", citations=(1,)), Item(text="dua"))),
            ListBlock(ordered=True, items=(Item(text="pertama"), Item(text="kedua", citations=(2,), number=7))),
            TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"),), citations=(1,)),
            Quote(text="Kutipan.", citations=(2,)),
            Card(
                title="19.9 Lampu", fields=(CardField(label="Satuan", value="persen"),), note="Catatan.", citations=(1,)
            ),
        ),
        citations=(TOR,),
    )
    assert plain_text(answer).split("\n\n") == [
        "Perhatian.",
        "Saya memahami: ?",
        "Judul",
        "Kalimat. [1][2]",
        "• satu [1]\n• dua",
        "1. pertama\n7. kedua [2]",
        "Kota | Tahun\nMakassar | 2018\n[1]",
        "“Kutipan.” [2]",
        "19.9 Lampu [1]\nSatuan: persen\nCatatan.",
    ]


def test_sources_are_listed_once_with_their_places() -> None:
    other = Citation(number=2, title="Catatan")
    again = TOR.model_copy(update={"number": 3, "locator": "klausul 17"})
    assert source_lines([TOR, other, again], "id") == [
        "[1] klausul 7, [3] klausul 17: ToR (ASEAN, 2019, ringkasan Pandu) https://asean.org/tor",
        "[2]: Catatan (ringkasan Pandu)",
    ]
    assert citation_line(TOR, "id") == "ToR (ASEAN, 2019, klausul 7, ringkasan Pandu)"
    assert citation_line(other, "en") == "Catatan (Pandu's summary)"


def test_the_pages_of_one_file_are_one_source() -> None:
    pages = [
        TOR.model_copy(update={"number": n, "url": f"https://asean.org/tor.pdf#page={n}", "locator": f"p. {n}"})
        for n in (1, 2)
    ]
    assert source_lines(pages, "en") == [
        "[1] p. 1, [2] p. 2: ToR (ASEAN, 2019, Pandu's summary) https://asean.org/tor.pdf"
    ]


def test_a_place_that_two_citations_share_is_named_once() -> None:
    again = TOR.model_copy(update={"number": 2, "section": "lain"})
    assert source_lines([TOR, again], "id") == [
        "[1][2] klausul 7: ToR (ASEAN, 2019, ringkasan Pandu) https://asean.org/tor"
    ]


def test_what_a_document_says_itself_is_listed_apart_from_our_summary() -> None:
    quoted = TOR.model_copy(update={"number": 2, "kind": "quotation", "locator": "klausul 8"})
    assert source_lines([TOR, quoted], "id") == [
        "[1] klausul 7: ToR (ASEAN, 2019, ringkasan Pandu) https://asean.org/tor",
        "[2] klausul 8: ToR (ASEAN, 2019, kutipan) https://asean.org/tor",
    ]


def test_an_answer_of_nothing_is_no_text() -> None:
    assert plain_text(Answer(outcome=Outcome.REFUSED, language="id", question="?")) == ""

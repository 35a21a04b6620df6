"""Answers as text and as JSON, and the outcomes with their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer_text import citation_line, marks, plain_text, source_lines
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
from knowledge.documents import LANGUAGES

TOR = Citation(number=1, title="ToR", publisher="ASEAN", date="2019", locator="klausul 7", url="https://asean.org/tor")


def test_every_kind_of_block_as_text() -> None:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        question="?",
        notice="Perhatian.",
        blocks=(
            Heading(text="Judul"),
            Paragraph(text="Kalimat.", citations=(1, 2)),
            ListBlock(items=(Item(text="satu", citations=(1,)), Item(text="dua"))),
            ListBlock(ordered=True, items=(Item(text="pertama"), Item(text="kedua", citations=(2,)))),
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
        "Judul",
        "Kalimat. [1][2]",
        "• satu [1]\n• dua",
        "1. pertama\n2. kedua [2]",
        "Kota | Tahun\nMakassar | 2018\n[1]",
        "“Kutipan.” [2]",
        "19.9 Lampu [1]\nSatuan: persen\nCatatan.",
    ]
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


def test_sources_are_listed_once_with_their_places() -> None:
    other = Citation(number=2, title="Catatan")
    again = TOR.model_copy(update={"number": 3, "locator": "klausul 17"})
    assert source_lines([TOR, other, again]) == [
        "[1] klausul 7, [3] klausul 17: ToR (ASEAN, 2019) https://asean.org/tor",
        "[2]: Catatan",
    ]
    assert citation_line(TOR) == "ToR (ASEAN, 2019, klausul 7)"
    assert citation_line(other) == "Catatan"
    assert marks(()) == ""


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_words_in_both_languages(outcome: Outcome) -> None:
    assert outcome.counts in {"answered", "unanswered", "declined", "other", "error"}
    for language in LANGUAGES:
        assert outcome.label(language)
    assert bool(outcome.message("id")) == bool(outcome.message("en"))


_TEXT = st.text(max_size=40)
_NUMBERS = st.lists(st.integers(1, 9), max_size=3).map(tuple)
_BLOCKS = st.one_of(
    st.builds(Paragraph, text=_TEXT, citations=_NUMBERS),
    st.builds(Heading, text=_TEXT),
    st.builds(Quote, text=_TEXT, citations=_NUMBERS),
    st.builds(ListBlock, ordered=st.booleans(), items=st.lists(st.builds(Item, text=_TEXT), max_size=3).map(tuple)),
    st.builds(
        TableBlock,
        header=st.just(("a", "b")),
        rows=st.lists(st.tuples(_TEXT, _TEXT), max_size=3).map(tuple),
        citations=_NUMBERS,
    ),
    st.builds(
        Card, title=_TEXT, fields=st.lists(st.builds(CardField, label=_TEXT, value=_TEXT), max_size=2).map(tuple)
    ),
)


@given(st.lists(_BLOCKS, max_size=4).map(tuple))
def test_answers_survive_storage(blocks: tuple[Paragraph, ...]) -> None:
    answer = Answer(outcome=Outcome.PARTLY, language="en", question="?", blocks=blocks)
    assert Answer.model_validate(answer.model_dump(mode="json")) == answer
    assert isinstance(plain_text(answer), str)

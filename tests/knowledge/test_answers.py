"""Answers as JSON, and the outcomes with their words."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_words_in_both_languages(outcome: Outcome) -> None:
    assert outcome.counts in {"answered", "unanswered", "declined", "other", "error"}
    for language in LANGUAGES:
        assert outcome.label(language)
    assert bool(outcome.message("id")) == bool(outcome.message("en"))


@pytest.mark.parametrize(
    ("kind", "labels"),
    [("summary", ("ringkasan Pandu", "Pandu's summary")), ("quotation", ("kutipan", "quotation"))],
)
def test_a_citation_says_whose_words_the_statement_is_in(
    kind: Literal["summary", "quotation"], labels: tuple[str, str]
) -> None:
    citation = Citation(number=1, kind=kind, title="ToR")
    assert (citation.label("id"), citation.label("en")) == labels


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


def test_what_is_kept_for_follow_ups_is_stored_and_what_was_typed_is_not() -> None:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        language="id",
        message="apa, NIK [NIK]",
        question="apa",
        passages=("c1",),
        place="Kota Batu",
        understood="Saya memahami: apa",
    )
    stored = answer.model_dump(mode="json")
    assert "message" not in stored
    assert Answer.model_validate(stored) == answer.model_copy(update={"message": ""})


def test_an_answer_of_an_earlier_version_is_read() -> None:
    stored = Answer(outcome=Outcome.ANSWERED, language="id", question="apa").model_dump(mode="json")
    for name in ("passages", "place", "understood"):
        del stored[name]
    assert Answer.model_validate(stored).passages == ()


def test_a_citation_of_an_earlier_version_is_a_summary() -> None:
    stored = Citation(number=1, title="ToR", locator="klausul 7").model_dump(mode="json")
    for name in ("kind", "section", "picture"):
        del stored[name]
    assert Citation.model_validate(stored) == Citation(number=1, title="ToR", locator="klausul 7")


@given(st.lists(_BLOCKS, max_size=4).map(tuple))
def test_answers_survive_storage(blocks: tuple[Paragraph, ...]) -> None:
    answer = Answer(outcome=Outcome.PARTLY, language="en", question="?", blocks=blocks)
    assert Answer.model_validate(answer.model_dump(mode="json")) == answer
    assert Answer.model_validate_json(answer.model_dump_json()) == answer

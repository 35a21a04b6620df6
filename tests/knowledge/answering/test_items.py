"""An item of a list shown that a number points at."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answering.context import Context
from knowledge.answering.items import no_such_item, told, with_item
from knowledge.answering.texts import say
from knowledge.answers import Answer, Citation, Heading, Item, ListBlock, Outcome, Paragraph
from knowledge.language.query import Query
from knowledge.understanding.conversation import ConversationState, ShownItem
from knowledge.understanding.readings import Reading

TOR = Citation(number=4, title="Kerangka Acuan")
MAKASSAR = ShownItem("Makassar: kota, 2018", (TOR,), "Anggota dari Indonesia")
REPORTS = ShownItem("melapor setiap tahun", (TOR,), "Kewajiban")
LISTED = Answer(outcome=Outcome.ANSWERED, language="id", question="anggota mana saja?", citations=(TOR,))
STATE = ConversationState(
    question=LISTED.question, lists=((MAKASSAR, REPORTS),), shown=frozenset({"c1"}), answer=LISTED
)


def _context(question: str, item: ShownItem | None, **fields: Any) -> Context:
    context = Context(Query(question, "id"), None, fields.pop("state", STATE))
    context.reading = Reading("item", question, 0.9, item=item)
    found = {"outcome": Outcome.ANSWERED, "blocks": [Paragraph(text="Ditemukan.")], "confidence": 0.99, **fields}
    for name, value in found.items():
        setattr(context, name, value)
    return context


def test_what_the_list_said_comes_before_what_is_found_of_it() -> None:
    context = _context("yang pertama masuk tahun berapa", MAKASSAR, passages=("c2",))
    with_item(context)
    assert context.blocks[0] == Paragraph(text=say("item.told", "id"))
    assert context.blocks[1] == ListBlock(items=(Item(text="Makassar: kota, 2018.", citations=(1,)),))
    assert context.blocks[2] == Paragraph(text="Ditemukan.")
    assert [citation.title for citation in context.citations] == ["Kerangka Acuan"]


@pytest.mark.parametrize(
    ("question", "item", "fields"),
    [
        ("nomor 2 isinya apa", REPORTS, {"passages": ("c2",)}),
        ("nomor 2 siapa yang buat", REPORTS, {"passages": ("c2",)}),
        ("nomor 1 rumusnya", MAKASSAR, {"outcome": Outcome.INDICATOR}),
        ("apa itu ASCN", None, {}),
    ],
)
def test_what_is_surely_said_of_an_item_stands_alone(
    question: str, item: ShownItem | None, fields: dict[str, Any]
) -> None:
    context = _context(question, item, **fields)
    with_item(context)
    assert context.blocks == [Paragraph(text="Ditemukan.")]


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": Outcome.REFUSED},
        {"outcome": Outcome.PARTLY, "confidence": 0.1, "passages": ("c2",)},
        {"passages": ("c1",)},
    ],
)
def test_where_nothing_new_is_found_it_is_told_what_the_list_said_and_no_more(fields: dict[str, Any]) -> None:
    context = _context("nomor 2 siapa yang buat", REPORTS, **fields)
    with_item(context)
    assert context.outcome is Outcome.PARTLY
    assert context.blocks[0] == Heading(text="Kewajiban")
    assert context.blocks[-1] == Paragraph(text=say("item.no_more", "id"))
    assert context.passages == ("c1",)


def test_a_row_of_what_was_just_shown_answers_by_itself() -> None:
    context = _context("yang pertama masuk tahun berapa", MAKASSAR, passages=("c1",))
    with_item(context)
    assert context.outcome is Outcome.ANSWERED
    assert [type(block) for block in context.blocks] == [Heading, Paragraph, ListBlock]


def test_where_no_list_is_so_long_the_question_is_what_is_meant() -> None:
    context = _context("yang kelima isinya apa", None, outcome=None)
    assert no_such_item(context)
    assert context.outcome is Outcome.ASKED_BACK
    assert context.blocks == [Paragraph(text=say("item.none", "id"))]


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("yang kedua isinya apa", STATE),
        ("yang terakhir?", ConversationState(answer=LISTED)),  # it may be the latest
        ("yang kelima isinya apa", ConversationState()),
        ("yang kelima itu wajib dilaporkan?", STATE),
        ("apa itu ASCN", STATE),
    ],
)
def test_else_it_is_looked_up(question: str, state: ConversationState) -> None:
    assert not no_such_item(_context(question, None, state=state, outcome=None))


def test_an_item_keeps_its_sources_in_either_language() -> None:
    reply = told(MAKASSAR, "en")
    assert reply.blocks[0] == Paragraph(text=say("item.told", "en"))
    assert [citation.number for citation in reply.citations] == [1]

from __future__ import annotations

import pytest

from knowledge.answers import ListBlock, Outcome, Paragraph
from knowledge.indicators.replies.builder import MAX_NEIGHBOURS, MAX_SUGGESTIONS, ReplyBuilder, code_range
from tests.knowledge.indicators.asking import CATALOGUE


@pytest.fixture
def builder() -> ReplyBuilder:
    return ReplyBuilder(CATALOGUE, "id")


def test_blocks_come_in_the_order_in_which_they_were_added(builder: ReplyBuilder) -> None:
    builder.lines(["satu"])
    builder.paragraph("aspect")
    builder.card(CATALOGUE.get("19.9"))
    assert [block.kind for block in builder.reply().blocks] == ["list", "paragraph", "card"]


def test_a_phrase_that_does_not_exist_is_an_error(builder: ReplyBuilder) -> None:
    with pytest.raises(KeyError):
        builder.paragraph("no_such_phrase")


def test_suggestions_are_few_and_each_once(builder: ReplyBuilder) -> None:
    for code in ("19.1", "19.1", "19.2", "19.3", "19.4"):
        builder.suggest("ask_indicator", ref=code)
    suggestions = builder.reply().suggestions
    assert len(suggestions) == MAX_SUGGESTIONS == len(set(suggestions))


def test_neighbours_are_few_and_cited(builder: ReplyBuilder) -> None:
    builder.neighbours([])
    assert builder.reply().blocks == ()
    builder.neighbours(CATALOGUE.of_theme("transportation"))
    (block,) = builder.reply().blocks
    assert isinstance(block, Paragraph)
    assert block.text.count("19.") == MAX_NEIGHBOURS
    assert "19.4" not in block.text
    assert set(block.citations) == {citation.number for citation in builder.reply().citations}


def test_a_comparison_tells_only_what_differs(builder: ReplyBuilder) -> None:
    builder.comparison([CATALOGUE.get("19.1"), CATALOGUE.get("19.2")])
    lead = builder.reply().blocks[0]
    assert isinstance(lead, Paragraph)
    assert builder.say("part_title") in lead.text
    assert builder.say("part_theme") not in lead.text


def test_items_name_another_standard(builder: ReplyBuilder) -> None:
    builder.items([CATALOGUE.get("19.9"), CATALOGUE.get("37120:16.5")])
    (block,) = builder.reply().blocks
    assert isinstance(block, ListBlock)
    assert [item.text.split(":")[0] for item in block.items] == ["19.9", "ISO 37120 16.5"]


def test_the_indicators_of_a_reply_are_the_context_of_the_next(builder: ReplyBuilder) -> None:
    reply = builder.reply([CATALOGUE.get("19.9")], Outcome.PARTLY, 0.5)
    assert (reply.keys, reply.outcome, reply.confidence) == (("37122:19.9",), Outcome.PARTLY, 0.5)


@pytest.mark.parametrize(
    ("codes", "short"),
    [
        (("7.1", "7.2", "7.3"), "7.1–7.3"),
        (("7.1", "7.2"), "7.1, 7.2"),
        (("7.1", "7.3", "7.4"), "7.1, 7.3, 7.4"),
        ((), ""),
    ],
)
def test_codes_in_a_row_are_a_range(codes: tuple[str, ...], short: str) -> None:
    assert code_range([CATALOGUE.get(code) for code in codes]) == short

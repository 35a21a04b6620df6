"""Questions about single indicators are answered from the catalogue, before any search."""

from __future__ import annotations

import pytest

from knowledge.answering.context import Context
from knowledge.answering.steps.indicators import IndicatorLookup
from knowledge.answers import Answer, Outcome
from knowledge.language.query import Query
from tests.parts import Parts


@pytest.fixture
def lookup(parts: Parts) -> IndicatorLookup:
    return IndicatorLookup(parts.indicators)


def test_a_code_is_looked_up_though_nothing_is_published(lookup: IndicatorLookup) -> None:
    context = Context(Query("Apa rumus indikator 19.9?", "id"))
    lookup(context)
    assert context.outcome is Outcome.INDICATOR
    assert context.subjects == ("37122:19.9",)
    assert context.citations
    assert context.confidence > 0


def test_a_follow_up_is_about_the_indicator_before(lookup: IndicatorLookup) -> None:
    before = Answer(outcome=Outcome.INDICATOR, language="id", question="indikator 19.9", subjects=("37122:19.9",))
    context = Context(Query("satuannya?", "id"), history=[before])
    lookup(context)
    assert context.subjects == ("37122:19.9",)
    alone = Context(Query("satuannya?", "id"))
    lookup(alone)
    assert not alone.finished


@pytest.mark.parametrize(("scope", "finished"), [(None, True), ("sni", True), ("ascn", False)])
def test_another_collection_leaves_the_catalogue_out(
    lookup: IndicatorLookup, scope: str | None, finished: bool
) -> None:
    context = Context(Query("Apa rumus indikator 19.9?", "id"), scope)
    lookup(context)
    assert context.finished is finished


def test_other_questions_go_on_to_the_documents(lookup: IndicatorLookup) -> None:
    context = Context(Query("Apa saja kewajiban kota anggota ASCN?", "id"))
    lookup(context)
    assert not context.finished

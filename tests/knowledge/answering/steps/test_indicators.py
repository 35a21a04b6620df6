"""Questions about single indicators are answered from the catalogue, before any search."""

from __future__ import annotations

from typing import Any, cast

import pytest

from knowledge.answer_text import plain_text
from knowledge.answering.context import Context
from knowledge.answering.steps.indicators import IndicatorLookup, IndicatorsAfter
from knowledge.answers import Answer, Outcome
from knowledge.language.query import Query
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState, ShownItem
from knowledge.understanding.readings import Reading
from tests.knowledge.answering.parts import reading
from tests.parts import Parts

LIGHTS = ConversationState(question="indikator 19.9", topic="indikator 19.9", subjects=("37122:19.9",))


@pytest.fixture
def lookup(parts: Parts) -> IndicatorLookup:
    return IndicatorLookup(parts.indicators, Retriever(parts.releases))


def _context(text: str, scope: str | None = None, **fields: Any) -> Context:
    fields.setdefault("readings", [reading(text)])
    return Context(Query(text, "id"), scope, **fields)


def test_a_code_is_looked_up_though_nothing_is_published(lookup: IndicatorLookup) -> None:
    context = _context("Apa rumus indikator 19.9?")
    lookup(context)
    assert context.outcome is Outcome.INDICATOR
    assert context.subjects == ("37122:19.9",)
    assert context.citations
    assert context.confidence > 0


def test_a_follow_up_is_about_the_indicator_before(lookup: IndicatorLookup) -> None:
    leaning = [reading("satuannya?", "standalone", 0.3), reading("indikator 19.9 — satuannya?", "topic", 0.7)]
    context = _context("satuannya?", state=LIGHTS, readings=leaning)
    lookup(context)
    assert context.subjects == ("37122:19.9",)


@pytest.mark.parametrize("state", [ConversationState(), LIGHTS])
def test_a_question_that_stands_by_itself_is_about_none_before(
    state: ConversationState, lookup: IndicatorLookup
) -> None:
    context = _context("satuan panjang kapal feri apa?", state=state)
    lookup(context)
    assert not context.finished


def test_what_has_no_subject_is_about_the_one_before(lookup: IndicatorLookup) -> None:
    for text in ("satuannya?", "ada lagi di tema transportasi?"):
        context = _context(text, state=LIGHTS)
        lookup(context)
        assert context.outcome is Outcome.INDICATOR
    nothing_before = _context("satuannya?")
    lookup(nothing_before)
    assert not nothing_before.finished


def test_a_choice_asked_beside_it_is_about_the_indicator_of_the_same_message(lookup: IndicatorLookup) -> None:
    context = _context("yang diminta persen atau jumlah lampu?", state=LIGHTS, subject="lampu merah pintar ada?")
    lookup(context)
    assert context.subjects == ("37122:19.9",)


def test_what_was_meant_is_one_of_those_told_of(lookup: IndicatorLookup) -> None:
    listed = ConversationState(question="indikator pangan", subjects=("37122:20.1", "37122:20.2", "37122:20.3"))
    context = _context("anggaran", state=listed, corrects=True, readings=[reading("anggaran", "topic", 0.8)])
    lookup(context)
    assert context.subjects == ("37122:20.1",)


def test_a_quoted_line_is_what_is_asked_of(lookup: IndicatorLookup) -> None:
    told = 'Formulirnya cuma memuat "public library users". Saya bingung.'
    context = _context("Itu dari ISO 37122 kah?", background=told)
    lookup(context)
    assert context.subjects == ("37122:17.4",)


def test_the_item_of_a_list_is_the_indicator_that_is_asked_about(lookup: IndicatorLookup) -> None:
    item = ShownItem("10.1: Layanan kota daring")
    pointing = [Reading("item", "rumusnya?", 0.9, item.name, item), reading("nomor 2 rumusnya?", "standalone", 0.1)]
    context = _context("nomor 2 rumusnya?", state=LIGHTS, readings=pointing)
    lookup(context)
    assert context.subjects == ("37122:10.1",)


def test_of_an_item_that_is_no_indicator_what_is_asked_is_looked_up_by_its_name(lookup: IndicatorLookup) -> None:
    item = ShownItem("ISO 37122: kota cerdas, 80 dalam 19 tema")
    pointing = [Reading("item", "ada berapa indikatornya", 0.9, item.name, item)]
    context = _context("yang kedua ada berapa indikatornya", readings=pointing)
    lookup(context)
    assert context.outcome is Outcome.INDICATOR
    assert "80 indikator" in str(context.blocks)


def test_figures_that_are_told_before_the_question_are_counted_with(lookup: IndicatorLookup) -> None:
    told = "Ada 300 lampu lalu lintas, 120 di antaranya pintar."
    context = _context("berapa nilai indikator 19.9?", background=told)
    lookup(context)
    assert context.subjects == ("37122:19.9",)
    answer = Answer(outcome=Outcome.INDICATOR, language="id", question="", blocks=tuple(context.blocks))
    assert "40" in plain_text(answer)


def test_a_single_figure_in_what_is_told_changes_nothing(lookup: IndicatorLookup) -> None:
    context = _context("Apa rumus indikator 19.9?", background="Kami mulai tahun 2024.")
    lookup(context)
    alone = _context("Apa rumus indikator 19.9?")
    lookup(alone)
    assert context.blocks == alone.blocks


@pytest.mark.parametrize(("scope", "finished"), [(None, True), ("sni", True), ("ascn", False)])
def test_another_collection_leaves_the_catalogue_out(
    lookup: IndicatorLookup, scope: str | None, finished: bool
) -> None:
    context = _context("Apa rumus indikator 19.9?", scope)
    lookup(context)
    assert context.finished is finished


def test_other_questions_go_on_to_the_documents(lookup: IndicatorLookup) -> None:
    context = _context("Apa saja kewajiban kota anggota ASCN?")
    lookup(context)
    assert not context.finished


class _Documents:
    """Documents of the staff that speak of Makassar."""

    def names_of_quoted(self, query: Query) -> bool:
        return "makassar" in query.tokens


@pytest.mark.parametrize(
    ("question", "confidence", "catalogue"),
    [
        ("indikator 19.9 untuk Makassar?", 0.0, True),
        ("19.9 di Makassar?", 0.9, False),
        ("19.9 di Makassar?", 0.01, True),
        ("19.9 di kota kami?", 0.9, True),
    ],
)
def test_what_names_something_in_documents_of_the_staff_is_left_to_them_first(
    parts: Parts, question: str, confidence: float, catalogue: bool
) -> None:
    lookup = IndicatorLookup(parts.indicators, cast(Retriever, _Documents()))
    context = _context(question)
    lookup(context)
    if not context.finished:
        context.confidence = confidence
        IndicatorsAfter(lookup)(context)
    assert context.finished is catalogue

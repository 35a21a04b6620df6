"""A question is searched for under each reading; what is likely and found is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.calibration import confidence
from knowledge.answering.context import Context
from knowledge.answering.steps.retrieval import Retrieval
from knowledge.retrieval.features import Features
from knowledge.understanding.conversation import ConversationState
from tests.knowledge.answering.parts import (
    MIDDLING,
    PASSAGE,
    STRONG,
    WEAK,
    ScriptedRetriever,
    context,
    reading,
    retrieved,
)

SURELY = replace(MIDDLING, dense=0.8, coverage=0.6)  # answered, but not beyond doubt
ALONE, ABOUT = "anggaran sampah makassar?", "tugas csco"
SHOWN = ConversationState(question="apa tugas csco?", topic=ABOUT, shown=frozenset({"c1"}))


def _asked(likely: float) -> Context:
    """A question that may stand by itself, and as likely not."""
    readings = [reading(ALONE, "standalone", likely), reading(ALONE, "topic", 1 - likely, ABOUT)]
    return context(ALONE, readings=readings, state=SHOWN)


def test_what_was_found_for_a_question_is_kept() -> None:
    scripted = ScriptedRetriever({"kewajiban": STRONG})
    text = "apa kewajiban kota anggota?"
    asked = context(text, readings=[reading(text)], scope="ascn")
    Retrieval(scripted.real)(asked)
    assert scripted.searched == [(text, "ascn")]
    assert (asked.release, asked.features, asked.found) == ("r1", STRONG, retrieved(STRONG))
    assert asked.confidence == confidence(retrieved(STRONG))
    assert asked.standalone is asked.query


def test_every_reading_is_searched_for_and_that_taken_which_the_documents_answer() -> None:
    scripted = ScriptedRetriever({"csco": STRONG})
    asked = _asked(0.6)
    Retrieval(scripted.real)(asked)
    assert [text for text, _ in scripted.searched] == [ALONE, f"{ABOUT} — {ALONE}"]
    assert asked.standalone.text == f"{ABOUT} — {ALONE}"
    assert asked.query.text == ALONE
    assert asked.reading == asked.readings[1]


def test_what_was_just_shown_falls_back_for_what_leans_on_it() -> None:
    scripted = ScriptedRetriever()
    Retrieval(scripted.real)(_asked(0.6))
    assert scripted.shown == [frozenset(), frozenset({"c1"})]


@pytest.mark.parametrize(
    ("alone", "completed", "likely", "taken"),
    [
        (STRONG, STRONG, 0.6, "standalone"),
        (STRONG, STRONG, 0.2, "topic"),
        (WEAK, WEAK, 0.6, "standalone"),
        (WEAK, WEAK, 0.2, "topic"),
        (STRONG, WEAK, 0.2, "standalone"),
        (WEAK, STRONG, 0.6, "topic"),
        (WEAK, MIDDLING, 0.2, "topic"),
        (WEAK, MIDDLING, 0.6, "standalone"),  # completed it is not surely answered
    ],
)
def test_the_reading_is_taken_that_is_likely_and_answered(
    alone: Features, completed: Features, likely: float, taken: str
) -> None:
    scripted = ScriptedRetriever({"csco": completed, "makassar": alone})
    asked = _asked(likely)
    Retrieval(scripted.real)(asked)
    assert asked.reading is not None
    assert asked.reading.kind == taken


@pytest.mark.parametrize(
    ("likely", "features", "another"),
    [
        (0.55, SURELY, True),
        (0.9, SURELY, False),  # one reading is far likelier
        (0.55, STRONG, False),  # beyond doubt
        (0.55, WEAK, False),  # neither is answered
    ],
)
def test_a_reading_that_is_nearly_as_likely_is_kept_beside(likely: float, features: Features, another: bool) -> None:
    other = replace(PASSAGE, chunk=replace(PASSAGE.chunk, id="c2"))
    asked = context(readings=[reading("tugas kota?", "item", likely), reading("kapan?", "another", 1 - likely)])
    found = {"tugas": retrieved(features), "kapan": retrieved(features, other)}
    Retrieval(ScriptedRetriever(found).real)(asked)
    assert asked.found == found["tugas"]
    assert asked.alternative == (other if another else None)

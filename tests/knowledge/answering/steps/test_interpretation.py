"""The ways in which a question may be meant, after its message and the conversation before it."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answering.context import Context
from knowledge.answering.steps.interpretation import Interpretation
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.readings import SEPARATOR, Reading
from tests.knowledge.answering.parts import context

STATE = ConversationState(
    question="Apa saja tugas CSCO?", questions=("Apa saja tugas CSCO?",), topic="tugas csco", heading="Tugas CSCO"
)


@pytest.fixture
def interpret(shipped: OnnxEmbedder) -> Interpretation:
    return Interpretation(shipped)


def _leaning(asked: Context) -> list[Reading]:
    """The readings that lean on what the message says."""
    return [reading for reading in asked.readings if reading.kind == "topic"]


def test_a_first_question_is_read_as_it_stands(interpret: Interpretation) -> None:
    asked = context("Apa saja kewajiban kota anggota ASCN?")
    interpret(asked)
    assert asked.readings == [Reading("standalone", asked.query.text, 1.0)]
    assert asked.reading == asked.readings[0]
    assert asked.standalone is asked.query


def test_a_follow_up_is_read_with_the_topic_of_the_conversation(interpret: Interpretation) -> None:
    asked = context("terus siapa orangnya?", state=STATE)
    interpret(asked)
    assert asked.reading is not None
    assert asked.reading.kind == "topic"
    assert "csco" in asked.standalone.text.casefold()
    assert asked.standalone.text.endswith(f"{SEPARATOR}terus siapa orangnya?")
    assert asked.query.text == "terus siapa orangnya?"


@pytest.mark.parametrize("name", ["background", "subject"])
def test_a_short_question_may_lean_on_what_its_message_says_before_it(name: str, interpret: Interpretation) -> None:
    said: dict[str, Any] = {name: "Apa kewajiban kota anggota ASCN?"}
    asked = context("siapa ketuanya?", **said)
    interpret(asked)
    (leaning,) = _leaning(asked)
    assert (leaning.about, leaning.text) == ("kewajiban kota anggota ascn", "siapa ketuanya?")
    assert asked.readings[0].kind == "standalone"


def test_a_question_that_says_more_leans_less(interpret: Interpretation) -> None:
    short, long = "siapa ketuanya?", "siapa ketua sidang tahunan jejaring kota cerdas?"
    leanings = []
    for text in (short, long):
        asked = context(text, background="Apa kewajiban kota anggota ASCN?")
        interpret(asked)
        leanings.append(_leaning(asked)[0].probability)
    assert 1 > leanings[0] > leanings[1] > 0


def test_what_tells_nothing_and_what_is_told_twice_adds_no_reading(interpret: Interpretation) -> None:
    asked = context("siapa ketuanya?", background="yang itu ya", subject="")
    interpret(asked)
    assert _leaning(asked) == []
    asked = context("siapa ketuanya?", background="kewajiban kota", subject="kewajiban kota")
    interpret(asked)
    assert len(_leaning(asked)) == 1


def test_a_long_background_is_cut(interpret: Interpretation) -> None:
    asked = context("siapa?", background=" ".join(f"kata{number}" for number in range(900)))
    interpret(asked)
    assert 0 < len(_leaning(asked)[0].about) <= 160

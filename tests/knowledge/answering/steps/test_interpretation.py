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
    return [reading for reading in asked.readings if reading.kind == "message"]


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
def test_a_question_that_needs_it_is_read_behind_what_its_message_says(name: str, interpret: Interpretation) -> None:
    said: dict[str, Any] = {name: "Saya menulis tentang ASEAN Smart Cities Network."}
    asked = context("kapan dibentuk dan oleh siapa?", **said)
    interpret(asked)
    assert asked.reading == asked.readings[0] == _leaning(asked)[0]
    assert asked.standalone.text == f"{said[name]}{SEPARATOR}kapan dibentuk dan oleh siapa?"
    assert asked.query.text == "kapan dibentuk dan oleh siapa?"
    assert asked.readings[-1].kind == "standalone"


def test_a_question_that_says_all_is_read_as_it_stands(interpret: Interpretation) -> None:
    asked = context(
        "Apa saja indikator transportasi dalam SNI ISO 37122?", background="Kami dari Bappeda, sedang menyusun laporan."
    )
    interpret(asked)
    assert [reading.kind for reading in asked.readings] == ["standalone"]


def test_what_is_told_and_what_is_asked_before_are_read_together(interpret: Interpretation) -> None:
    asked = context("kirimnya ke siapa?", background="Kami menyusun laporan tahunan ASCN.", subject="apa isinya?")
    interpret(asked)
    assert {"apa isinya?", "Kami menyusun laporan tahunan ASCN. apa isinya?"} == {one.about for one in _leaning(asked)}


def test_what_tells_nothing_and_what_is_told_twice_adds_no_reading(interpret: Interpretation) -> None:
    asked = context("siapa ketuanya?", background="yang itu ya", subject="")
    interpret(asked)
    assert _leaning(asked) == []
    asked = context("siapa ketuanya?", background="kewajiban kota", subject="")
    interpret(asked)
    assert len(_leaning(asked)) == 1


def test_of_a_long_background_the_end_is_read(interpret: Interpretation) -> None:
    asked = context("siapa orangnya?", background=" ".join(f"kata{number}" for number in range(900)))
    interpret(asked)
    assert all(0 < len(reading.about) <= 300 and reading.about.endswith("kata899") for reading in _leaning(asked))

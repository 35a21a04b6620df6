"""Follow-ups are completed from the conversation, and do not grow."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.answering.context import Context
from knowledge.answering.follow_up import SEPARATOR, candidates, is_follow_up, topics
from knowledge.answers import Answer, Heading, Outcome
from knowledge.language.query import Query


def _answer(question: str, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    return Answer(outcome=outcome, language="id", question=question, blocks=(Heading(text="Tugas  CSCO"),))


def _readings(text: str, history: Sequence[Answer] = ()) -> list[str]:
    return [reading.text for reading in candidates(Context(Query(text, "id"), history=history))]


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("terus?", True),
        ("siapa orangnya?", True),
        ("bagaimana dengan kota Makassar di Sulawesi Selatan?", True),
        ("what about their annual reports to the secretariat?", True),
        ("Kota mana saja di Indonesia menjadi anggota jejaring?", False),
        ("kewajiban tersebut dilaporkan kota anggota kepada sekretariat jejaring ASEAN tahunan", False),
    ],
)
def test_a_question_points_back_when_it_says_little_or_begins_so(text: str, follows: bool) -> None:
    assert is_follow_up(Query(text, "id")) is follows


def test_a_question_with_a_topic_of_its_own_stands_alone() -> None:
    text = "Kota mana saja di Indonesia yang menjadi anggota?"
    assert _readings(text, [_answer("Apa tugas CSCO?")]) == [text]


def test_a_follow_up_is_completed_from_the_last_topic() -> None:
    history = [_answer("Apa tugas CSCO?"), _answer("", Outcome.SMALLTALK)]
    read = _readings("terus siapa orangnya?", history)
    assert read == [f"tugas csco{SEPARATOR}terus siapa orangnya?", f"Tugas CSCO{SEPARATOR}terus siapa orangnya?"]
    assert _readings("terus siapa orangnya?") == ["terus siapa orangnya?"]


def test_topics_are_those_of_the_latest_question_that_had_one() -> None:
    history = [
        _answer("Apa tugas CSCO?"),
        _answer(f"tugas csco{SEPARATOR}berapa anggarannya?"),
        _answer("halo", Outcome.SMALLTALK),
    ]
    assert topics(history) == ["tugas csco anggarannya", "anggarannya"]
    assert topics([_answer("halo", Outcome.SMALLTALK)]) == []


def test_follow_ups_do_not_grow_without_end() -> None:
    history: list[Answer] = []
    question = "Apa saja tugas CSCO?"
    for _ in range(20):
        history = [*history[-3:], _answer(question)]
        question = _readings("terus siapa orangnya?", history)[0]
    assert len(question) < 400

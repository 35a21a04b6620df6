"""Answers in the words of a model that lies: over real HTTP, real retrieval and real vectors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.answer_text import plain_text
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Outcome
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.budget import Budget
from knowledge.chat_model.model import ChatModel
from tests.fakes.lying_model import KINDS, LIES, LyingModel
from tests.parts import Parts
from tools.grounding.walk import walk

QUESTIONS = ("Siapa yang dapat menjadi CSCO kota anggota ASCN?", "Apa saja kota Indonesia yang menjadi anggota ASCN?")
EXTRACTS = ("never-ending", "cut", "silent", "429", "500", "empty", "refusal")


@pytest.fixture(scope="module")
def server() -> Iterator[LyingModel]:
    model = LyingModel()
    with model.server:
        yield model


def _pipeline(readable: Parts, server: LyingModel, budget: Budget | None = None, seconds: float = 20) -> AnswerPipeline:
    chat = ChatModel("openai:lying", url=server.url, seconds=seconds, breaker=Breaker(failures=1000))
    return AnswerPipeline(
        readable.releases, readable.indicators, originals=readable.originals, model=chat, budget=budget
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "silent"])
def test_no_lie_reaches_anybody_and_what_is_true_does(readable: Parts, server: LyingModel, kind: str) -> None:
    pipeline = _pipeline(readable, server)
    for _, answer, reached, foreign, complete, _ in walk(
        server, pipeline, readable.answering, [(one, kind) for one in QUESTIONS]
    ):
        assert answer.outcome is Outcome.ANSWERED
        assert not reached
        assert complete
        assert not foreign
        assert answer.citations
        (written,) = answer.written
        assert written.used == (kind not in EXTRACTS)
        if kind in LIES and server.told[-1].lie:
            assert any(one.made != "kept" and one.problems for one in written.sentences)


def test_the_extract_goes_out_when_time_is_up(readable: Parts, server: LyingModel) -> None:
    server.kind = "silent"
    answer = _pipeline(readable, server, seconds=2).answer(QUESTIONS[0], asker=Asker())
    assert plain_text(answer) == plain_text(readable.answering.answer(QUESTIONS[0]))
    assert [(one.ending, one.used) for one in answer.written] == [("slow", False)]


def test_sentences_are_told_once_they_are_verified_and_stand_in_the_answer(readable: Parts, server: LyingModel) -> None:
    server.kind = "wrong number"
    told: list[str] = []
    answer = _pipeline(readable, server).answer(QUESTIONS[1], asker=Asker(tell=told.append))
    assert told
    assert all(sentence in plain_text(answer) for sentence in told)
    assert answer.written[0].model == "openai:lying"
    assert answer.written[0].prompt == "writing-1"


def test_who_has_spent_their_tokens_gets_the_extract(readable: Parts, server: LyingModel) -> None:
    server.kind = "faithful"
    pipeline = _pipeline(readable, server, Budget(per_person=1))
    assert pipeline.answer(QUESTIONS[0], asker=Asker("a")).written[0].used
    assert pipeline.answer(QUESTIONS[0], asker=Asker("a")).written[0].ending == "spent"
    assert pipeline.answer(QUESTIONS[0], asker=Asker("b")).written[0].used


def test_what_is_refused_is_not_given_to_a_model(readable: Parts, server: LyingModel) -> None:
    before = len(server.told)
    answer = _pipeline(readable, server).answer("Berapa harga tiket kereta ke Bandung besok pagi?", asker=Asker())
    assert answer.outcome is not Outcome.ANSWERED
    assert len(server.told) == before
    assert not answer.written

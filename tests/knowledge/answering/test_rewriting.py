"""Messages read as standalone questions by a model that also reads them wrongly: over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.answer_text import plain_text
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answering.rewriting import Said, added, left_out
from knowledge.answers import Answer, Job
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.budget import Budget
from knowledge.chat_model.model import ChatModel
from tests.fakes.lies import MISREADINGS
from tests.fakes.lying_model import LyingModel
from tests.parts import Parts

BEFORE = "Siapa yang menjabat CSCO di Makassar?"
FOLLOW_UP = "kalau yang di Denpasar gimana?"
MEANT = "Siapa yang menjabat CSCO di Denpasar?"
RAMBLING = (
    "Selamat pagi Bapak/Ibu, kami dari bagian perencanaan dan baru saja ditugaskan menyiapkan bahan rapat pimpinan "
    "hari Senin. Sehubungan dengan itu kami perlu tahu siapa yang dapat menjadi CSCO kota anggota ASCN, lalu juga apa "
    "saja kota Indonesia yang menjadi anggota ASCN. Terima kasih banyak atas bantuannya."
)
QUESTIONS = ["Siapa yang dapat menjadi CSCO kota anggota ASCN?", "Apa saja kota Indonesia yang menjadi anggota ASCN?"]


@pytest.fixture(scope="module")
def server() -> Iterator[LyingModel]:
    model = LyingModel()
    model.meant = {FOLLOW_UP: [MEANT], RAMBLING: QUESTIONS}
    with model.server:
        yield model


def _pipeline(
    readable: Parts, server: LyingModel, budget: Budget | None = None, jobs: tuple[Job, ...] = ("understanding",)
) -> AnswerPipeline:
    chat = ChatModel("openai:lying", url=server.url, seconds=20, breaker=Breaker(failures=1000))
    return AnswerPipeline(
        readable.releases, readable.indicators, originals=readable.originals, model=chat, budget=budget, jobs=jobs
    )


@pytest.fixture(scope="module")
def history(readable: Parts) -> list[Answer]:
    return [readable.answering.answer(BEFORE)]


def test_a_follow_up_is_read_as_it_is_meant_and_that_is_said(
    readable: Parts, server: LyingModel, history: list[Answer]
) -> None:
    server.reads = "faithful"
    answer = _pipeline(readable, server).answer(FOLLOW_UP, history=history, asker=Asker())
    assert answer.question == MEANT
    assert answer.understood == f"Saya memahami: {MEANT}"
    (read,) = answer.written
    assert (read.job, read.model, read.prompt, read.used) == ("understanding", "openai:lying", "understanding-1", True)
    assert read.tokens_in > 100
    assert [(one.text, one.made) for one in read.sentences] == [(MEANT, "kept")]
    assert BEFORE in server.told[-1].prompt
    assert not answer.in_model_words


def test_a_rambling_message_is_answered_question_by_question(readable: Parts, server: LyingModel) -> None:
    server.reads = "faithful"
    answer = _pipeline(readable, server).answer(RAMBLING, asker=Asker())
    assert answer.question == "\n".join(QUESTIONS)
    assert all(question in plain_text(answer) for question in QUESTIONS)


@pytest.mark.parametrize("kind", [*MISREADINGS, "no JSON", "cut", "500", "empty"])
def test_a_message_read_wrongly_is_read_without_a_model(
    readable: Parts, server: LyingModel, history: list[Answer], kind: str
) -> None:
    server.reads = kind
    answer = _pipeline(readable, server).answer(FOLLOW_UP, history=history, asker=Asker())
    without = readable.answering.answer(FOLLOW_UP, history=history)
    assert plain_text(answer) == plain_text(without)
    assert (answer.question, answer.understood) == (without.question, without.understood)
    (read,) = answer.written
    assert not read.used
    assert all(one.made == "dropped" and one.problems for one in read.sentences)


def test_what_is_clear_by_itself_costs_nothing(readable: Parts, server: LyingModel) -> None:
    before = len(server.told)
    assert not _pipeline(readable, server).answer(QUESTIONS[0], asker=Asker()).written
    off = _pipeline(readable, server, jobs=("writing",)).answer(RAMBLING, asker=Asker())
    assert {one.job for one in off.written} <= {"writing"}
    spent = Budget(per_person=1)
    spent.spend("a", 1)
    (read,) = _pipeline(readable, server, spent).answer(RAMBLING, asker=Asker("a")).written
    assert (read.ending, read.used) == ("spent", False)
    assert not any("<message>" in told.prompt for told in server.told[before:])


@pytest.mark.parametrize(
    ("message", "question", "wrong"),
    [
        ("Kota mana yang tidak wajib melapor?", "Kota mana yang tidak wajib melapor?", ""),
        ("Kota mana yang tidak wajib melapor?", "Kota mana yang wajib melapor?", "denial"),
        ("Kota mana yang wajib melapor?", "Kota mana yang tidak wajib melapor?", "denial"),
        ("saya tidak tahu kota mana yang wajib melapor", "Kota mana yang wajib melapor?", ""),
        ("Apakah hanya wali kota yang dapat menjadi CSCO?", "Apakah wali kota dapat menjadi CSCO?", "modality"),
        ("Apa tugas CSCO di Semarang?", "Apa tugas CSCO di Surabaya?", "name"),
        ("Apa tugas CSCO di Semarang?", "Apa tugas CSCO?", "name"),
        ("Apa bunyi klausul 17?", "Apa bunyi klausul 17(d)?", "code"),
        ("Berapa biayanya, dan apa syarat kota bergabung dengan jejaring?", "Berapa biayanya?", "words"),
        ("Berapa biaya keanggotaan?", "Berapa biaya keanggotaan pada 2026?", "number"),
        ("How many cities may not vote?", "How many cities may vote?", "denial"),
    ],
)
def test_what_is_added_or_left_out(message: str, question: str, wrong: str) -> None:
    said = Said(message, tuple(message.split(", dan ")), ())
    found = {*added(question, said), *left_out([question], said)}
    assert wrong in found if wrong else not found

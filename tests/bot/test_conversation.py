"""One turn, the same for every channel: admitted, answered, journalled; errors end as outcomes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from bot.identity import PersonHasher
from bot.journal import Journal, Turn, TurnRow
from bot.tickets.tickets import Tickets
from knowledge.answer_text import plain_text
from knowledge.answers import Outcome
from knowledge.deadlines import Deadline
from knowledge.embedding.factory import open_embedder
from knowledge.language.analyzer import tokens
from tests.parts import Parts, open_parts


@pytest.fixture(scope="module")
def asked_parts(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    import shutil

    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("conversation") / "data"))
    with open_parts(folder, open_embedder(threads=1), exact=True) as parts:
        yield parts


@pytest.fixture
def make(asked_parts: Parts) -> Callable[..., Conversation]:
    journal = Journal(asked_parts.engine, PersonHasher(b"key"))
    return lambda **settings: Conversation(asked_parts.answering, journal, writing=Deadline(30), **settings)


def _ask(conversation: Conversation, text: str, who: str = "1", place: str = "c") -> Turn:
    return asyncio.run(conversation.ask(text, channel="web", who=who, conversation=place))


def test_a_question_is_answered_and_journalled(make: Callable[..., Conversation], asked_parts: Parts) -> None:
    turn = _ask(make(), "Apa saja kewajiban kota anggota ASCN?")
    assert turn.answer.outcome is Outcome.ANSWERED
    assert turn.answer.citations
    assert turn.answer.release == asked_parts.release_store.published()
    stored = Journal(asked_parts.engine, PersonHasher(b"key")).turn(turn.id)
    assert stored.answer.model_dump() == turn.answer.model_dump()
    assert turn.answer.message == "Apa saja kewajiban kota anggota ASCN?"


def test_a_follow_up_leans_on_its_own_conversation_only(make: Callable[..., Conversation]) -> None:
    conversation = make()
    _ask(conversation, "Apa saja tugas CSCO?", place="mine")
    assert "CSCO" in _ask(conversation, "terus siapa orangnya?", place="mine").answer.question
    assert "CSCO" not in _ask(conversation, "terus siapa orangnya?", place="another").answer.question


def test_one_person_may_ask_so_many_questions_in_a_minute(make: Callable[..., Conversation]) -> None:
    time = [0.0]
    conversation = make(per_minute=2, clock=lambda: time[0])
    ask = [_ask(conversation, "halo").answer.outcome for _ in range(3)]
    assert ask == [Outcome.SMALLTALK, Outcome.SMALLTALK, Outcome.BUSY]
    assert _ask(conversation, "halo", who="2").answer.outcome is Outcome.SMALLTALK
    time[0] = 60.0
    assert _ask(conversation, "halo").answer.outcome is Outcome.SMALLTALK


def test_questions_wait_for_their_turn(make: Callable[..., Conversation]) -> None:
    conversation = make(concurrency=2, per_minute=100)

    async def all_at_once() -> list[Turn]:
        questions = ("Apa itu ASCN?", "What is ASCN?", "halo", "resep rendang")
        return await asyncio.gather(
            *(
                conversation.ask(question, channel="web", who="3", conversation=f"{number}")
                for number, question in enumerate(questions * 3)
            )
        )

    turns = asyncio.run(all_at_once())
    assert len({turn.id for turn in turns}) == 12
    assert [turn.answer.outcome for turn in turns[:4]] == [turn.answer.outcome for turn in turns[8:]]


def test_an_error_is_an_outcome_and_its_text_stays_inside(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    conversation = Conversation(parts.answering, Journal(parts.engine, PersonHasher(b"key")))
    turn = _ask(conversation, "Apa kewajiban kota anggota?")
    assert turn.answer.outcome is Outcome.ERROR
    assert "published" not in plain_text(turn.answer)
    assert "Nothing is published yet" in caplog.text
    assert "kewajiban" not in caplog.records[-1].getMessage()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "declined"),
        ("\u200b\u2060", "declined"),
        ("x" * 1_000_000, "declined"),
        (",;" * 3_000, None),
        ("🙂" * 40, None),
        ("\x00'--", None),
    ],
)
def test_whatever_is_typed_ends_as_an_outcome(
    make: Callable[..., Conversation], text: str, outcome: str | None
) -> None:
    turn = _ask(make(), text, who=str(hash(text)))
    assert turn.answer.outcome is not Outcome.ERROR
    assert outcome in (None, turn.answer.outcome.value)


def test_personal_data_never_reaches_the_files(make: Callable[..., Conversation], asked_parts: Parts) -> None:
    said = "Saya Budi, NIK 3578011201900001, hp 0812-3456-7890, budi.pribadi@gmail.com."
    turn = _ask(make(), f"{said} Apa saja kewajiban kota anggota ASCN?", who="telegram-4711-person", place="ruang-4711")
    _ask(make(), f"{said} " + "x" * 5000, who="telegram-4711-person", place="ruang-4711")
    assert turn.answer.notice
    with closing(sqlite3.connect(asked_parts.data / "pandu.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = b"".join(path.read_bytes() for path in asked_parts.data.glob("pandu.db*"))
    assert b"[NIK]" in stored
    for secret in (
        b"3578011201900001",
        b"0812-3456-7890",
        b"081234567890",
        b"budi.pribadi",
        b"telegram-4711",
        b"ruang-4711",
    ):
        assert secret not in stored


@pytest.mark.parametrize(
    "text",
    [
        "Nama saya Waluyo dari Kota Batu. Saya ingin bunuh diri, saya sudah tidak sanggup hidup lagi.",
        "My name is Waluyo from the City of Batu. I want to kill myself, I cannot go on living.",
    ],
)
def test_a_distress_message_is_not_journaled(make: Callable[..., Conversation], asked_parts: Parts, text: str) -> None:
    """Of it nothing but the outcome is stored, with what was replied."""
    turn = _ask(make(), text, who="5", place="distress")
    assert turn.answer.outcome is Outcome.CARE
    with Session(asked_parts.engine) as session:
        row = session.get(TurnRow, turn.id)
        assert row is not None
        assert (row.outcome, row.question) == ("care", "")
        assert row.answer["blocks"] == turn.answer.model_dump(mode="json")["blocks"]
        kept = {name: value for name, value in row.answer.items() if name != "blocks"}
    replied = plain_text(turn.answer).casefold()
    said = {word for word in tokens(text) if word not in replied}
    assert {"waluyo", "batu"} <= said
    assert not said & set(tokens(str(kept))), kept
    with closing(sqlite3.connect(asked_parts.data / "pandu.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Waluyo" not in b"".join(path.read_bytes() for path in asked_parts.data.glob("pandu.db*"))


def test_after_a_distress_message_the_conversation_goes_on_as_before_it(make: Callable[..., Conversation]) -> None:
    conversation = make()
    _ask(conversation, "Apa saja tugas CSCO?", who="6", place="goes-on")
    _ask(conversation, "Saya ingin bunuh diri, saya sudah tidak sanggup hidup lagi.", who="6", place="goes-on")
    assert "CSCO" in _ask(conversation, "terus siapa orangnya?", who="6", place="goes-on").answer.question


def test_what_a_person_wants_passed_on_is_in_the_ticket(make: Callable[..., Conversation], asked_parts: Parts) -> None:
    """Also where it was no question to the documents."""
    text = "Saya mau bicara dengan petugas direktorat"
    turn = _ask(make(), text, who="7", place="person")
    assert turn.answer.outcome is Outcome.PERSON
    ticket = Tickets(asked_parts.engine, PersonHasher(b"key")).open(turn, "web", "web:7")
    assert ticket.question == text

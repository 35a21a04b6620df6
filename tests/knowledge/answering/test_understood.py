"""How a message was understood is told where it is not plain."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answering.context import Context
from knowledge.answering.understood import greeting, understood
from knowledge.documents import Language
from knowledge.language.query import Query
from knowledge.understanding.acts import Said
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import Message, Part
from knowledge.understanding.readings import SEPARATOR, Kind
from tests.knowledge.answering.parts import STRONG, context, reading, retrieved

STATE = ConversationState(
    question="apa tugas CSCO?", questions=("apa tugas CSCO?",), topic="tugas csco", heading="Tugas CSCO"
)
ASKED = Message((), (Part("question", "apa?"),))
LONG = "kami sedang menyiapkan usulan kota. " * 8


def _context(text: str, kind: Kind, read: str, about: str = "", **fields: Any) -> Context:
    found = context(text, "id", retrieved(STRONG), **fields)
    found.reading = reading(read, kind, about=about)
    found.standalone = found.query.reworded(found.reading.standalone)
    return found


def _understood(asked: Context, typed: str = "", message: Message = ASKED) -> str:
    return understood(message, [asked], Query(typed or asked.query.text, "id"))


@pytest.mark.parametrize(
    ("greets", "act", "text", "language", "said"),
    [
        (True, "question", "Halo, apa itu ASCN?", "id", "Halo!"),
        (True, "question", "Hi, what is the ASCN?", "en", "Hello!"),
        (True, "question", "Assalamualaikum, apa itu ASCN?", "id", "Waalaikumsalam."),
        (True, "greeting", "Halo", "id", ""),
        (False, "question", "Apa itu ASCN?", "id", ""),
    ],
)
def test_who_greets_and_asks_is_greeted_in_a_word(
    greets: bool, act: str, text: str, language: Language, said: str
) -> None:
    assert greeting(Message((), (Part(act, text),), greets=greets), Query(text, language)) == said


def test_a_plain_question_needs_no_word() -> None:
    assert _understood(_context("apa itu ASCN?", "standalone", "apa itu ASCN?")) == ""


@pytest.mark.parametrize("subject", ["tugas csco", "Tugas CSCO"])
def test_of_a_follow_up_is_said_what_it_is_about_in_words_that_were_shown(subject: str) -> None:
    asked = _context("siapa orangnya?", "topic", "siapa orangnya?", subject, state=STATE)
    said = _understood(asked)
    assert "siapa orangnya?" in said
    assert "Tugas CSCO" in said
    assert SEPARATOR not in said


def test_without_a_heading_the_question_before_is_named() -> None:
    state = ConversationState(
        question=f"ascn{SEPARATOR}apa tugas CSCO?", questions=("apa tugas CSCO?",), topic="tugas csco"
    )
    asked = _context("siapa orangnya?", "topic", "siapa orangnya?", "tugas csco", state=state)
    assert "(tentang apa tugas CSCO?)" in _understood(asked)


def test_what_a_follow_up_is_about_is_not_said_at_length() -> None:
    said = _understood(_context("boleh?", "topic", "boleh?", LONG))
    assert "kami sedang menyiapkan usulan kota" in said
    assert "…" in said
    assert len(said) < 160


def test_what_one_message_says_in_one_go_needs_no_saying() -> None:
    assert _understood(_context("boleh?", "message", "boleh?", "usulan kota")) == ""


@pytest.mark.parametrize(
    ("kind", "read", "said"),
    [
        ("another", "Kapan banyuwangi bergabung?", "Kapan banyuwangi bergabung?"),
        ("item", "hadir dalam pertemuan", "hadir dalam pertemuan"),
    ],
)
def test_what_was_put_in_other_words_is_said_as_it_was_read(kind: Kind, read: str, said: str) -> None:
    assert _understood(_context("kalau banyuwangi?", kind, read)).endswith(said)


def test_of_a_long_message_is_said_what_was_read_out_of_it() -> None:
    asked = _context("apa kewajibannya?", "standalone", "apa kewajibannya?")
    assert _understood(asked, f"{LONG} apa kewajibannya?").endswith("apa kewajibannya?")
    looked_up = context("rumus 19.9?")
    looked_up.subjects = ("37122:19.9",)
    assert _understood(looked_up, f"{LONG} rumus 19.9?").endswith("rumus 19.9?")
    assert _understood(looked_up) == ""


def test_a_correction_is_repeated() -> None:
    corrected = Message((Said("bukan, SCAP", "correction", {}),), (Part("question", "SCAP"),))
    assert _understood(_context("SCAP", "standalone", "SCAP"), message=corrected).endswith("SCAP")


def test_several_questions_stand_over_their_answers_and_are_not_repeated() -> None:
    asked = _context("apa?", "topic", "apa?", "tugas csco", state=STATE)
    assert understood(ASKED, [asked, asked], Query("apa?", "id")) == ""
    assert understood(ASKED, [], Query("halo", "id")) == ""

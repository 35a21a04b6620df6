"""What came in, read once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Chat, InaccessibleMessage, Message, User

from bot.telegram.messages.incoming import (
    Command,
    Place,
    by_person,
    command_of,
    read_callback,
    read_message,
    spoken_by,
    without_mention,
)
from knowledge.storage.engine import now

SRI = User(11, "Sri", is_bot=False, language_code="en-GB")


def message(chat_type: str = "private", **values: Any) -> Message:
    """A message by Sri."""
    chat = Chat(11 if chat_type == "private" else -500, chat_type)
    return Message(**{"message_id": 5, "date": now(), "chat": chat, "from_user": SRI, "text": "halo", **values})


def test_a_private_message() -> None:
    incoming = read_message(message(), SRI, None)
    assert (incoming.place, incoming.user_id, incoming.private) == (Place(11, None, 5), 11, True)
    assert (incoming.text, incoming.language, incoming.conversation) == ("halo", "en", "11")
    assert read_message(message(), SRI, "id").language == "id"  # what was chosen comes before the app's language


def test_a_message_in_a_topic_of_a_group() -> None:
    incoming = read_message(message("supergroup", message_thread_id=9, is_topic_message=True), SRI, None)
    assert (incoming.place, incoming.conversation) == (Place(-500, 9, 5), "-500:11")
    assert read_message(message("supergroup", message_thread_id=9), SRI, None).place.thread_id is None  # only a reply


def test_the_caption_is_the_text_and_a_channel_the_person() -> None:
    assert read_message(message(text=None, caption="apa ini?"), SRI, None).text == "apa ini?"
    assert read_message(message(text=None), SRI, None).text == ""
    assert read_message(message("supergroup", sender_chat=Chat(-77, "channel")), SRI, None).user_id == -77


def test_a_press_is_answered_where_its_message_is() -> None:
    group = read_callback(message("supergroup", message_thread_id=9, is_topic_message=True), SRI, None)
    assert (group.place, group.private) == (Place(-500, 9, 5), False)
    assert read_callback(message(), SRI, "id").place == Place(11)
    gone = InaccessibleMessage(Chat(-500, "supergroup"), 5)
    assert read_callback(gone, SRI, None).place == Place(-500, None, 5)


def test_old_messages_are_stale() -> None:
    fresh, old = (read_message(message(date=now() - timedelta(minutes=m)), SRI, None) for m in (50, 115))
    assert (fresh.stale, old.stale, old.hours_old) == (False, True, 2)


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("EN-us", "en"), ("id", "id"), ("fr", "id"), (None, "id")]
)
def test_the_language_of_the_app_where_we_speak_it(code: str | None, language: str) -> None:
    assert spoken_by(User(1, "x", is_bot=False, language_code=code)) == language


def test_who_counts_as_a_person() -> None:
    bot, anonymous = User(2, "b", is_bot=True), User(1087968824, "GroupAnonymousBot", is_bot=True)
    assert by_person(message())
    assert by_person(message("supergroup", from_user=anonymous))
    assert not by_person(message(from_user=bot))
    assert not by_person(message(from_user=None))
    assert not by_person(message("supergroup", is_automatic_forward=True, date=datetime.now(UTC)))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", Command("help", "", True)),
        ("/Tanya@Pandu_Bot  apa\nitu ", Command("tanya", "apa\nitu", True)),
        ("/tanya@other apa", Command("tanya", "apa", False)),
        ("bukan /help", None),
        ("/", None),
        ("/help!", None),
    ],
)
def test_commands(text: str, command: Command | None) -> None:
    assert command_of(text, "pandu_bot") == command


@pytest.mark.parametrize(
    ("text", "bare", "mentioned"),
    [
        ("@Pandu_Bot, apa  itu?", "apa itu?", True),
        ("apa itu @pandu_bot", "apa itu", True),
        ("surel a@pandu_bot.id", "surel a@pandu_bot.id", False),
        ("@pandu_bots apa", "@pandu_bots apa", False),
        ("dua  spasi", "dua  spasi", False),
    ],
)
def test_mentions_of_the_bot_are_taken_out(text: str, bare: str, mentioned: bool) -> None:
    assert without_mention(text, "pandu_bot") == (bare, mentioned)

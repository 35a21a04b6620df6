"""What people send that is no text."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from telegram import Message

from bot.telegram.handlers.attachments import kind_of
from bot.telegram.messages.texts import TEXTS

FILE = {"file_id": "f", "file_unique_id": "f"}
SIZED = {**FILE, "width": 1, "height": 1}
CHAT = {"id": 11, "type": "private"}


def message(**content: Any) -> Message:
    """A private message with this content."""
    date = int(datetime.datetime.now(datetime.UTC).timestamp())
    return Message.de_json({"message_id": 1, "date": date, "chat": CHAT, **content}, None)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"animation": {**SIZED, "duration": 1}, "document": FILE}, "animation"),
        ({"sticker": {**SIZED, "is_animated": False, "is_video": False, "type": "regular"}}, "sticker"),
        ({"dice": {"value": 3, "emoji": "🎲"}}, "sticker"),
        ({"voice": {**FILE, "duration": 3}}, "voice"),
        ({"audio": {**FILE, "duration": 3}}, "audio"),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, "video_note"),
        ({"video": {**SIZED, "duration": 1}}, "video"),
        ({"photo": [SIZED]}, "photo"),
        ({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                   "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                   "allows_revoting": True, "members_only": False}}, "poll"),
        ({"story": {"id": 1, "chat": CHAT}}, "story"),
        ({"checklist": {"title": "x", "tasks": [{"id": 1, "text": "y"}]}}, "checklist"),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, "contact"),
        ({"location": {"longitude": 1, "latitude": 1}, "venue": {"location": {"longitude": 1, "latitude": 1},
          "title": "x", "address": "y"}}, "location"),
        ({"game": {"title": "x", "description": "y", "photo": []}}, "other"),
        ({"text": "🙏"}, "emoji"),
        ({"new_chat_title": "x"}, ""),
    ],
)  # fmt: skip
def test_each_kind_has_its_sentence(content: dict[str, Any], kind: str) -> None:
    assert kind_of(message(**content)) == kind
    if kind:
        assert all(TEXTS.say(f"sent_{kind}", language) for language in ("id", "en"))

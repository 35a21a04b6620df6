"""People and groups that talk to the bot through the stand-in server."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram_server import BOT, Sent, TelegramServer, as_message

_queries = itertools.count(1)


@dataclass
class Person:
    """Somebody with a phone."""

    server: TelegramServer
    id: int
    language: str = "id"

    @property
    def user(self) -> dict[str, Any]:
        """The person as the API shows them."""
        return {"id": self.id, "is_bot": False, "first_name": "Sri", "language_code": self.language}

    def say(self, text: str, reply_to: Sent | None = None, age: int = 0) -> int:
        """Write to the bot in private, ``age`` seconds ago; returns the message id."""
        return self.send({"text": text}, reply_to, age)

    def send(self, content: dict[str, Any], reply_to: Sent | None = None, age: int = 0) -> int:
        """Send something other than text in private; returns the message id."""
        return _message(self.server, self.user, {"id": self.id, "type": "private"}, content, reply_to, age)

    def edit(self, message_id: int, content: dict[str, Any], reply_to: Sent | None = None) -> None:
        """Change a message sent in private."""
        _edit(self.server, self.user, {"id": self.id, "type": "private"}, message_id, content, reply_to)

    def press(self, message: Sent, label: str) -> str:
        """Press the button whose label holds this text; returns the id of the press."""
        return self.press_data(message, message.button(label))

    async def unfold(self, message: Sent) -> None:
        """Press the button behind which the others are, and wait for them."""
        before = message.buttons
        self.press(message, "Lainnya")
        await self.server.until(lambda: message.buttons != before)

    def press_data(self, message: Sent, data: str) -> str:
        """Press a button with this data."""
        query_id = str(next(_queries))
        shown = as_message(message)
        if message.thread_id:
            shown |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        content = {"id": query_id, "from": self.user, "chat_instance": "1", "data": data, "message": shown}
        self.server.offer("callback_query", content)
        return query_id

    def inline(self, text: str) -> str:
        """Type after the bot's name in some chat; returns the id of the query."""
        query_id = str(next(_queries))
        self.server.offer("inline_query", {"id": query_id, "from": self.user, "query": text, "offset": ""})
        return query_id

    @property
    def heard(self) -> list[Sent]:
        """What the bot sent to the private chat."""
        return self.server.to(self.id)

    async def hears(self, count: int, seconds: float = 60.0) -> Sent:
        """Wait for the bot's message of that number (from 1)."""
        await self.server.until(lambda: len(self.heard) >= count, seconds)
        return self.heard[count - 1]


@dataclass
class Group:
    """A group with the bot in it."""

    server: TelegramServer
    id: int

    @property
    def chat(self) -> dict[str, Any]:
        """The group as the API shows it."""
        return {"id": self.id, "type": "supergroup", "title": "Tim Kota Cerdas"}

    def say(
        self, person: Person, text: str, reply_to: Sent | None = None, thread: int | None = None, **content: Any
    ) -> int:
        """Somebody writes in the group; returns the message id."""
        topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        body = {"text": text} if text else {}
        return _message(self.server, person.user, self.chat, {**body, **topic, **content}, reply_to, 0)

    def edit(self, person: Person, message_id: int, text: str) -> None:
        """Somebody changes a message of the group."""
        _edit(self.server, person.user, self.chat, message_id, {"text": text}, None)

    def add_bot(self, person: Person) -> None:
        """Somebody adds the bot."""
        change = {
            "chat": self.chat,
            "from": person.user,
            "date": int(time.time()),
            "old_chat_member": {"user": BOT, "status": "left"},
            "new_chat_member": {"user": BOT, "status": "member"},
        }
        self.server.offer("my_chat_member", change)

    @property
    def heard(self) -> list[Sent]:
        """What the bot sent to the group."""
        return self.server.to(self.id)

    async def hears(self, count: int, seconds: float = 60.0) -> Sent:
        """Wait for the bot's message of that number (from 1)."""
        await self.server.until(lambda: len(self.heard) >= count, seconds)
        return self.heard[count - 1]


def _edit(
    server: TelegramServer,
    user: dict[str, Any],
    chat: dict[str, Any],
    message_id: int,
    content: dict[str, Any],
    reply_to: Sent | None,
) -> None:
    at = int(time.time())
    message = {"message_id": message_id, "date": at - 7200, "edit_date": at, "chat": chat, "from": user, **content}
    if reply_to is not None:
        message["reply_to_message"] = as_message(reply_to)
    server.offer("edited_message", message)


def _message(
    server: TelegramServer,
    user: dict[str, Any],
    chat: dict[str, Any],
    content: dict[str, Any],
    reply_to: Sent | None,
    age: int,
) -> int:
    message_id = server.next_message_id()
    message = {"message_id": message_id, "date": int(time.time()) - age, "chat": chat, "from": user, **content}
    if reply_to is not None:
        message["reply_to_message"] = as_message(reply_to)
    server.offer("message", message)
    return message_id

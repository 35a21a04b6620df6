"""What the channel remembers between messages: meanings of buttons, expected replies, questions and albums that were
answered, what was typed inline, chosen languages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bot.chat_tables import ButtonsRow, ChatRow, PromptRow
from bot.identity import PersonHasher
from bot.telegram.actions import Action, Ask, ExpectedReply, read_action, read_reply, store_action, store_reply
from bot.telegram.channel_journal import person
from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from knowledge.documents import Language
from knowledge.storage.engine import insert_or, now

# Run for every message, so made once: making a statement takes longer than running it.
_KEEP_BUTTONS = insert(ButtonsRow)
_LANGUAGE = select(ChatRow.language).where(ChatRow.chat == bindparam("chat_hash"))
_ASKED, _ALBUM = "asked", "album"  # kinds of prompts that are no expected replies
_TYPED = "i:"  # begins the tokens of what was typed inline; others hold no colon
_TYPED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button means; ``for_presser`` tells whether it was made for the person who pressed it."""

    action: Action
    for_presser: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a reply to one of our messages means; ``for_replier`` as for a button."""

    reply: ExpectedReply
    for_replier: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's message that was answered: by which turn, and the hash of its words."""

    turn: str
    words: str


class ChatState(ThreadedStore):
    """Reads and writes the channel's small tables.

    Args:
        engine: the database.
        people: gives the keyed hashes that stand for people and chats.
        thread: the thread this store works in.
    """

    def __init__(self, engine: Engine, people: PersonHasher, thread: DatabaseThread) -> None:
        super().__init__(thread)
        self._engine = engine
        self._hash = people.hash_person

    @in_database_thread
    def keep_buttons(self, actions: Sequence[Action], user_id: int | None) -> list[str]:
        """Store what buttons mean and return their callback data (at most 20 bytes each).

        ``user_id`` is the person they are for; None means everybody in the chat.
        """
        token = secrets.token_urlsafe(9)
        who = "" if user_id is None else self._person(user_id)
        stored = [store_action(action) for action in actions]
        with self._engine.begin() as connection:
            values = {"token": token, "who": who, "actions": stored, "created_at": now()}
            connection.execute(_KEEP_BUTTONS, values)
        return [f"{token}:{position}" for position in range(len(actions))]

    @in_database_thread
    def button(self, data: str, user_id: int) -> Pressed | None:
        """What a pressed button means; None when it is not known any more."""
        token, _, position = data.partition(":")
        with Session(self._engine) as session:
            row = session.get(ButtonsRow, token[:16])
            if row is None or not position.isdecimal() or int(position) >= len(row.actions):
                return None
            action = read_action(row.actions[int(position)])
            return None if action is None else Pressed(action, row.who in ("", self._person(user_id)))

    @in_database_thread
    def expect_reply(self, chat_id: int, message_id: int, reply: ExpectedReply, user_id: int | None) -> None:
        """Remember what a reply to a message of ours means."""
        who = "" if user_id is None else self._person(user_id)
        self._remember(self._place(chat_id, message_id), who, *store_reply(reply))

    @in_database_thread
    def prompt(self, chat_id: int, message_id: int, user_id: int) -> Prompt | None:
        """What a reply to that message means; None when nothing was expected."""
        with Session(self._engine) as session:
            row = session.get(PromptRow, self._place(chat_id, message_id))
            reply = None if row is None else read_reply(row.kind, row.data)
            if row is None or reply is None:
                return None
            return Prompt(reply, row.who in ("", self._person(user_id)))

    @in_database_thread
    def note_asked(self, chat_id: int, message_id: int, turn_id: str, text: str, user_id: int) -> None:
        """Remember which turn answered a person's message of that text, should it be edited."""
        asked = {"turn": turn_id, "words": self.words(text)}
        self._remember(self._place(chat_id, message_id), self._person(user_id), _ASKED, asked)

    @in_database_thread
    def asked(self, chat_id: int, message_id: int) -> Asked | None:
        """How a person's message was answered; None when it was not, or too long ago."""
        data = self._known(self._place(chat_id, message_id), _ASKED)
        return Asked(data["turn"], data["words"]) if data else None

    def words(self, text: str) -> str:
        """The hash under which the words of a message are remembered."""
        return self._hash(f"telegram-text:{text}")

    @in_database_thread
    def note_album(self, chat_id: int, album: str, message_ids: Sequence[int], user_id: int) -> None:
        """Remember the messages of an album that were taken as one."""
        place = self._hash(f"telegram-album:{chat_id}:{album}")
        self._remember(place, self._person(user_id), _ALBUM, {"messages": list(message_ids)})

    @in_database_thread
    def album(self, chat_id: int, album: str) -> list[int]:
        """The messages of an album that were taken as one; empty for an album that is new."""
        data = self._known(self._hash(f"telegram-album:{chat_id}:{album}"), _ALBUM)
        return data["messages"] if data else []

    @in_database_thread
    def keep_typed(self, user_id: int, question: Ask) -> None:
        """Keep what a person typed inline, until they type on: one row for each person."""
        values = {"who": self._person(user_id), "actions": [store_action(question)], "created_at": now()}
        kept = insert_or(self._engine, ButtonsRow).values(token=self._typed(user_id), **values)
        with self._engine.begin() as connection:
            connection.execute(kept.on_conflict_do_update(index_elements=["token"], set_=values))

    @in_database_thread
    def typed(self, user_id: int) -> Ask | None:
        """What a person typed inline within the last hour."""
        with Session(self._engine) as session:
            row = session.get(ButtonsRow, self._typed(user_id))
            action = read_action(row.actions[0]) if row is not None and row.created_at > now() - _TYPED_FOR else None
        return action if isinstance(action, Ask) else None

    @in_database_thread
    def language(self, chat_id: int) -> Language | None:
        """The language chosen in a chat, if one was."""
        with self._engine.connect() as connection:
            language = connection.scalar(_LANGUAGE, {"chat_hash": self._chat(chat_id)})
        return "en" if language == "en" else "id" if language else None

    @in_database_thread
    def choose_language(self, chat_id: int, language: Language) -> None:
        """Remember the language chosen in a chat."""
        self._choose(chat_id, {"language": language})

    @in_database_thread
    def rich(self, chat_id: int) -> bool:
        """Whether a chat chose rich messages for answers with tables."""
        with Session(self._engine) as session:
            row = session.get(ChatRow, self._chat(chat_id))
            return row is not None and row.rich

    @in_database_thread
    def choose_view(self, chat_id: int, rich: bool) -> None:
        """Remember whether answers with tables are rich messages in a chat."""
        self._choose(chat_id, {"rich": rich})

    @in_database_thread
    def expire(self, older_than: timedelta) -> None:
        """Delete buttons and prompts older than this, and what was typed inline more than an hour ago."""
        limit = now() - older_than
        typed = ButtonsRow.token.startswith(_TYPED), ButtonsRow.created_at < now() - _TYPED_FOR
        with self._engine.begin() as connection:
            connection.execute(delete(ButtonsRow).where(*typed))
            connection.execute(delete(ButtonsRow).where(ButtonsRow.created_at < limit))
            connection.execute(delete(PromptRow).where(PromptRow.created_at < limit))

    def _choose(self, chat_id: int, values: dict[str, Any]) -> None:
        chosen = insert_or(self._engine, ChatRow).values(chat=self._chat(chat_id), **{"language": "", **values})
        with self._engine.begin() as connection:
            connection.execute(chosen.on_conflict_do_update(index_elements=["chat"], set_=values))

    def _remember(self, place: str, who: str, kind: str, data: dict[str, Any]) -> None:
        values = {"who": who, "kind": kind, "data": data, "created_at": now()}
        kept = insert_or(self._engine, PromptRow).values(place=place, **values)
        with self._engine.begin() as connection:
            connection.execute(kept.on_conflict_do_update(index_elements=["place"], set_=values))

    def _known(self, place: str, kind: str) -> dict[str, Any] | None:
        with Session(self._engine) as session:
            row = session.get(PromptRow, place)
            return row.data if row is not None and row.kind == kind else None

    def _typed(self, user_id: int) -> str:
        return _TYPED + self._hash(f"telegram-inline:{user_id}")[:14]

    def _person(self, user_id: int) -> str:
        return self._hash(person(user_id))

    def _chat(self, chat_id: int) -> str:
        return self._hash(person(chat_id))

    def _place(self, chat_id: int, message_id: int) -> str:
        return self._hash(f"telegram-message:{chat_id}:{message_id}")

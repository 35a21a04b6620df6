"""What came in, read once: who wrote what, where, and whether the bot was addressed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import MaybeInaccessibleMessage, Message, MessageOriginUser, User
from telegram.constants import ChatType

from knowledge.documents import Language
from knowledge.storage.engine import now

STALE = timedelta(hours=1)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?\s*", re.DOTALL)
_ANONYMOUS_ADMIN = 1087968824  # Telegram's stand-in sender for administrators of groups who stay anonymous


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the text after it; ``to_us`` is False when it names another bot."""

    name: str
    arguments: str
    to_us: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as the channel works with it.

    ``chosen`` is the language chosen in the chat, ``language`` the one the bot speaks of its own: the chosen one,
    else that of the person's app where it is English, else Indonesian. ``sent_at`` is when it was sent, or edited;
    ``forwarded`` that the words are somebody else's.
    """

    place: Place
    user_id: int
    private: bool
    text: str
    chosen: Language | None
    language: Language
    sent_at: datetime
    forwarded: bool = False

    @property
    def conversation(self) -> str:
        """What belongs together for follow-ups: a person's turns within one chat."""
        return str(self.place.chat_id) if self.private else f"{self.place.chat_id}:{self.user_id}"

    @property
    def stale(self) -> bool:
        """Whether the message is so old that answering it asks for an apology."""
        return now() - self.sent_at > STALE

    @property
    def hours_old(self) -> int:
        """Hours since it was sent, rounded."""
        return round((now() - self.sent_at) / timedelta(hours=1))


def read_message(message: Message, user: User, chosen: Language | None) -> Incoming:
    """Read a message; ``chosen`` is the language chosen in its chat."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Incoming(
        place=Place(message.chat_id, topic, message.message_id),
        user_id=message.sender_chat.id if message.sender_chat else user.id,
        private=message.chat.type == ChatType.PRIVATE,
        text=message.text or message.caption or "",
        chosen=chosen,
        language=chosen or spoken_by(user),
        sent_at=message.edit_date or message.date,
        forwarded=message.forward_origin is not None,
    )


def read_callback(message: MaybeInaccessibleMessage, user: User, chosen: Language | None) -> Incoming:
    """Read the press of a button under a message of ours: the person is answered where that message is."""
    private = message.chat.type == ChatType.PRIVATE
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    place = Place(message.chat.id, topic, None if private else message.message_id)
    return Incoming(place, user.id, private, "", chosen, chosen or spoken_by(user), now())


def spoken_by(user: User) -> Language:
    """The language of a person's app where we speak it, else Indonesian."""
    return "en" if (user.language_code or "").lower().startswith("en") else "id"


def by_person(message: Message) -> bool:
    """Whether a person wrote it: not a bot, and not a channel's post that was forwarded into its group."""
    user = message.from_user
    if user is None or message.is_automatic_forward:
        return False
    return not user.is_bot or user.id == _ANONYMOUS_ADMIN


def wrote(author: User, message: Message) -> bool:
    """Whether the words of a message that somebody sent are this author's: forwarded, or chosen inline."""
    origin = message.forward_origin
    return message.via_bot == author or (isinstance(origin, MessageOriginUser) and origin.sender_user == author)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def command_of(text: str, username: str) -> Command | None:
    """The command a text begins with, if it does."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return None
    name, bot, arguments = match.groups()
    to_us = bot is None or bot.lower() == username.lower()
    return Command(name.lower(), (arguments or "").strip(), to_us)


def without_mention(text: str, username: str) -> tuple[str, bool]:
    """The text without mentions of the bot, and whether there were any."""
    bare, count = re.subn(rf"(?<!\w)@{re.escape(username)}\b[,:]?", " ", text, flags=re.IGNORECASE)
    return " ".join(bare.split()) if count else text, count > 0


MessageId = tuple[int, int]  # chat and message


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, in a group perhaps a topic, and the message it replies to."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

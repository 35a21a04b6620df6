"""The off switch of each channel: it stops answering in every process at once, and says why."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal, get_args

from sqlalchemy import Engine, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.deadlines import Deadline
from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.language.messages import Messages
from knowledge.storage.engine import Base, TypedText, UtcDateTime, insert_or, now

_TEXTS = Messages("bot", "switches.yaml")
logger = logging.getLogger(__name__)

#: ``web`` are our own pages and programs that use the API, ``widget`` the sites that embed us.
Channel = Literal["telegram", "web", "widget"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
MESSAGE = 600  # characters


class SwitchRow(Base):
    """A channel that is off, and what it says meanwhile. A channel without a row is on."""

    __tablename__ = "channel_switches"
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    by: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(TypedText)
    message_en: Mapped[str] = mapped_column(TypedText)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Off:
    """A channel that is off: who switched it off, when, and what it says to people in both languages."""

    channel: str
    by: str
    since: datetime
    message: str
    message_en: str

    def said(self, language: Language) -> str:
        """What it says in a language."""
        return self.message_en if language == "en" else self.message


class Switches:
    """Reads and sets the off switches. They are read for every question, so that no process goes on answering; while
    the database cannot be read, what it said last holds.

    Args:
        engine: the database.
        reading: bounds the wait for it.
    """

    def __init__(self, engine: Engine, reading: Deadline) -> None:
        self._engine = engine
        self._reading = reading
        self._latest: dict[str, Off | None] = {}

    def off(self, channel: Channel) -> Off | None:
        """The switch of a channel when it is off."""
        try:
            self._latest[channel] = self._reading.call(partial(self._read, channel))
        except Exception as error:  # the database is away, and questions are answered without it
            logger.warning("The switch of %s cannot be read: %s", channel, error)
        return self._latest.get(channel)

    def all_off(self) -> list[Off]:
        """The channels that are off."""
        with Session(self._engine) as session:
            return [_off(row) for row in session.scalars(select(SwitchRow).order_by(SwitchRow.channel))]

    def turn_off(self, channel: str, by: str, message: str = "", message_en: str = "") -> Off:
        """Let a channel answer nothing from now on but a message; without one it is ours.

        Raises:
            PanduError: there is no such channel, or the message is too long.
        """
        _check(channel)
        if max(len(message), len(message_en)) > MESSAGE:
            raise PanduError(f"The message has more than {MESSAGE} characters; make it shorter.")
        said = {"message": message.strip() or _TEXTS.say("paused", "id")}
        said["message_en"] = message_en.strip() or _TEXTS.say("paused", "en")
        since = now()
        values = {"by": by, "since": since, **said}
        switched = insert_or(self._engine, SwitchRow).values(channel=channel, **values)
        with self._engine.begin() as connection:
            connection.execute(switched.on_conflict_do_update(index_elements=["channel"], set_=values))
        return Off(channel, by, since, said["message"], said["message_en"])

    def turn_on(self, channel: str) -> bool:
        """Let a channel answer again; returns whether it was off.

        Raises:
            PanduError: there is no such channel.
        """
        _check(channel)
        with self._engine.begin() as connection:
            return bool(connection.execute(delete(SwitchRow).where(SwitchRow.channel == channel)).rowcount)

    def _read(self, channel: str) -> Off | None:
        with Session(self._engine) as session:
            row = session.get(SwitchRow, channel)
            return None if row is None else _off(row)


def _check(channel: str) -> None:
    if channel not in CHANNELS:
        raise PanduError(f"There is no channel {channel!r}; the channels are {', '.join(CHANNELS)}.")


def _off(row: SwitchRow) -> Off:
    return Off(row.channel, row.by, row.since, row.message, row.message_en)

"""Settings that staff change while Pandu runs: kept in the database, above those of the environment."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import JSON, Engine, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.mail.smtp import MAILBOX
from bot.settings import Settings
from knowledge.deadlines import Deadline
from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.language.messages import Messages
from knowledge.storage.engine import Base, UtcDateTime, insert_or, now

_TEXTS = Messages("bot", "changed_settings.yaml")
logger = logging.getLogger(__name__)

#: What concerns the office and not the server, in the order in which it is shown.
Changeable = Literal[
    "operator", "contact", "reply_days", "weekly_digest", "keep_turns_days", "keep_turns_most", "keep_tickets_days"
]
CHANGEABLE: tuple[Changeable, ...] = get_args(Changeable)
#: Where less means that something is deleted.
KEEPING: tuple[Changeable, ...] = ("keep_turns_days", "keep_turns_most", "keep_tickets_days")
STAFF_GROUP = "staff-group"
_RECIPIENTS = 20


class ChangedSettingRow(Base):
    """A setting that was changed. One without a row is as the environment says."""

    __tablename__ = "changed_settings"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SettingError(PanduError):
    """A value that will not do; ``code`` is its name in ``changed_settings.yaml``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(_TEXTS.say(code, "en", **values))
        self.code = code
        self._values = values

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return _TEXTS.say(self.code, language, **self._values)


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A setting as somebody changed it."""

    value: int | str | tuple[str, ...]
    by: str
    at: datetime


class ChangedSettings:
    """Reads and writes them. They are read whenever they are needed, so that a change holds in every process at once.

    Args:
        engine: the database.
        settings: as the environment says.
        reading: bounds the wait for the database.
    """

    def __init__(self, engine: Engine, settings: Settings, reading: Deadline) -> None:
        self._engine = engine
        self._settings = settings
        self._reading = reading
        self._latest = settings

    @property
    def latest(self) -> Settings:
        """The settings as they were when they were read last."""
        return self._latest

    def changes(self) -> dict[str, ChangedSetting]:
        """What was changed, by name."""
        with Session(self._engine) as session:
            rows = session.scalars(select(ChangedSettingRow).where(ChangedSettingRow.name.in_(CHANGEABLE)))
            return {row.name: ChangedSetting(_value(row.value), row.by, row.at) for row in rows}

    def read(self) -> Settings:
        """The settings in force. Whoever deletes by them must know them, and not what they were last."""
        changed = {name: one.value for name, one in self.changes().items()}
        self._latest = self._settings.model_copy(update=changed) if changed else self._settings
        return self._latest

    def current(self) -> Settings:
        """The settings in force; while the database cannot be read, as they were last."""
        try:
            return self._reading.call(self.read)
        except Exception as error:  # the database is away, and pages are shown without it
            logger.warning("Changed settings cannot be read: %s", error)
            return self._latest

    def change(self, name: Changeable, text: str, by: str, *, less: bool = False) -> tuple[object, object]:
        """Change a setting; returns what it was and what it is.

        Args:
            name: which.
            text: the value as it is typed.
            by: who changes it.
            less: that it may be kept for less long, by which something is deleted.

        Raises:
            SettingError: the value will not do.
        """
        value, before = _checked(name, text), getattr(self.read(), name)
        if name in KEEPING and not less and int(str(value)) < before:
            raise SettingError("less")
        values = {"value": list(value) if isinstance(value, tuple) else value, "by": by[:200], "at": now()}
        changed = insert_or(self._engine, ChangedSettingRow).values(name=name, **values)
        with self._engine.begin() as connection:
            connection.execute(changed.on_conflict_do_update(index_elements=["name"], set_=values))
        return before, value

    def reset(self, name: Changeable, *, less: bool = False) -> tuple[object, object]:
        """Let a setting be as the environment says again; returns what it was and what it is.

        Raises:
            SettingError: it would be kept for less long, and ``less`` does not allow it.
        """
        before, value = getattr(self.read(), name), getattr(self._settings, name)
        if name in KEEPING and not less and value < before:
            raise SettingError("less")
        with self._engine.begin() as connection:
            connection.execute(delete(ChangedSettingRow).where(ChangedSettingRow.name == name))
        return before, value


def bounds(name: Changeable) -> tuple[int, int] | None:
    """The least and the greatest value of a number; of a text the least and the greatest length."""
    metadata = Settings.model_fields[name].metadata
    found = {kind: getattr(one, kind) for one in metadata for kind in ("ge", "le", "max_length") if hasattr(one, kind)}
    if "ge" in found:
        return found["ge"], found["le"]
    return (0, found["max_length"]) if "max_length" in found else None


def _checked(name: Changeable, text: str) -> int | str | tuple[str, ...]:
    if name == "weekly_digest":
        return _recipients(text)
    least, most = bounds(name) or (0, 0)
    if isinstance(Settings.model_fields[name].default, int):
        if not (text.isascii() and text.isdecimal() and len(text) <= 10 and least <= int(text) <= most):
            raise SettingError("number", least=least, most=most)
        return int(text)
    if len(text) > most or not text.isprintable():
        raise SettingError("text", most=most)
    return text.strip()


def _recipients(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.replace("\n", ",").split(",") if part.strip()))
    if len(found) > _RECIPIENTS:
        raise SettingError("recipients", most=_RECIPIENTS)
    if wrong := [one for one in found if one != STAFF_GROUP and not MAILBOX.fullmatch(one)]:
        raise SettingError("recipient", recipient=wrong[0][:100])
    return found


def _value(stored: Any) -> int | str | tuple[str, ...]:
    return tuple(map(str, stored)) if isinstance(stored, list) else stored if isinstance(stored, int) else str(stored)

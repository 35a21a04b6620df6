"""Canned replies: what staff often reply with, kept in the database and edited by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.tickets.tables import CannedReplyRow
from bot.tickets.ticket import TicketError
from bot.tickets.tickets import TEXT_LIMIT
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now

TITLE = 100  # characters


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A text that staff often reply with."""

    id: int
    language: Language
    title: str
    text: str


class CannedReplies:
    """Reads and writes canned replies.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replies(self, language: Language | None = None) -> Sequence[CannedReply]:
        """All of them, or those of a language, by title."""
        statement = select(CannedReplyRow).order_by(CannedReplyRow.language.desc(), CannedReplyRow.title)
        if language is not None:
            statement = statement.where(CannedReplyRow.language == language)
        with Session(self._engine) as session:
            return [_reply(row) for row in session.scalars(statement)]

    def save(self, title: str, text: str, language: Language, by: str, reply_id: int | None = None) -> CannedReply:
        """Add a reply, or change the one of this number.

        Raises:
            TicketError: title or text is empty or too long.
            NotFoundError: there is none of this number.
        """
        title, text = " ".join(title.split()), text.strip()
        if not title or not text:
            raise TicketError("empty")
        if len(title) > TITLE or len(text) > TEXT_LIMIT:
            raise TicketError("too_long", limit=TITLE if len(title) > TITLE else TEXT_LIMIT)
        with Session(self._engine) as session, session.begin():
            row = CannedReplyRow() if reply_id is None else session.get(CannedReplyRow, reply_id)
            if row is None:
                raise NotFoundError(f"There is no canned reply {reply_id}.")
            row.title, row.text, row.language = title, text, language
            row.changed_by, row.changed_at = by, now()
            session.add(row)
            session.flush()
            return _reply(row)

    def delete(self, reply_id: int) -> None:
        """Delete a reply; one that is gone already is no error."""
        with self._engine.begin() as connection:
            connection.execute(delete(CannedReplyRow).where(CannedReplyRow.id == reply_id))


def _reply(row: CannedReplyRow) -> CannedReply:
    return CannedReply(row.id, "en" if row.language == "en" else "id", row.title, row.text)

"""How often documents are cited in answers, and when last: counted from the journal, kept without any person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, String, delete, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.journal import TurnRow
from knowledge.storage.engine import Base, UtcDateTime, insert_or, now

_BATCH = 1_000  # turns counted in one transaction
_SETTLED = timedelta(seconds=10)  # a turn may come a moment after one that is younger
_KEPT = timedelta(days=730)


class CitedDocumentRow(Base):
    """In how many ``answers`` of a ``day`` (in UTC) a document was cited."""

    __tablename__ = "cited_documents"
    document_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    answers: Mapped[int]


class CitedUntilRow(Base):
    """The last turn that was counted."""

    __tablename__ = "cited_until"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True, slots=True)
class Cited:
    """How many answers cite a document, and on which day (``2026-11-30``) one did last."""

    answers: int
    last: str


class CitationCounts:
    """Counts the documents that answers cite. What was counted stays when the turns are deleted.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def update(self) -> int:
        """Count the turns that came since; returns how many. Two processes that do it at once count each turn once."""
        counted = 0
        while turns := self._update_some():
            counted += turns
        with self._engine.begin() as connection:
            connection.execute(delete(CitedDocumentRow).where(CitedDocumentRow.day < f"{now() - _KEPT:%Y-%m-%d}"))
        return counted

    def of_documents(self, since: str = "") -> dict[str, Cited]:
        """How often each document was cited, by its id.

        Args:
            since: the first day that counts, ``2026-11-30``; by default all that is known.
        """
        columns = select(
            CitedDocumentRow.document_id, func.sum(CitedDocumentRow.answers), func.max(CitedDocumentRow.day)
        ).group_by(CitedDocumentRow.document_id)
        with self._engine.connect() as connection:
            rows = connection.execute(columns.where(CitedDocumentRow.day >= since))
            return {document: Cited(int(answers), last) for document, answers, last in rows}

    def _update_some(self) -> int:
        with Session(self._engine) as session, session.begin():
            mark = self._locked(session)
            turns = session.execute(
                select(TurnRow.id, TurnRow.created_at, TurnRow.answer)
                .where(tuple_(TurnRow.created_at, TurnRow.id) > tuple_(mark.at, mark.turn))
                .where(TurnRow.created_at < now() - _SETTLED)
                .order_by(TurnRow.created_at, TurnRow.id)
                .limit(_BATCH)
            ).all()
            if not turns:
                return 0
            counts = Counter((document, f"{at:%Y-%m-%d}") for _, at, answer in turns for document in _documents(answer))
            self._add(session, counts)
            mark.turn, mark.at = turns[-1][0], turns[-1][1]
            return len(turns)

    def _locked(self, session: Session) -> CitedUntilRow:
        """The last turn that was counted, held until the transaction ends."""
        start = {"name": "turns", "at": datetime(2000, 1, 1, tzinfo=UTC), "turn": ""}
        session.execute(insert_or(self._engine, CitedUntilRow).values(start).on_conflict_do_nothing())
        return session.scalars(select(CitedUntilRow).where(CitedUntilRow.name == "turns").with_for_update()).one()

    def _add(self, session: Session, counts: Counter[tuple[str, str]]) -> None:
        for (document, day), answers in counts.items():
            row = insert_or(self._engine, CitedDocumentRow).values(document_id=document, day=day, answers=answers)
            more = {"answers": CitedDocumentRow.answers + row.excluded.answers}
            session.execute(row.on_conflict_do_update(index_elements=["document_id", "day"], set_=more))


def _documents(answer: dict[str, Any]) -> Sequence[str]:
    cited: Sequence[dict[str, Any]] = answer.get("citations", ())
    return list({str(one["document"])[:200] for one in cited if one.get("document")})

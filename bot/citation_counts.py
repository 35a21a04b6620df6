"""How often documents are cited in answers, and when last: counted from the journal, kept without any person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Index, Row, String, delete, func, select, tuple_, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.journal import TurnRow
from knowledge.storage.engine import Base, UtcDateTime, insert_or, now

_BATCH = 200  # turns counted in one transaction
_SETTLED = timedelta(seconds=10)  # a turn may come a moment after one that is younger
_KEPT = timedelta(days=730)
_NAME = "turns"


class CitedDocumentRow(Base):
    """In how many ``answers`` of a ``day`` (in UTC) a document was cited."""

    __tablename__ = "cited_documents"
    document_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)
    answers: Mapped[int]

    # All that is read of it, in the order of documents.
    __table_args__ = (Index("ix_cited_documents_answers", "document_id", "day", "answers"),)


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

    def update(self) -> None:
        """Count all turns that came since, and forget what is old."""
        while self.update_some():
            pass
        with self._engine.begin() as connection:
            connection.execute(delete(CitedDocumentRow).where(CitedDocumentRow.day < f"{now() - _KEPT:%Y-%m-%d}"))

    def update_some(self) -> int:
        """Count the next turns that came since; returns how many, 0 when none is left.

        Two processes that do it at once count each turn once. Nobody waits for it: the answers are unpacked before the
        database is locked."""
        mark = self._mark()
        with self._engine.connect() as connection:
            turns = connection.execute(
                select(TurnRow.id, TurnRow.created_at, TurnRow.answer)
                .where(tuple_(TurnRow.created_at, TurnRow.id) > tuple_(mark.at, mark.turn))
                .where(TurnRow.created_at < now() - _SETTLED)
                .order_by(TurnRow.created_at, TurnRow.id)
                .limit(_BATCH)
            ).all()
        if not turns:
            return 0
        counts = Counter((document, f"{at:%Y-%m-%d}") for _, at, answer in turns for document in _documents(answer))
        rows = [
            {"document_id": document, "day": day, "answers": answers} for (document, day), answers in counts.items()
        ]
        last, at, _ = turns[-1]
        unmoved = update(CitedUntilRow).where(CitedUntilRow.name == _NAME, CitedUntilRow.turn == mark.turn)
        row = insert_or(self._engine, CitedDocumentRow)
        more = {"answers": CitedDocumentRow.answers + row.excluded.answers}
        add = row.on_conflict_do_update(index_elements=["document_id", "day"], set_=more)
        with self._engine.begin() as connection:
            # Where the mark was moved meanwhile, another process counted these.
            if connection.execute(unmoved.values(turn=last, at=at)).rowcount and rows:
                connection.execute(add, rows)
        return len(turns)

    def of_documents(
        self, since: str = "", *, document_id: str | None = None, most: int | None = None
    ) -> dict[str, Cited]:
        """How often documents were cited, by their ids, the most cited first.

        Args:
            since: the first day that counts, ``2026-11-30``; by default all that is known.
            document_id: of this one alone.
            most: of so many documents; by default of all.
        """
        answers = func.sum(CitedDocumentRow.answers)
        columns = select(CitedDocumentRow.document_id, answers, func.max(CitedDocumentRow.day))
        columns = columns.where(CitedDocumentRow.day >= since)
        if document_id is not None:
            columns = columns.where(CitedDocumentRow.document_id == document_id)
        ordered = columns.group_by(CitedDocumentRow.document_id).order_by(answers.desc(), CitedDocumentRow.document_id)
        with self._engine.connect() as connection:
            rows = connection.execute(ordered.limit(most))
            return {document: Cited(int(number), last) for document, number, last in rows}

    def _mark(self) -> Row[datetime, str]:
        """When the last turn that was counted came, and its id."""
        mark = select(CitedUntilRow.at, CitedUntilRow.turn).where(CitedUntilRow.name == _NAME)
        with self._engine.begin() as connection:
            if (found := connection.execute(mark).one_or_none()) is not None:
                return found
            start = {"name": _NAME, "at": datetime(2000, 1, 1, tzinfo=UTC), "turn": ""}
            connection.execute(insert_or(self._engine, CitedUntilRow).values(start).on_conflict_do_nothing())
            return connection.execute(mark).one()


def _documents(answer: dict[str, Any]) -> Sequence[str]:
    cited: Sequence[dict[str, Any]] = answer.get("citations", ())
    return list({str(one["document"])[:200] for one in cited if one.get("document")})

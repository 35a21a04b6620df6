"""The tables of gaps and their questions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, TypedText, UtcDateTime


class GapRow(Base):
    """A Gap. ``vector`` is the middle of its questions under an embedding ``model``, as it was when it was marked;
    ``mark`` is what staff do about it, with a ``note``. A number never comes to mean another."""

    __tablename__ = "gaps"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    model: Mapped[str] = mapped_column(String(32))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(TypedText, default="")
    marked_by: Mapped[str] = mapped_column(String(200), default="")
    marked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)


class GapQuestionRow(Base):
    """A question of a Gap, for as long as the journal has a turn with it: ``asked`` is that of the turns.

    Its vector under an embedding ``model`` is kept here and not with those of documents, to go when the question goes.
    ``closeness`` is its cosine with the middle of its Gap."""

    __tablename__ = "gap_questions"
    asked: Mapped[str] = mapped_column(String(16), primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), index=True)
    question: Mapped[str] = mapped_column(TypedText)
    language: Mapped[str] = mapped_column(String(2))
    model: Mapped[str] = mapped_column(String(32))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    closeness: Mapped[float] = mapped_column(Float)

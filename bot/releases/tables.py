"""The tables of impact previews."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, PackedJson, TypedText, UtcDateTime


class ImpactRow(Base):
    """An impact preview of the Release ``draft`` over the Release ``published``. ``seen_at`` is when whoever works on
    it was last heard of; ``counts`` how many answers change in which way."""

    __tablename__ = "impacts"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    draft: Mapped[str] = mapped_column(String(40), default="")
    published: Mapped[str] = mapped_column(String(40), default="")
    by: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)


class EffectRow(Base):
    """An answer that changes. ``rank`` orders by harm, gravest first; ``verdict`` is what a golden case makes of it.
    What a person asked goes with the turn that it was taken from."""

    __tablename__ = "impact_effects"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    impact_id: Mapped[int] = mapped_column(ForeignKey("impacts.id", ondelete="CASCADE"), index=True)
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), index=True, default=None)
    rank: Mapped[int]
    change: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(20), default="")
    golden: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(TypedText)
    times: Mapped[int] = mapped_column(default=1)
    before: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    after: Mapped[dict[str, Any]] = mapped_column(PackedJson)

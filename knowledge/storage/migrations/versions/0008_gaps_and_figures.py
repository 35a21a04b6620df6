"""Turns: what is counted of their answers, beside them. Gaps and their questions, evaluation cases, periodic work."""

import hashlib
import json
import re
import zlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BATCH = 500
_TENTATIVE = 0.52  # the calibration's answer_threshold at that time
_LOCAL = timezone(timedelta(hours=7))
_COUNTED = ["day", "channel", "outcome", "tentative", "language", "milliseconds", "asked"]


def upgrade() -> None:
    op.add_column("turns", sa.Column("day", sa.String(10), nullable=False, server_default=""))
    op.add_column("turns", sa.Column("language", sa.String(2), nullable=False, server_default="id"))
    op.add_column("turns", sa.Column("tentative", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("turns", sa.Column("milliseconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("turns", sa.Column("asked", sa.String(16), nullable=False, server_default=""))
    _count()
    op.create_index("ix_turns_day", "turns", _COUNTED)
    op.create_index("ix_turns_asked", "turns", ["asked", "day", "channel", "outcome", "tentative"])
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model", sa.String(32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.String(200), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "gap_questions",
        sa.Column("asked", sa.String(16), primary_key=True),
        sa.Column("gap_id", sa.Integer(), sa.ForeignKey("gaps.id"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("model", sa.String(32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("closeness", sa.Float(), nullable=False),
    )
    op.create_index("ix_gap_questions_gap_id", "gap_questions", ["gap_id"])
    op.create_table(
        "evaluation_cases",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("document_id", sa.String(200), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "periodic_work",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("periodic_work", "evaluation_cases", "gap_questions", "gaps"):
        op.drop_table(table)
    op.drop_index("ix_turns_asked", "turns")
    op.drop_index("ix_turns_day", "turns")
    for column in ("day", "language", "tentative", "milliseconds", "asked"):
        op.execute(f"ALTER TABLE turns DROP COLUMN {column}")


def _count() -> None:
    """Fill in what is counted of the turns that are there."""
    turns = sa.table(
        "turns",
        sa.column("id", sa.String()),
        sa.column("question", sa.Text()),
        sa.column("answer", sa.LargeBinary()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("day", "language", "tentative", "milliseconds", "asked")),
    )
    last = ""
    some = sa.select(turns.c.id, turns.c.question, turns.c.answer, turns.c.created_at).order_by(turns.c.id)
    while rows := op.get_bind().execute(some.where(turns.c.id > last).limit(_BATCH)).all():
        for turn_id, question, packed, created_at in rows:
            values = _counted(question, json.loads(zlib.decompress(packed)), created_at)
            op.execute(turns.update().where(turns.c.id == turn_id).values(**values))
        last = rows[-1][0]


def _counted(question: str, answer: dict[str, Any], created_at: datetime) -> dict[str, Any]:
    words = " ".join(re.findall(r"\w+", (answer.get("question") or question).casefold()))
    searched = answer.get("outcome") == "partly" and "retrieve" in answer.get("steps", {})
    local = (created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC)).astimezone(_LOCAL)
    return {
        "day": local.date().isoformat(),
        "language": answer.get("language", "id"),
        "tentative": searched and answer.get("confidence", 0.0) < _TENTATIVE,
        "milliseconds": round(answer.get("milliseconds", 0.0)),
        "asked": hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest() if words else "",
    }

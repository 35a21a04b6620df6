"""Answers that askers wish to be told of when they change."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("turn_id", sa.String(32), sa.ForeignKey("turns.id", ondelete="SET NULL")),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("news", sa.LargeBinary()),
        sa.Column("release", sa.String(40), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("turn_id", "channel", "address"),
        sqlite_autoincrement=True,
    )
    for column in ("turn_id", "who", "address", "release", "created_at"):
        op.create_index(f"ix_watches_{column}", "watches", [column])


def downgrade() -> None:
    op.drop_table("watches")

"""Telegram: stored updates, buttons, prompts, chat preferences, ticket notices, leases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "telegram_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("update_id"),
    )
    with op.batch_alter_table("telegram_updates", schema=None) as batch_op:
        batch_op.create_index("ix_telegram_updates_open", ["done_at", "lane", "update_id"], unique=False)

    op.create_table(
        "telegram_buttons",
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    with op.batch_alter_table("telegram_buttons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telegram_buttons_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_telegram_buttons_who"), ["who"], unique=False)

    op.create_table(
        "telegram_prompts",
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    with op.batch_alter_table("telegram_prompts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telegram_prompts_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_telegram_prompts_who"), ["who"], unique=False)

    op.create_table(
        "telegram_chats",
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("chat"),
    )
    op.create_table(
        "telegram_tickets",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_table(
        "telegram_leases",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("telegram_leases")
    op.drop_table("telegram_tickets")
    op.drop_table("telegram_chats")
    op.drop_table("telegram_prompts")
    op.drop_table("telegram_buttons")
    op.drop_table("telegram_updates")

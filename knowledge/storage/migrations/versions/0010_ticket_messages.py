"""Tickets: what is written on them as messages, who works on them, links; mail on its way; canned replies."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import yaml
from alembic import op

revision = "0010"
down_revision = "0009"

_LONG_AGO = "1970-01-01 00:00:00"


def upgrade() -> None:
    _make_tables()
    op.add_column("tickets", sa.Column("claimed_by", sa.String(200), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("closed_as", sa.String(20), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("merged_into", sa.Integer()))
    op.add_column("tickets", sa.Column("link", sa.String(64)))
    op.add_column("tickets", sa.Column("vector", sa.LargeBinary()))
    op.add_column("tickets", sa.Column("vector_of", sa.String(64), nullable=False, server_default=""))
    for name in ("asked_at", "changed_at"):
        op.add_column("tickets", sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=_LONG_AGO))
    op.execute("UPDATE tickets SET asked_at = created_at, changed_at = coalesce(replied_at, created_at)")
    op.execute("UPDATE tickets SET status = 'new' WHERE status = 'open'")
    op.execute("UPDATE tickets SET closed_as = 'deleted' WHERE status = 'closed'")
    # The staff group and the asker have seen what they had seen.
    op.execute(
        'INSERT INTO ticket_messages (ticket_id, kind, text, "by", at, delivery, delivered_at) '
        "SELECT id, 'answer', reply, CASE replied_by WHEN '' THEN '' ELSE 'telegram:' || replied_by END, "
        "coalesce(replied_at, created_at), "
        "CASE WHEN address = '' THEN '' WHEN delivered_at >= replied_at THEN 'sent' ELSE 'waiting' END, "
        "delivered_at FROM tickets LEFT JOIN telegram_tickets ON ticket_id = id WHERE reply <> ''"
    )
    for name, unique in (("claimed_by", False), ("merged_into", False), ("link", True), ("changed_at", False)):
        op.create_index(f"ix_tickets_{name}", "tickets", [name], unique=unique)
    for column in ("reply", "replied_by"):
        op.execute(f"ALTER TABLE tickets DROP COLUMN {column}")
    op.execute("ALTER TABLE telegram_tickets DROP COLUMN delivered_at")


def downgrade() -> None:
    op.add_column("telegram_tickets", sa.Column("delivered_at", sa.DateTime(timezone=True)))
    for column, kind in (("reply", sa.Text()), ("replied_by", sa.String(64))):
        op.add_column("tickets", sa.Column(column, kind, nullable=False, server_default=""))
    op.execute(
        "UPDATE tickets SET reply = coalesce((SELECT text FROM ticket_messages WHERE id = (SELECT max(id) "
        "FROM ticket_messages WHERE ticket_id = tickets.id AND kind <> 'followup')), '')"
    )
    op.execute(
        "UPDATE telegram_tickets SET delivered_at = (SELECT max(delivered_at) FROM ticket_messages "
        "WHERE ticket_messages.ticket_id = telegram_tickets.ticket_id)"
    )
    op.execute("UPDATE tickets SET status = 'open' WHERE status IN ('new', 'claimed', 'waiting')")
    for name in ("claimed_by", "merged_into", "link", "changed_at"):
        op.drop_index(f"ix_tickets_{name}", "tickets")
    for name in ("claimed_by", "closed_as", "merged_into", "link", "vector", "vector_of", "asked_at", "changed_at"):
        op.execute(f"ALTER TABLE tickets DROP COLUMN {name}")
    for table in ("canned_replies", "mails", "ticket_messages"):
        op.drop_table(table)


def _make_tables() -> None:
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("ticket_id", sa.Integer(), sa.ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", sa.String(10), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.Column("held_until", sa.DateTime(timezone=True)),
    )
    for name in ("ticket_id", "delivery"):
        op.create_index(f"ix_ticket_messages_{name}", "ticket_messages", [name])
    op.create_table(
        "mails",
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    for name in ("who", "state"):
        op.create_index(f"ix_mails_{name}", "mails", [name])
    replies = op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    first = yaml.safe_load(Path(__file__).with_name("canned_replies.yaml").read_text(encoding="utf-8"))
    op.bulk_insert(replies, [{**one, "changed_by": "", "changed_at": datetime.now(UTC)} for one in first])

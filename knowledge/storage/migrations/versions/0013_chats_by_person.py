"""Chats are known by the hash of their person, so that their choices are deleted on request; the choices made until now
are under a hash that leads to nobody."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("DELETE FROM telegram_chats")


def downgrade() -> None:
    op.execute("DELETE FROM telegram_chats")

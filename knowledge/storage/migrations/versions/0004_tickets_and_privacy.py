"""Tickets: an address apart from what the asker wrote, one for each turn, emptied when deleted; answers compressed."""

import json
import zlib
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BATCH = 500


def upgrade() -> None:
    op.add_column("tickets", sa.Column("address", sa.Text(), nullable=False, server_default=""))
    # Only rows that the Telegram channel wrote hold an address of its; on the web anybody may have typed one.
    op.execute(
        "UPDATE tickets SET address = substr(contact, 10), contact = '' "
        "WHERE channel = 'telegram' AND contact LIKE 'telegram:%'"
    )
    op.execute(
        "UPDATE tickets SET turn_id = NULL "
        "WHERE turn_id IS NOT NULL AND id NOT IN (SELECT MIN(id) FROM tickets GROUP BY turn_id)"
    )
    op.execute(
        "UPDATE tickets SET question = '', found = '', address = '', contact = '', reply = '', replied_by = '', "
        "status = 'closed', turn_id = NULL WHERE who = ''"
    )
    op.drop_index("ix_tickets_turn_id", "tickets")
    op.create_index("ix_tickets_turn_id", "tickets", ["turn_id"], unique=True)
    _rewrite(sa.JSON(), sa.LargeBinary(), lambda answer: zlib.compress(json.dumps(answer).encode()))


def downgrade() -> None:
    _rewrite(sa.LargeBinary(), sa.JSON(), lambda answer: json.loads(zlib.decompress(answer)))
    op.drop_index("ix_tickets_turn_id", "tickets")
    op.create_index("ix_tickets_turn_id", "tickets", ["turn_id"], unique=False)
    op.execute("UPDATE tickets SET contact = 'telegram:' || address WHERE address <> ''")
    op.execute("ALTER TABLE tickets DROP COLUMN address")


def _rewrite(before: Any, after: Any, convert: Callable[[Any], Any]) -> None:
    """Give ``turns.answer`` another type. Not by making the table anew: dropping the old one would take what refers to
    it along."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    default = "''" if isinstance(after, sa.LargeBinary) else "'{}'"
    op.add_column("turns", sa.Column("converted", after, nullable=False, server_default=sa.text(default)))
    turns = sa.table("turns", sa.column("id", sa.String()), sa.column("answer", before), sa.column("converted", after))
    last = ""
    while rows := _after(turns, last):
        for turn_id, answer in rows:
            op.execute(turns.update().where(turns.c.id == turn_id).values(converted=convert(answer)))
        last = rows[-1][0]
    op.execute("ALTER TABLE turns DROP COLUMN answer")
    op.execute("ALTER TABLE turns RENAME COLUMN converted TO answer")
    if postgresql:
        op.execute("ALTER TABLE turns ALTER COLUMN answer DROP DEFAULT")


def _after(turns: sa.TableClause, last: str) -> list[Any]:
    some = sa.select(turns.c.id, turns.c.answer).where(turns.c.id > last).order_by(turns.c.id).limit(_BATCH)
    return list(op.get_bind().execute(some).all())

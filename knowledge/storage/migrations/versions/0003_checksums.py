"""Checksums of versions, releases and vectors; those that are there are taken to be sound."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_LENGTHS = {"versions": 32, "releases": 32, "vectors": 16}


def upgrade() -> None:
    for table, length in _LENGTHS.items():
        op.add_column(table, sa.Column("checksum", sa.String(length=length), nullable=False, server_default=""))
    _versions(op.get_bind())
    _releases(op.get_bind())
    _vectors(op.get_bind())


def downgrade() -> None:
    for table in _LENGTHS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("checksum")


def _versions(connection: sa.Connection) -> None:
    for id_, document in connection.execute(sa.text("SELECT id, document FROM versions")).all():
        values = json.loads(document) if isinstance(document, str) else document
        held = sa.text("SELECT chunk_id FROM version_chunks WHERE version_id = :id ORDER BY position")
        chunks = connection.execute(held, {"id": id_}).scalars()
        _set(connection, "versions", id_, _digest(id_, json.dumps(values, sort_keys=True), *chunks))


def _releases(connection: sa.Connection) -> None:
    for id_ in connection.execute(sa.text("SELECT id FROM releases")).scalars().all():
        held = sa.text("SELECT version_id FROM release_versions WHERE release_id = :id")
        versions = connection.execute(held, {"id": id_}).scalars()
        _set(connection, "releases", id_, _digest(id_, *sorted(versions)))


def _vectors(connection: sa.Connection) -> None:
    table = sa.table("vectors", sa.column("model"), sa.column("digest"), sa.column("vector"), sa.column("checksum"))
    change = (
        sa.update(table)
        .where(table.c.model == sa.bindparam("of"), table.c.digest == sa.bindparam("key"))
        .values(checksum=sa.bindparam("sum"))
    )
    last = ("", "")
    while True:  # a thousand at a time: a large knowledge base does not fit into memory
        after = sa.tuple_(table.c.model, table.c.digest) > sa.tuple_(*map(sa.literal, last))
        some = sa.select(table.c.model, table.c.digest, table.c.vector).where(after)
        rows = connection.execute(some.order_by(table.c.model, table.c.digest).limit(1000)).all()
        if not rows:
            return
        sums = [hashlib.blake2b(bytes(vector), digest_size=8).hexdigest() for _, _, vector in rows]
        given = [{"of": row[0], "key": row[1], "sum": sum_} for row, sum_ in zip(rows, sums, strict=True)]
        connection.execute(change, given)
        last = rows[-1][0], rows[-1][1]


def _set(connection: sa.Connection, table: str, id_: str, checksum: str) -> None:
    of = sa.table(table, sa.column("id"), sa.column("checksum"))
    connection.execute(sa.update(of).where(of.c.id == id_).values(checksum=checksum))


def _digest(*parts: str) -> str:
    """As :func:`knowledge.documents.digest` was when this was written; a migration never changes."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode()
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()

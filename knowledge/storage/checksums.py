"""Checksums of what an answer is made of: a bit that flipped in the database is told, and never answered from.

A chunk's id is the digest of all its columns. Versions, releases and vectors carry a ``checksum`` of theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError

from knowledge.documents import GAPS, Chunk, answerability_of, digest
from knowledge.storage.tables import ChunkRow

T = TypeVar("T")
BATCH = 500  # keys read at a time, below SQLite's limit on bound parameters
_UNREADABLE = ("malformed", "decode", "corrupt")  # words of SQLite for a page or a text that makes no sense
_COLUMNS = select(
    ChunkRow.id,
    ChunkRow.document_id,
    ChunkRow.text,
    ChunkRow.heading,
    ChunkRow.page,
    ChunkRow.clause,
    ChunkRow.anchor,
    ChunkRow.asked,
    ChunkRow.gap,
    ChunkRow.shown,
    ChunkRow.as_of,
)


def version_checksum(version: str, document: dict[str, Any], chunk_ids: Sequence[str]) -> str:
    """Of a version: its id, its metadata as stored, and which chunks it consists of in which order."""
    return digest(version, json.dumps(document, sort_keys=True), *chunk_ids)


def release_checksum(release_id: str, versions: Sequence[str]) -> str:
    """Of a release: its id and which versions it consists of."""
    return digest(release_id, *sorted(versions))


def vector_checksum(vector: bytes) -> str:
    """Of a stored vector, 16 hexadecimal characters."""
    return hashlib.blake2b(vector, digest_size=8).hexdigest()


def sound_chunks(engine: Engine, ids: Sequence[str]) -> dict[str, Chunk]:
    """Those of these chunks that are there and whose id still is the digest of their content."""

    def read(some: Sequence[str]) -> dict[str, Chunk]:
        with engine.connect() as connection:
            rows = connection.execute(_COLUMNS.where(ChunkRow.id.in_(some))).all()
        return {chunk.id: chunk for row in rows if (chunk := _chunk(*row)) is not None}

    return sound_rows(ids, read)


def sound_rows(keys: Sequence[str], read: Callable[[Sequence[str]], dict[str, T]]) -> dict[str, T]:
    """What ``read``, called with some keys at a time, finds for these; rows that cannot even be read are left out, as
    if they were not there."""
    found: dict[str, T] = {}
    for start in range(0, len(keys), BATCH):
        found.update(_sound_rows(keys[start : start + BATCH], read))
    return found


def _sound_rows(keys: Sequence[str], read: Callable[[Sequence[str]], dict[str, T]]) -> dict[str, T]:
    try:
        return read(keys)
    except (DatabaseError, ValueError, TypeError) as error:
        if not unreadable(error):
            raise
    if len(keys) == 1:
        return {}
    middle = len(keys) // 2
    return _sound_rows(keys[:middle], read) | _sound_rows(keys[middle:], read)


def unreadable(error: Exception) -> bool:
    """Whether an error comes from what is stored rather than from a database that is locked or away."""
    return not isinstance(error, DatabaseError) or any(word in str(error.orig) for word in _UNREADABLE)


def _chunk(
    id_: str,
    document: str,
    text: str,
    heading: Sequence[str],
    page: int | None,
    clause: str | None,
    anchor: str | None,
    asked: Sequence[str],
    gap: str,
    shown: str,
    as_of: str,
) -> Chunk | None:
    try:
        chunk = Chunk(
            id=id_,
            document=document,
            text=text,
            heading=tuple(heading),
            page=page,
            clause=clause,
            anchor=anchor,
            example_questions=tuple(asked),
            answerability=answerability_of(gap),
            shown_question=shown,
            as_of=as_of,
        )
        return chunk if GAPS[chunk.answerability] == gap and chunk.digest() == id_ else None
    except (AttributeError, TypeError):  # a column holds something of another type
        return None

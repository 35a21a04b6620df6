"""A bit that flipped in the database is told, and what cannot even be read is as if it were not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.exc import DatabaseError

from knowledge.storage.checksums import (
    release_checksum,
    sound_chunks,
    sound_rows,
    unreadable,
    vector_checksum,
    version_checksum,
)
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.tables import ChunkRow
from tests.parts import version_of


def test_the_checksum_of_a_version_covers_metadata_and_the_order_of_chunks() -> None:
    sums = {
        version_checksum("v1", {"title": "a", "date": ""}, ["c1", "c2"]),
        version_checksum("v2", {"title": "a", "date": ""}, ["c1", "c2"]),
        version_checksum("v1", {"title": "b", "date": ""}, ["c1", "c2"]),
        version_checksum("v1", {"title": "a", "date": ""}, ["c2", "c1"]),
        version_checksum("v1", {"title": "a", "date": ""}, ["c1"]),
    }
    assert len(sums) == 5
    assert version_checksum("v1", {"date": "", "title": "a"}, ["c1", "c2"]) in sums


def test_the_checksum_of_a_release_does_not_depend_on_the_order_of_its_versions() -> None:
    assert release_checksum("r1", ["a", "b"]) == release_checksum("r1", ["b", "a"])
    assert release_checksum("r1", ["a", "b"]) != release_checksum("r2", ["a", "b"])
    assert release_checksum("r1", ["a", "b"]) != release_checksum("r1", ["a"])


def test_one_bit_changes_the_checksum_of_a_vector() -> None:
    assert len(vector_checksum(bytes(16))) == 16
    assert vector_checksum(bytes(16)) != vector_checksum(bytes(15) + b"\x01")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("text", "Kota tidak melapor."),
        ("page", 9),
        ("heading", ["Lain"]),
        ("gap", "part"),
        ("asked", None),
        ("shown", "Apakah kota melapor?"),
        ("as_of", "2020-01"),
    ],
)
def test_a_chunk_that_was_changed_is_left_out(engine: Engine, column: str, value: object) -> None:
    version = version_of("laporan", "Kota melapor.", "Kota hadir.")
    DocumentStore(engine).add(version)
    first, second = [chunk.id for chunk in version.chunks]
    assert sound_chunks(engine, [first, second]).keys() == {first, second}
    with engine.begin() as connection:
        connection.execute(update(ChunkRow).where(ChunkRow.id == first).values({column: value}))
    assert sound_chunks(engine, [first, second]) == {second: version.chunks[1]}


def test_rows_beside_an_unreadable_one_are_found() -> None:
    def read(keys: Sequence[str]) -> dict[str, str]:
        if "bad" in keys:
            raise ValueError("cannot be decoded")
        return {key: key.upper() for key in keys}

    assert sound_rows(["a", "b", "bad", "c", "d"], read) == {"a": "A", "b": "B", "c": "C", "d": "D"}
    assert sound_rows([], read) == {}


def test_a_database_that_is_away_is_not_damage() -> None:
    def error(text: str) -> DatabaseError:
        return DatabaseError("SELECT", {}, sqlite3.OperationalError(text))

    assert unreadable(error("database disk image is malformed"))
    assert unreadable(ValueError())
    assert not unreadable(error("database is locked"))

    def read(keys: Sequence[str]) -> dict[str, str]:
        raise error("database is locked")

    with pytest.raises(DatabaseError):
        sound_rows(["a", "b"], read)

"""The queue of what staff give, the same on both databases."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot.uploads import Result, UploadRow, Uploads
from ingest.errors import DocumentError, Notice
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now


@pytest.fixture
def uploads(engine: Engine, tmp_path: Path) -> Uploads:
    return Uploads(engine, tmp_path)


def give(uploads: Uploads, name: str = "laporan.pdf", **options: str | bool) -> str:
    upload, folder = uploads.place()
    (folder / "berkas.pdf").write_bytes(b"%PDF")
    return uploads.add_file(upload, name, "ani", **options).id


def silent(engine: Engine, upload: str) -> None:
    with engine.begin() as connection:
        gone = {"claimed_until": now() - timedelta(seconds=1)}
        connection.execute(update(UploadRow).where(UploadRow.id == upload).values(gone))


def test_what_is_given_is_taken_once_in_order_and_ends_with_what_became_of_it(uploads: Uploads) -> None:
    first, second = give(uploads), give(uploads, source="tor")
    taken = uploads.claim()
    assert taken is not None
    assert (taken.id, taken.kind, taken.state, taken.by, taken.size) == (first, "file", "reading", "ani", 4)
    other = uploads.claim()
    assert other is not None
    assert (other.id, other.kind, other.options["source"]) == (second, "original", "tor")
    assert uploads.claim() is None
    result = Result("laporan.pdf", "new", "laporan", "Laporan", (Notice("Halaman 2 kosong.", "Page 2 is empty."),))
    uploads.finish(first, [result])
    uploads.finish(second, [Result("x", "failed")])
    assert (uploads.get(first).state, uploads.get(first).results) == ("done", (result,))
    assert uploads.get(first).results[0].notices[0].indonesian == "Halaman 2 kosong."
    assert uploads.get(second).state == "failed"
    assert uploads.claim() is None
    assert not uploads.folder(first).exists()
    assert {one.id for one in uploads.latest()} == {first, second}


def test_what_a_process_that_is_gone_was_reading_is_read_by_another_but_not_for_ever(
    uploads: Uploads, engine: Engine
) -> None:
    upload = give(uploads)
    for _ in range(3):
        assert uploads.claim() is not None
        assert uploads.claim() is None
        silent(engine, upload)
    assert uploads.claim() is None
    assert uploads.get(upload).state == "failed"
    assert "cut off several times" in uploads.get(upload).results[0].notices[0]


def test_signs_of_life_keep_others_away_and_an_orderly_end_does_not_count(uploads: Uploads, engine: Engine) -> None:
    upload = give(uploads)
    for _ in range(5):
        assert uploads.claim() is not None
        uploads.release(upload)
    uploads.claim()
    silent(engine, upload)
    uploads.alive(upload)
    assert uploads.claim() is None


def test_a_name_is_no_path_and_an_address_is_one(uploads: Uploads) -> None:
    assert uploads.get(give(uploads, "../../etc/pass\u202ewd")).name == "pass_wd"
    assert uploads.get(give(uploads, "C:\\berkas\\<b>.pdf")).name == "<b>.pdf"
    assert uploads.add_address(" https://asean.org/a.pdf ", "ani").name == "https://asean.org/a.pdf"
    for wrong in ("file:///etc/passwd", "ftp://x", "javascript:alert(1)", "https://" + "a" * 2_000):
        with pytest.raises(DocumentError):
            uploads.add_address(wrong, "ani")
    with pytest.raises(NotFoundError):
        uploads.get("../..")


def test_old_uploads_and_folders_of_which_nothing_came_are_removed(uploads: Uploads, engine: Engine) -> None:
    old = give(uploads)
    uploads.claim()
    uploads.finish(old, [Result("a", "new", "a")])
    with engine.begin() as connection:
        connection.execute(update(UploadRow).values(finished_at=now() - timedelta(days=31)))
    waiting = give(uploads)
    abandoned, folder = uploads.place()
    for one in (folder, uploads.folder(waiting)):
        os.utime(one, (0, 0))
    uploads.tidy()
    assert [one.id for one in uploads.latest()] == [waiting]
    assert not uploads.folder(abandoned).exists()
    assert uploads.folder(waiting).exists()

"""One process builds at a time, and the others are told which."""

from __future__ import annotations

import pytest

from knowledge.errors import LockedError
from knowledge.releases.builder import Builder
from knowledge.releases.lock import BuildLock
from tests.parts import Parts, version_of

PAGES = ("Kota menyusun rencana aksi.", "Kota melapor setiap tahun.", "Sekretariat menyimpan laporan.")


def test_who_holds_the_lock_is_named(parts: Parts) -> None:
    with parts.builder.lock("building a release"), pytest.raises(LockedError) as caught:
        _other(parts).build()
    assert "has been building a release since 20" in str(caught.value)
    assert "Process " in str(caught.value)
    parts.builder.build()


def test_everything_that_writes_waits_for_the_lock(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    released = parts.publish()
    other = _other(parts)
    with parts.builder.lock("building a release"):
        for write in (
            other.build,
            lambda: other.rebuild("test"),
            lambda: other.publish(released, "test"),
            lambda: other.rollback("test"),
        ):
            with pytest.raises(LockedError):
                write()


def _other(parts: Parts) -> Builder:
    return Builder(parts.data, parts.document_store, parts.release_store, parts.releases)


def test_a_note_that_cannot_be_read_is_done_without(parts: Parts) -> None:
    lock, other = (BuildLock(parts.data, parts.release_store) for _ in range(2))
    with lock.hold("building a release"):
        (parts.data / "build.json").write_text("{", encoding="utf-8")
        with pytest.raises(LockedError, match="Another process is building"), other.hold("building too"):
            pass


def test_it_is_free_again_whatever_happened_under_it(parts: Parts) -> None:
    lock = BuildLock(parts.data, parts.release_store)
    with pytest.raises(ValueError, match="broken"), lock.hold("building a release"):
        raise ValueError("broken")
    assert not (parts.data / "build.json").exists()
    with BuildLock(parts.data, parts.release_store).hold("building a release"):
        assert (parts.data / "build.json").exists()

"""Readers follow the pointer to the published release."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from knowledge.errors import IntegrityError, NotFoundError
from knowledge.releases.files import release_folder
from knowledge.releases.manifest import CHROMA
from knowledge.releases.published import ReleaseReader
from tests.fakes.embedder import HashEmbedder
from tests.parts import Parts, open_parts, version_of


def test_nothing_is_published_at_first(parts: Parts) -> None:
    with pytest.raises(NotFoundError, match=r"Nothing is published yet\. Run `pandu ingest --starter --publish`"):
        parts.releases.current()
    with pytest.raises(NotFoundError, match="There is no release 'r1'"):
        parts.releases.open("r1")


def test_readers_follow_the_pointer(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", "Kota melapor."))
    first = parts.publish()
    assert parts.releases.current().id == first
    assert parts.releases.current() is parts.releases.current()
    parts.document_store.add(version_of("laporan", "Kota melapor dua kali."))
    second = parts.publish()
    held = parts.releases.current()
    assert held.id == second
    parts.builder.rollback("test")
    assert parts.releases.current().id == first
    assert held.check() == []  # whoever still answers from it is not cut off


def test_an_open_release_of_another_model_is_refused(tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        parts.document_store.add(version_of("laporan", "Kota melapor."))
        parts.publish()
    with open_parts(tmp_path, HashEmbedder("other")) as parts, pytest.raises(IntegrityError) as caught:
        parts.releases.current()
    assert "built with another model, fingerprint than is configured now" in str(caught.value)
    assert "pandu rebuild" in str(caught.value)


def _big(parts: Parts) -> str:
    """Publish so much that Chroma writes its graph to files; the release's id."""
    parts.document_store.add(version_of("laporan", *(f"Kalimat ke-{number} tentang kota." for number in range(600))))
    return parts.publish()


def _flip(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 16
    path.write_bytes(content)


def test_a_damaged_vector_index_of_chroma_is_done_without_and_made_anew(tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        folder = release_folder(tmp_path, _big(parts))
    (damaged,) = folder.glob(f"{CHROMA}/*/data_level0.bin")
    _flip(damaged)
    may = threading.Event()
    with open_parts(tmp_path) as parts:
        vector = parts.releases.embedder.embed_questions(["Kalimat ke-7 tentang kota."])[0]

        def make(release_id: str) -> None:
            assert may.wait(60)
            parts.builder.make_files(release_id)

        mending = ReleaseReader(tmp_path, parts.document_store, parts.release_store, parts.releases.embedder, make=make)
        release = mending.current()
        (problem,) = release.problems
        assert f"{damaged.relative_to(folder)} is not what was written" in problem
        found = release.nearest(vector, 10)
        assert problem in release.check()
        may.set()
        while mending.current().problems:
            time.sleep(0.01)
        mended = mending.current()
        assert (mended.id, mended.check()) == (release.id, [])
        assert mended.nearest(vector, 10)[0] == found[0] == release.nearest(vector, 10)[0]
        mending.close()

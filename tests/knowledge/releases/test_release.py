"""Opening releases: readers follow the pointer; what does not fit is refused in a sentence."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import DamagedFilesError, IntegrityError, NotFoundError
from knowledge.index.chroma import misfits
from knowledge.releases.files import Rows, fingerprint, release_folder
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


@pytest.mark.parametrize("exact", [True, False])
def test_rows_and_twins(tmp_path: Path, exact: bool) -> None:
    from dataclasses import replace

    embedder = HashEmbedder()
    with open_parts(tmp_path, embedder, exact=exact) as parts:
        for language, text in (("id", "Kota anggota melapor."), ("en", "Member cities report.")):
            version = version_of(f"laporan.{language}", text, language=language)
            parts.document_store.add(replace(version, document=replace(version.document, translation="laporan")))
        parts.publish()
        release = parts.releases.current()
        assert len(release) == 2
        indonesian = next(row for row in range(2) if release.document(row).language == "id")
        assert release.translation(indonesian, "id") == indonesian
        assert release.translation(indonesian, "en") == 1 - indonesian
        assert release.translation(1 - indonesian, "id") == indonesian
        (chunk,) = release.chunks([indonesian])
        assert chunk.text == "Kota anggota melapor."
        # An asked question and the text are entries of one row, and the nearer of them counts.
        for said in (chunk.example_questions[0], "Judul laporan.id – Bagian 1\nKota anggota melapor."):
            vector = embedder.embed_questions([said])[0]
            assert release.nearest(vector, 10) == [indonesian, 1 - indonesian]
            similarities = release.similarities([indonesian, 1 - indonesian], vector)
            assert similarities[0] == pytest.approx(1, abs=1e-5)
            assert similarities[1] < 0.9


def test_the_fingerprint_tells_models_apart() -> None:
    assert fingerprint(HashEmbedder()) == fingerprint(HashEmbedder())
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder(dimension=32))
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder("other"))


def test_an_open_release_of_another_model_is_refused(tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        parts.document_store.add(version_of("laporan", "Kota melapor."))
        parts.publish()
    with open_parts(tmp_path, HashEmbedder("other")) as parts, pytest.raises(IntegrityError) as caught:
        parts.releases.current()
    assert "built with another model, fingerprint than is configured now" in str(caught.value)
    assert "pandu rebuild" in str(caught.value)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    document = version_of("laporan").document
    rows = Rows(["c1", "c2"], ["v", "v"], ["a", ""], np.array([0, 0, 1], np.int32), {"makassar"}, {"v": document})
    rows.save(tmp_path)
    loaded = Rows.load(tmp_path)
    assert (loaded.chunks, loaded.versions, loaded.anchors, loaded.names, loaded.documents) == (
        rows.chunks,
        rows.versions,
        rows.anchors,
        rows.names,
        rows.documents,
    )
    np.testing.assert_array_equal(loaded.entries, rows.entries)


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


def test_a_search_that_fails_is_done_exactly(parts: Parts) -> None:
    _big(parts)
    release = parts.releases.current()
    vector = parts.releases.embedder.embed_questions(["Kalimat ke-7 tentang kota."])[0]
    found = release.nearest(vector, 10)
    release.close()  # as it is for Chroma when its files were taken away under it
    assert release.nearest(vector, 10)[0] == found[0]
    assert "cannot be searched" in release.problems[0]
    again = parts.releases.open(release.id)
    collection = again._collection
    again.close()
    with pytest.raises(IntegrityError, match="cannot be counted"):
        misfits(collection, again._vectors)


@pytest.mark.parametrize(
    ("name", "at"), [("manifest.json", 5), ("rows.json", None), ("vectors.npy", None), ("lexical/lexical.npz", None)]
)
def test_a_flipped_bit_in_a_file_is_told(parts: Parts, name: str, at: int | None) -> None:
    _flip(release_folder(parts.data, _big(parts)) / name, at)
    with pytest.raises(DamagedFilesError, match="incomplete or damaged"):
        parts.releases.current()


def test_files_of_another_version_of_chroma_are_not_opened(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    _big(parts)
    monkeypatch.setattr("knowledge.releases.manifest._chroma_version", lambda: "9.9.9")
    assert "was written by version 1." in parts.releases.current().problems[0]


def test_chroma_may_note_that_it_was_opened(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", "Kota melapor."))
    released = parts.publish()
    for _ in range(3):
        release = parts.releases.open(released)
        assert release.check() == []
        release.close()


def test_what_is_open_does_not_change_with_its_files(parts: Parts) -> None:
    folder = release_folder(parts.data, _big(parts))
    release = parts.releases.current()
    vector = parts.releases.embedder.embed_questions(["Kalimat ke-7 tentang kota."])[0]
    before = release.similarities(range(len(release)), vector)
    with (folder / "vectors.npy").open("r+b") as file:
        file.truncate(200)  # under a mapped file this would end the process
    np.testing.assert_array_equal(release.similarities(range(len(release)), vector), before)

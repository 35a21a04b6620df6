"""An open release: its rows, its search, and what its files may do under it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IntegrityError
from knowledge.index.chroma import misfits
from knowledge.releases.files import release_folder
from tests.fakes.embedder import HashEmbedder
from tests.parts import Parts, open_parts, version_of


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


def _big(parts: Parts) -> str:
    """Publish so much that Chroma writes its graph to files; the release's id."""
    parts.document_store.add(version_of("laporan", *(f"Kalimat ke-{number} tentang kota." for number in range(600))))
    return parts.publish()


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


def test_what_is_open_does_not_change_with_its_files(parts: Parts) -> None:
    folder = release_folder(parts.data, _big(parts))
    release = parts.releases.current()
    vector = parts.releases.embedder.embed_questions(["Kalimat ke-7 tentang kota."])[0]
    before = release.similarities(range(len(release)), vector)
    with (folder / "vectors.npy").open("r+b") as file:
        file.truncate(200)  # under a mapped file this would end the process
    np.testing.assert_array_equal(release.similarities(range(len(release)), vector), before)

"""Opening releases: readers follow the pointer; what does not fit is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IntegrityError, NotFoundError
from knowledge.releases.files import Rows, fingerprint
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
    rows = Rows(["c1", "c2"], ["v", "v"], ["a", ""], np.array([0, 0, 1], np.int32), {"makassar"})
    rows.save(tmp_path)
    loaded = Rows.load(tmp_path)
    assert (loaded.chunks, loaded.versions, loaded.anchors, loaded.names) == (
        rows.chunks,
        rows.versions,
        rows.anchors,
        rows.names,
    )
    np.testing.assert_array_equal(loaded.entries, rows.entries)

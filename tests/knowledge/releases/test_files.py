"""What lies in the folder of a release."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IntegrityError
from knowledge.releases.files import ReleaseFiles, Rows, fingerprint
from tests.fakes.embedder import HashEmbedder
from tests.parts import version_of


def test_the_fingerprint_tells_models_apart() -> None:
    assert fingerprint(HashEmbedder()) == fingerprint(HashEmbedder())
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder(dimension=32))
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder("other"))


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


def test_a_folder_takes_the_place_of_the_old_one_when_it_is_complete(tmp_path: Path) -> None:
    files = ReleaseFiles(tmp_path)
    for text in ("lama", "baru"):
        with files.written("r1") as folder:
            (folder / "isi").write_text(text)
            assert files.exist("r1") == (text == "baru")
    assert (tmp_path / "releases" / "r1" / "isi").read_text() == "baru"
    assert not list(files.unfinished())


def test_a_folder_that_was_not_finished_leaves_the_old_one(tmp_path: Path) -> None:
    files = ReleaseFiles(tmp_path)
    with files.written("r1") as folder:
        (folder / "isi").write_text("lama")
    with pytest.raises(KeyboardInterrupt), files.written("r1"):
        raise KeyboardInterrupt
    with pytest.raises(IntegrityError, match="room on the disk"), files.written("r1"):
        raise OSError(28, "No space left on device")
    assert (tmp_path / "releases" / "r1" / "isi").read_text() == "lama"
    assert not list(files.unfinished())


def test_what_died_is_removed_and_what_is_complete_is_deleted_by_name(tmp_path: Path) -> None:
    files = ReleaseFiles(tmp_path)
    with files.written("r1"):
        pass
    (tmp_path / "releases" / ".building-r2").mkdir()
    files.remove_unfinished()
    assert [folder.name for folder in (tmp_path / "releases").iterdir()] == ["r1"]
    files.delete("r1")
    files.delete("r1")
    assert not files.exist("r1")

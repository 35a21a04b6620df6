"""Files are compared before anything is answered from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import DamagedFilesError
from knowledge.releases.files import release_folder
from tests.parts import Parts, version_of


def _big(parts: Parts) -> str:
    """Publish so much that Chroma writes its graph to files; the release's id."""
    parts.document_store.add(version_of("laporan", *(f"Kalimat ke-{number} tentang kota." for number in range(600))))
    return parts.publish()


def _flip(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 16
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "at"), [("manifest.json", 5), ("rows.json", None), ("vectors.npy", None), ("lexical/lexical.npz", None)]
)
def test_a_flipped_bit_in_a_file_is_told(parts: Parts, name: str, at: int | None) -> None:
    _flip(release_folder(parts.data, _big(parts)) / name, at)
    with pytest.raises(DamagedFilesError, match="incomplete or damaged"):
        parts.releases.current()


def test_files_of_another_version_of_chroma_are_not_opened(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    _big(parts)
    monkeypatch.setattr("knowledge.releases.manifest.chroma_version", lambda: "9.9.9")
    assert "was written by version 1." in parts.releases.current().problems[0]


def test_chroma_may_note_that_it_was_opened(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", "Kota melapor."))
    released = parts.publish()
    for _ in range(3):
        release = parts.releases.open(released)
        assert release.check() == []
        release.close()

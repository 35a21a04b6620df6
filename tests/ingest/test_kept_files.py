"""Files are kept as they were, whole or not at all, under the digest of their bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from ingest.kept_files import KeptFiles, sha256


def test_a_file_is_kept_under_its_digest_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "Laporan Kota.PDF"
    path.write_bytes(b"isi" * 500_000)
    digest = sha256(path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    files = KeptFiles(tmp_path / "data")
    name = files.keep(path, digest)
    assert name == f"{digest}.pdf"
    assert (files.folder / name).read_bytes() == path.read_bytes()
    assert files.folder == tmp_path / "data" / "originals"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a", ""), ("a.", ""), ("a.pdf.exe", ".exe"), ("a.p d f", ""), ("a.überlang", ""), ("a.123456789", "")],
)
def test_an_odd_ending_is_left_out(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"isi")
    assert KeptFiles(tmp_path / "data").keep(path, "f" * 64) == "f" * 64 + suffix


def test_what_is_kept_is_not_written_again(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    files.keep_bytes("a.jpg", b"satu")
    files.keep_bytes("a.jpg", b"dua")
    assert (files.folder / "a.jpg").read_bytes() == b"satu"


def test_of_what_cannot_be_written_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError("No space left on device")

    path = tmp_path / "a.pdf"
    path.write_bytes(b"isi")
    monkeypatch.setattr(shutil, "copyfile", full)
    files = KeptFiles(tmp_path / "data")
    with pytest.raises(OSError, match="No space"):
        files.keep(path, sha256(path))
    assert list(files.folder.iterdir()) == []

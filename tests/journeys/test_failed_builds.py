"""Builds that fail leave nothing behind, so that a disk they filled has room again."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import PanduError
from tests.conftest import Pandu
from tests.parts import Parts, open_parts, version_of

TEXTS = [f"Kalimat ke-{number} tentang kota." for number in range(40)]
KILLED = """
import os, sys
from pathlib import Path
from knowledge.releases import writer as building
from tests.parts import open_parts
building.write_vectors = lambda *_: os.kill(os.getpid(), 9)
with open_parts(Path(sys.argv[1])) as parts:
    parts.builder.build()
"""


def _names(data: Path) -> set[str]:
    return {path.name for path in (data / "releases").iterdir()}


@pytest.mark.parametrize("step", ["Rows.save", "np.save", "LexicalIndex.save", "write_vectors", "Manifest.write"])
def test_a_full_disk_at_any_step_leaves_nothing(parts: Parts, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    parts.document_store.add(version_of("laporan", *TEXTS))
    published = parts.publish()
    parts.document_store.add(version_of("laporan", *TEXTS, "Lain."))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(f"knowledge.releases.writer.{step}", full)
        with pytest.raises(PanduError, match=r"No space left on device.* room on the disk"):
            parts.builder.build()
    assert _names(parts.data) == {published}
    assert [release.status for release in parts.release_store.releases()] == ["failed", "draft"]
    assert parts.publish() != published


def test_an_interruption_leaves_nothing(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    parts.document_store.add(version_of("laporan", *TEXTS))
    monkeypatch.setattr("knowledge.releases.writer.write_vectors", interrupt)
    with pytest.raises(KeyboardInterrupt):
        parts.builder.build()
    assert _names(parts.data) == set()


def test_what_a_killed_build_left_goes_at_the_next_start(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *TEXTS))
    published = parts.publish()
    parts.document_store.add(version_of("laporan", *TEXTS, "Lain."))
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", KILLED, str(parts.data)], cwd=root, check=False).returncode == -9
    assert len(_names(parts.data)) == 2
    with parts.builder.lock("building a release"), open_parts(parts.data) as others:
        others.builder.tidy()  # somebody builds: that may be theirs
    assert _names(parts.data) == {published}  # taking the lock was enough
    (parts.data / "releases" / ".building-r0").mkdir()
    parts.builder.tidy()
    assert _names(parts.data) == {published}
    assert parts.publish() != published


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "none", folder], capture_output=True, encoding="utf-8", check=False
    )
    if mounted.returncode:
        pytest.skip(f"A small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_disk_that_is_really_full_has_room_again(
    small_disk: Path, without_documents: Path, tmp_path: Path, pandu: Pandu
) -> None:
    data = Path(shutil.copytree(without_documents, small_disk / "data"))
    note = tmp_path / "catatan.md"
    note.write_text("# Catatan\n\nRapat membahas anggaran kota tahun 2031.\n")
    taken = pandu(data, "ingest", str(note), "--publish")
    assert taken.returncode == 0, taken.stderr
    before = {path for path in data.rglob("*") if path.is_dir()}
    ballast = small_disk / "ballast"
    for spare in (300_000, 100_000, 20_000):  # full at another step each time
        stat = os.statvfs(small_disk)
        ballast.write_bytes(b"\0" * max(stat.f_bavail * stat.f_frsize - spare, 0))
        failed = pandu(data, "rebuild")
        assert failed.returncode == 1, failed.stdout
        assert "Traceback" not in failed.stderr
        assert "room on the disk" in failed.stderr.replace("\n", " ")
        assert {path for path in data.rglob("*") if path.is_dir()} == before
        ballast.unlink()
    assert pandu(data, "rebuild").returncode == 0
    assert pandu(data, "doctor").returncode == 0

"""What goes wrong on a disk is told in a sentence, with an exit code, and can be mended."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Pandu

QUESTION = "Apa saja kewajiban kota anggota ASCN?"


@pytest.mark.parametrize("command", [("ask", QUESTION), ("docs",), ("rebuild",), ("doctor",)])
def test_a_damaged_database_is_told_by_every_command(data: Path, pandu: Pandu, command: tuple[str, ...]) -> None:
    (data / "pandu.db").write_bytes(b"no database " * 4000)
    done = pandu(data, *command)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "restore a backup" in said
    assert str(data / "pandu.db") in said.replace("\n", "")


def test_rolling_back_to_a_release_whose_folder_was_deleted(data: Path, pandu: Pandu, tmp_path: Path) -> None:
    (first,) = (folder.name for folder in (data / "releases").iterdir())
    note = tmp_path / "catatan.md"
    note.write_text("# Catatan\n\nRapat membahas anggaran kota tahun 2031.\n")
    assert pandu(data, "ingest", str(note), "--publish").returncode == 0
    shutil.rmtree(data / "releases" / first)
    done = pandu(data, "rollback")
    assert (done.returncode, done.stdout) == (0, f"Rolled back to {first}\n")
    answer = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert (answer["outcome"], answer["release"]) == ("answered", first)


def test_without_any_index_file_a_rebuild_brings_everything_back(data: Path, pandu: Pandu) -> None:
    before = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    shutil.rmtree(data / "releases")
    missing = pandu(data, "ask", QUESTION)
    assert missing.returncode == 1
    assert "Run `pandu rebuild`" in missing.stderr
    rebuilt = pandu(data, "rebuild")
    assert "0 vectors computed" in rebuilt.stdout
    after = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert after["text"] == before["text"]
    assert after["citations"] == before["citations"]
    assert after["release"] != before["release"]

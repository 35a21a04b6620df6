"""The installation's key: whole or not there, the same for every process, however many start at once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.secret_key import LENGTH, secret_key
from knowledge.errors import ConfigError
from tests.conftest import Pandu

ROUNDS, PROCESSES = 60, 8
_TOGETHER = f"""
import os, sys
from pathlib import Path
from bot.secret_key import secret_key
for number in range({ROUNDS}):
    folder = Path(sys.argv[1]) / str(number)
    folder.mkdir()
    gate, opened = os.pipe()
    for process in range({PROCESSES}):
        if os.fork() == 0:
            os.close(opened)
            os.read(gate, 1)  # all of them are let go at once, by the end of the pipe
            (folder / f"seen-{{process}}").write_bytes(secret_key(folder))
            os._exit(0)
    os.close(gate)
    os.close(opened)
    for _ in range({PROCESSES}):
        assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
"""


def test_processes_that_start_together_have_one_whole_key(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _TOGETHER, str(tmp_path)], check=True, cwd=Path(__file__).parents[2])
    for folder in tmp_path.iterdir():
        seen = {path.read_bytes() for path in folder.glob("seen-*")}
        assert seen == {(folder / "secret.key").read_bytes()}
        assert len(seen.pop()) == LENGTH
        assert not list(folder.glob(".secret*"))
    assert len({(folder / "secret.key").read_bytes() for folder in tmp_path.iterdir()}) == ROUNDS


def test_the_key_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert secret_key(tmp_path) == key


@pytest.mark.parametrize("length", [0, 1, LENGTH - 1])
def test_a_partial_key_is_refused_and_not_replaced(tmp_path: Path, length: int) -> None:
    (tmp_path / "secret.key").write_bytes(b"k" * length)
    with pytest.raises(ConfigError, match=f"holds {length} bytes, not 32. Restore it from a backup"):
        secret_key(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == b"k" * length


def test_a_folder_that_takes_no_key_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ConfigError, match=r"cannot be made or read \(No space left on device\)\. Set PANDU_SECRET"):
        secret_key(tmp_path)
    assert not list(tmp_path.iterdir())  # nothing partial, nothing left over


def test_commands_tell_of_a_partial_key(data: Path, pandu: Pandu) -> None:
    (data / "secret.key").write_bytes(b"")
    for command in (("docs",), ("doctor",)):
        done = pandu(data, *command)
        assert done.returncode == 1
        assert "holds 0 bytes" in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr


def test_what_a_command_writes_is_its_owners_alone(tmp_path: Path, pandu: Pandu) -> None:
    note = tmp_path / "catatan.md"
    note.write_text("# Catatan\n\nRapat membahas anggaran kota tahun 2031.\n")
    data = tmp_path / "data"
    previous = os.umask(0o022)
    try:
        assert pandu(data, "ingest", str(note), "--publish").returncode == 0
    finally:
        os.umask(previous)
    for path in (data, *data.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert {"originals", "releases", "pandu.db", "secret.key"} <= {path.name for path in data.iterdir()}
    assert "others" not in pandu(data, "doctor").stdout
    data.chmod(0o755)
    (data / "pandu.db").chmod(0o644)
    told = pandu(data, "doctor")
    assert told.returncode == 0  # it works, and is warned of
    assert f"chmod -R go= {data}" in told.stdout.replace("\n", "")

"""The process that reads foreign files reaches nothing else: tried from inside, as code that took it over would."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from ingest.sandbox import left_open, load_safely
from tests.ingest import making

ROOT = Path(__file__).parents[2]

# Closes itself off as the reader does, then tries each thing of a list and tells which of them worked.
_TRY = """
import json, os, socket, subprocess, sys
from pathlib import Path
import ingest.confinement, knowledge
given = json.loads(sys.argv[1])
ingest.confinement.enclose([Path(given["document"])], Path(given["folder"]))

def works(action):
    try:
        action()
    except OSError:
        return False
    return True

tries = {
    "document": lambda: open(given["document"]).read(),
    "own folder": lambda: open(given["folder"] + "/a", "w").write("x"),
    "secret": lambda: open(given["secret"]).read(),
    "list": lambda: os.listdir(os.path.dirname(given["secret"])),
    "change": lambda: open(given["secret"], "a").write("x"),
    "remove": lambda: os.remove(given["secret"]),
    "change document": lambda: open(given["document"], "a").write("x"),
    "environment of the parent": lambda: open(f"/proc/{os.getppid()}/environ", "rb").read(),
    "home": lambda: os.listdir("/root" if os.getuid() == 0 else "/home"),
    "passwords": lambda: open("/etc/passwd").read(),
    "tcp": lambda: socket.create_connection(("127.0.0.1", given["port"]), 5),
    "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "shell": lambda: subprocess.run(["/bin/sh", "-c", "true"], check=True),
    "tesseract": lambda: subprocess.run(["tesseract", "--version"], check=True, capture_output=True),
    "leave the group": os.setsid,
    "signal the parent": lambda: os.kill(os.getppid(), 0),
}
done = {name: works(action) for name, action in tries.items()}
modes = os.stat(given["folder"] + "/a").st_mode & 0o777
print(json.dumps([sorted(name for name, worked in done.items() if worked), modes]))
"""


def _require_closed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if found := left_open(Path(folder)):
            pytest.skip(f"this kernel leaves {' and '.join(found)} open to the reader; `pandu doctor` says so, too")


def test_nothing_but_the_document_can_be_reached(tmp_path: Path) -> None:
    _require_closed()
    data, folder = tmp_path / "data", tmp_path / "work"
    data.mkdir()
    folder.mkdir()
    secret, document = data / "secret.key", data / "document.pdf"
    for path in (secret, document):
        path.write_bytes(b"0" * 32)
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = {
            "document": str(document),
            "folder": str(folder),
            "secret": str(secret),
            "port": server.getsockname()[1],
        }
        ended = subprocess.run(
            [sys.executable, "-c", _TRY, json.dumps(given)],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)},
        )
    assert ended.returncode == 0, ended.stderr.decode()
    worked, modes = json.loads(ended.stdout)
    assert worked == ["document", "own folder", "tesseract"]
    assert modes == 0o600
    assert secret.read_bytes() == document.read_bytes() == b"0" * 32


def test_the_reader_closes_itself_off(tmp_path: Path) -> None:
    _require_closed()
    assert left_open(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_scans_are_recognised_in_there(tmp_path: Path) -> None:
    scan = making.scanned_pdf(tmp_path / "scan.pdf", making.clause_pdf(tmp_path / "a.pdf"))
    loaded = load_safely(scan)
    assert "hosting of the meetings" in " ".join(section.text for section in loaded.sections)


_WAIT = """
import sys
from pathlib import Path
from ingest.sandbox import load_safely
load_safely(Path(sys.argv[1]))
"""


def _state(pid: int) -> str:
    """The letter the system gives a process: Z when it ended and nobody has asked yet, none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _until(done: object, seconds: float = 60.0) -> None:
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_the_reader_does_not_outlive_what_started_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    work.mkdir()
    scan = making.scanned_pdf(tmp_path / "scan.pdf", making.two_column_pdf(tmp_path / "a.pdf"))
    parent = subprocess.Popen(
        [sys.executable, "-c", _WAIT, str(scan)], cwd=ROOT, env={**os.environ, "TMPDIR": str(work)}
    )
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    _until(lambda: children.read_text().split() and _is_closed_off(int(children.read_text().split()[0])))
    child = int(children.read_text().split()[0])
    try:
        # Halted, so that it cannot end by itself.
        os.kill(child, signal.SIGSTOP)
        parent.kill()
        parent.wait()
        _until(lambda: _state(child) in ("", "Z"))
    finally:
        if _state(child) not in ("", "Z"):
            os.killpg(child, signal.SIGKILL)
    assert list(work.iterdir()), "the folder of the killed process is still there"
    monkeypatch.setattr("tempfile.tempdir", str(work))
    load_safely(making.clause_pdf(tmp_path / "b.pdf"))
    assert list(work.iterdir()) == []


def _is_closed_off(pid: int) -> bool:
    return "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()

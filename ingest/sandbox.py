"""Loading a foreign file in a process of its own, with limits on time and memory, closed off by the kernel."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ingest.confinement import enclose, end_with
from ingest.errors import DocumentError, Notice
from ingest.loaders.excerpts import draw_excerpts
from ingest.loaders.loaded import Coverage
from ingest.loaders.registry import DEFAULT, Limits, Loaded, load, presentable, sniff
from ingest.loaders.thumbnails import MAX_PAGES, draw
from knowledge.documents import Document, Section, Source

_MAX_RESULT = 64 * 1024 * 1024
_KEPT_ENVIRONMENT = ("PATH", "TESSDATA_PREFIX")
_FOLDER = "pandu-load-"
_DETAILS = "details.json"
_ROOT = Path(__file__).resolve().parents[1]


def load_safely(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a file as ``ingest.loaders.registry.load`` does, in a child process that cannot take this one with it.

    The child gets no secrets from the environment and an empty working folder, and answers in JSON. Whatever happens
    to it, the outcome is a result or an error.

    Raises:
        DocumentError: the file cannot be taken in, or took too much time or memory.
    """
    if path.stat().st_size > limits.size:
        return load(path, limits)  # raises before it reads anything
    return _read(_ask("load", path, limits))


def page_pictures(path: Path, limits: Limits = DEFAULT, first: int = 1, most: int = MAX_PAGES) -> list[bytes]:
    """Pages of a PDF or picture as JPEG files, from the page ``first`` on, drawn in a child process; empty for other
    kinds.

    Raises:
        DocumentError: the file cannot be drawn, or took too much time or memory.
    """
    pictures = _ask("pictures", path, limits, [first, most]).get("pictures")
    if not isinstance(pictures, list):
        raise _gave_up()
    return [base64.b64decode(str(picture)) for picture in pictures]


def draw_places(path: Path, places: Sequence[tuple[int, str]], limits: Limits = DEFAULT) -> list[bytes]:
    """The place of each ``(page, sentence)`` of a PDF as a JPEG file, drawn in a child process; empty where none.

    Raises:
        DocumentError: the file cannot be drawn, or took too much time or memory.
    """
    pictures = _ask("places", path, limits, [list(place) for place in places]).get("pictures")
    if not isinstance(pictures, list):
        raise _gave_up()
    return [base64.b64decode(str(picture)) for picture in pictures]


def left_open(folder: Path) -> list[str]:
    """What a loading process can still reach on this machine, of ``files`` and ``network``: nothing, unless the kernel
    is too old for Landlock or seccomp, or forbids them.

    Args:
        folder: a folder that no loading process has to do with.
    """
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as other:
        return [str(name) for name in _ask("probe", Path(other.name), DEFAULT).get("open", ())]


def _ask(task: str, path: Path, limits: Limits, details: object = None) -> dict[str, Any]:
    _remove_abandoned()
    limits = replace(limits, seconds=limits.seconds_for(path.stat().st_size))
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
        result = Path(folder, "result.json")
        Path(folder, _DETAILS).write_text(json.dumps(details), encoding="utf-8")
        arguments = [task, str(path.resolve()), str(result), json.dumps(asdict(limits)), str(os.getpid())]
        _run(arguments, Path(folder), limits.seconds)
        try:
            answer = json.loads(_answer(result))
        except (OSError, ValueError, RecursionError) as error:  # there is none, or it ended in the middle of writing
            raise _gave_up() from error
    if not isinstance(answer, dict):
        raise _gave_up()
    if "error" in answer:
        indonesian, english = answer["error"]
        raise DocumentError(str(indonesian), str(english))
    return answer


def _remove_abandoned() -> None:
    """Remove the folders of processes that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        owner = folder.name.removeprefix(_FOLDER).split("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _answer(result: Path) -> bytes:
    """What the child wrote, which may be anything: a link, a pipe, or more than there is memory for."""
    opened = os.open(result, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode) or os.fstat(opened).st_size > _MAX_RESULT:
            raise _gave_up()
        return file.read(_MAX_RESULT)


def _run(arguments: list[str], folder: Path, seconds: float) -> None:
    start = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); {_ENTRY}"
    command = [sys.executable, "-I", "-X", "utf8", "-c", start, *arguments]
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    environment |= {"TMPDIR": str(folder), "HOME": str(folder), "OMP_THREAD_LIMIT": "1"}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter on our own module, no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"Membaca berkas ini memakan waktu lebih dari {seconds:g} detik dan dihentikan.",
            f"Reading this file took more than {seconds:g} seconds and was stopped.",
        ) from error
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started (Tesseract)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


_ENTRY = "from ingest.sandbox import serve; serve(*sys.argv[1:])"


def serve(task: str, path: str, result: str, limits: str, parent: str) -> None:
    """The child's side: do ``task`` with ``path`` under limits and write what came of it as JSON to ``result``."""
    end_with(int(parent))
    allowed, document, target = Limits(**json.loads(limits)), Path(path), Path(result)
    confine(allowed)
    enclose([] if task == "probe" else [document], target.parent)
    try:
        answer = _done(task, document, allowed, target.with_name(_DETAILS))
    except DocumentError as error:
        answer = {"error": [error.indonesian, error.english]}
    except MemoryError:
        answer = {"error": _too_much_memory()}
    target.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8", errors="replace")


def _done(task: str, path: Path, limits: Limits, details: Path) -> dict[str, Any]:
    if task == "probe":
        return {"open": [name for name, reaches in _REACHES.items() if reaches(path)]}
    memory = limits.memory_for(sniff(path))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if task == "pictures":
        first, most = json.loads(details.read_text(encoding="utf-8"))
        pictures = draw(path, limits, int(first), int(most))
        return {"pictures": [base64.b64encode(picture).decode() for picture in pictures]}
    if task == "places":
        places = [(int(page), str(text)) for page, text in json.loads(details.read_text(encoding="utf-8"))]
        return {"pictures": [base64.b64encode(picture).decode() for picture in draw_excerpts(path, places, limits)]}
    return {"loaded": _plain(load(path, limits))}


def _reads(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb"):
        return True
    return False


def _connects(_: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
        return True
    return False


_REACHES = {"files": _reads, "network": _connects}


def confine(limits: Limits) -> None:
    """Bound what this process may use of memory, processor time and disk from now on."""
    cpu = int(limits.seconds * (os.cpu_count() or 1)) + 1
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_RESULT * 2, _MAX_RESULT * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_much_memory() -> list[str]:
    return [
        "Membaca berkas ini memerlukan terlalu banyak memori dan dihentikan.",
        "Reading this file needed too much memory and was stopped.",
    ]


def _gave_up() -> DocumentError:
    return DocumentError(
        "Berkas ini membuat pembacanya berhenti (rusak, terlalu besar, atau berbahaya); tidak ada yang diproses.",
        "This file made its reader stop (damaged, too large, or hostile); nothing of it was taken in.",
    )


def _plain(loaded: Loaded) -> dict[str, Any]:
    plain = asdict(loaded)
    plain["coverage"] = loaded.coverage.stored()
    plain["warnings"] = [[notice.indonesian, str(notice)] for notice in loaded.warnings]
    return plain


def _read(answer: Mapping[str, Any]) -> Loaded:
    """What a child loaded, tidied here because the child is not trusted; an answer of another form is a failure."""
    try:
        loaded = answer["loaded"]
        document = loaded["document"] | {"sources": tuple(Source(**source) for source in loaded["document"]["sources"])}
        read = Loaded(
            document=Document(**document),
            sections=tuple(
                Section(
                    **section
                    | {
                        "heading": tuple(section["heading"]),
                        "example_questions": tuple(section["example_questions"]),
                    }
                )
                for section in loaded["sections"]
            ),
            warnings=tuple(Notice(str(indonesian), str(english)) for indonesian, english in loaded["warnings"]),
            pages=int(loaded["pages"]),
            coverage=Coverage.of(loaded["coverage"]),
        )
        return presentable(read)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _gave_up() from error

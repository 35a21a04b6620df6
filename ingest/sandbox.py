"""Loading a foreign file in a process of its own, with limits on time and memory."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import DocumentError, Notice
from ingest.loaders.registry import DEFAULT, Limits, Loaded, load
from ingest.loaders.thumbnails import draw
from knowledge.documents import Document, Section, Source

_MAX_RESULT = 200 * 1024 * 1024
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX")
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


def page_pictures(path: Path, limits: Limits = DEFAULT) -> list[bytes]:
    """The first pages of a PDF or picture as JPEG files, drawn in a child process; empty for other kinds.

    Raises:
        DocumentError: the file cannot be drawn, or took too much time or memory.
    """
    pictures = _ask("pictures", path, limits).get("pictures")
    if not isinstance(pictures, list):
        raise _gave_up()
    return [base64.b64decode(str(picture)) for picture in pictures]


def _ask(task: str, path: Path, limits: Limits) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="pandu-load-") as folder:
        result = Path(folder, "result.json")
        _run([task, str(path.resolve()), str(result), json.dumps(asdict(limits))], Path(folder), limits)
        if not result.is_file() or result.stat().st_size > _MAX_RESULT:
            raise _gave_up()
        try:
            answer = json.loads(result.read_bytes())
        except ValueError as error:  # ended in the middle of writing
            raise _gave_up() from error
    if not isinstance(answer, dict):
        raise _gave_up()
    if "error" in answer:
        indonesian, english = answer["error"]
        raise DocumentError(str(indonesian), str(english))
    return answer


def _run(arguments: list[str], folder: Path, limits: Limits) -> None:
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(_ROOT)!r}); {_ENTRY}", *arguments]
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
        child.wait(limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"Membaca berkas ini memakan waktu lebih dari {limits.seconds:g} detik dan dihentikan.",
            f"Reading this file took more than {limits.seconds:g} seconds and was stopped.",
        ) from error
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started (Tesseract)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


_ENTRY = "from ingest.sandbox import serve; serve(*sys.argv[1:])"


def serve(task: str, path: str, result: str, limits: str) -> None:
    """The child's side: do ``task`` with ``path`` under limits and write what came of it as JSON to ``result``."""
    allowed = Limits(**json.loads(limits))
    confine(allowed)
    answer: dict[str, Any]
    try:
        if task == "pictures":
            pictures = (base64.b64encode(picture).decode() for picture in draw(Path(path), allowed))
            answer = {"pictures": list(pictures)}
        else:
            answer = {"loaded": _plain(load(Path(path), allowed))}
    except DocumentError as error:
        answer = {"error": [error.indonesian, error.english]}
    except MemoryError:
        answer = {"error": _too_much_memory()}
    Path(result).write_text(json.dumps(answer), encoding="utf-8")


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
    plain["warnings"] = [[notice.indonesian, str(notice)] for notice in loaded.warnings]
    return plain


def _read(answer: Mapping[str, Any]) -> Loaded:
    """What a child loaded; an answer of another form counts as a failure."""
    try:
        loaded = answer["loaded"]
        document = loaded["document"] | {"sources": tuple(Source(**one) for one in loaded["document"]["sources"])}
        return Loaded(
            document=Document(**document),
            sections=tuple(
                Section(
                    **one | {"heading": tuple(one["heading"]), "example_questions": tuple(one["example_questions"])}
                )
                for one in loaded["sections"]
            ),
            warnings=tuple(Notice(str(indonesian), str(english)) for indonesian, english in loaded["warnings"]),
            pages=int(loaded["pages"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _gave_up() from error

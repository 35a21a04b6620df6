"""Speed of the core: ``python -m bench.core [--data FOLDER] [--chunks 10000]``.

The starter corpus is filled up to so many chunks with texts of its own sentences in random order, built into a release,
and asked the ways of asking that its texts list. FOLDER keeps the release for the next time (default: out/bench/core).

Figures: an answer in process through Chroma, without an LLM; `pandu ask` from a cold shell and `pandu serve` until it
is ready, with the largest resident memory; and the recall of the vector index against exact search, with Chroma's
default settings beside ours.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.app import App, build_app
from bot.settings import Settings
from ingest.chunking import split
from ingest.importer import Importer
from ingest.sandbox import load_safely
from knowledge.documents import Document, Section, version_digest
from knowledge.index.chroma import HNSW
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.releases.files import VECTORS, release_folder
from knowledge.storage.stored_versions import NewVersion

PANDU = str(Path(sys.executable).parent / "pandu")
FOLDER = Path("out/bench/core")
SECTIONS = 10  # of each document that is made
ASKED = 500
COLD_STARTS = 5
Row = tuple[str, str, str]  # what, measured, bar
# Linux counts the memory of the process that starts another as that one's own, so a small one starts it.
_MEASURE = """
import os, sys, time
began = time.perf_counter()
quiet = (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[quiet])
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - began, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--chunks", type=int, default=10_000)
    given = parser.parse_args()
    rows: list[Row] = list(build(given.data, given.chunks))
    for measure in (answers, cold_ask, serving, recall):
        rows += measure(given.data)
    print("| what | measured | bar |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def build(data: Path, chunks: int) -> Iterator[Row]:
    """Make the release, unless the folder holds one of this size already."""
    app = _app(data)
    began = time.perf_counter()
    Importer(data, app.document_store, load_safely).starter()
    missing = chunks - sum(summary.chunks for summary in app.document_store.documents())
    said = _sentences(app)
    for number in range(0, missing, SECTIONS):
        app.document_store.add(_made(said, number))
    builder = app.builder(_progress)
    built = builder.build()
    builder.publish(built.release_id, "bench")
    app.close()
    if built.new:
        seconds = time.perf_counter() - began
        yield f"first build, {built.report.chunks} chunks, {built.report.embedded} vectors", f"{seconds:.0f} s", ""


def answers(data: Path) -> Iterator[Row]:
    """Questions one after the other, in process: just after the start, and once the passages were read ahead."""
    for ahead in (False, True):
        yield _answers(data, ahead=ahead)


def _answers(data: Path, *, ahead: bool) -> Row:
    app = _app(data)
    questions = _questions(app)
    for question in questions[:20]:
        app.answering.answer(question)
    began = time.perf_counter()
    read = app.answering.reading_ahead.read() if ahead else 0
    when = f"{read} passages read ahead in {time.perf_counter() - began:.0f} s" if ahead else "just started"
    took, answered = [], 0
    for question in questions:
        began = time.perf_counter()
        answer = app.answering.answer(question)
        took.append((time.perf_counter() - began) * 1000)
        answered += answer.outcome.counts == "answered"
    size = len(app.releases.current())
    app.close()
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    return (
        f"answer in process, {size} chunks, {len(took)} questions ({answered} answered), {when}",
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms",
        "p50 ≤ 40 ms, p95 ≤ 150 ms",
    )


def cold_ask(data: Path) -> Iterator[Row]:
    """`pandu ask` in a new process; the median of some."""
    runs = [_finished([PANDU, "ask", "Apa saja kewajiban kota anggota ASCN?"], data) for _ in range(COLD_STARTS)]
    seconds = statistics.median(run[0] for run in runs)
    megabytes = max(run[1] for run in runs)
    yield "`pandu ask` from a cold shell", f"{seconds:.2f} s, {megabytes:.0f} MB", "≤ 2.3 s, ≤ 420 MB"


def serving(data: Path) -> Iterator[Row]:
    """`pandu serve` in a new process, until it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    command = [PANDU, "serve"]
    server = subprocess.Popen(command, env={**_environment(data), "PANDU_PORT": str(port)}, stdout=subprocess.DEVNULL)
    while not _is_ready(f"http://127.0.0.1:{port}/readyz"):
        if server.poll() is not None:
            raise RuntimeError("pandu serve ended before it was ready.")
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    megabytes = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    server.terminate()
    server.wait()
    yield "`pandu serve` ready", f"{seconds:.1f} s, {megabytes:.0f} MB", "≤ 4 s, ≤ 500 MB"


def recall(data: Path) -> Iterator[Row]:
    """The vector index against exact search, with Chroma's default settings beside ours."""
    app = _app(data)
    release = app.release_store.published() or ""
    vectors: NDArray[np.float32] = np.load(release_folder(data, release) / VECTORS)
    spoken = [f"kak, {question.rstrip('?')} ya?" for question in _questions(app)]
    questions = app.releases.embedder.embed_questions(spoken)
    app.close()
    nearest = np.argsort(-(questions @ vectors.T), axis=1, kind="stable")[:, :10]
    tried: dict[str, dict[str, object]] = {"ours": dict(HNSW), "Chroma's defaults": {"space": "cosine"}}
    for name, settings in tried.items():
        found, milliseconds = _searched(vectors, questions, settings)
        hits = [len(set(mine) & set(best)) for mine, best in zip(found, nearest.tolist(), strict=True)]
        first = [mine[0] == best[0] for mine, best in zip(found, nearest.tolist(), strict=True)]
        yield (
            f"vector index, {len(vectors)} vectors, {name}",
            f"recall@10 {sum(hits) / (10 * len(hits)):.4f}, recall@1 {sum(first) / len(first):.4f}, "
            f"{milliseconds:.2f} ms a search",
            "recall@10 ≥ 0.99" if name == "ours" else "",
        )
    began = time.perf_counter()
    for question in questions:
        np.argsort(-(vectors @ question), kind="stable")[:10]
    exact = (time.perf_counter() - began) / len(questions) * 1000
    yield f"exact search, {len(vectors)} vectors", f"{exact:.2f} ms a search", ""


def _searched(
    vectors: NDArray[np.float32], questions: NDArray[np.float32], settings: dict[str, object]
) -> tuple[list[list[int]], float]:
    import chromadb
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder:
        client = chromadb.PersistentClient(folder)
        configuration = cast("CreateCollectionConfiguration", {"hnsw": settings})
        collection = client.create_collection("bench", configuration=configuration, embedding_function=None)
        size = client.get_max_batch_size()
        for start in range(0, len(vectors), size):
            batch = vectors[start : start + size]
            collection.add(ids=[str(number) for number in range(start, start + len(batch))], embeddings=batch)
        collection.query(query_embeddings=[questions[0]], n_results=10)
        began = time.perf_counter()
        found = [
            [int(entry) for entry in collection.query(query_embeddings=[question], n_results=10)["ids"][0]]
            for question in questions
        ]
        return found, (time.perf_counter() - began) / len(questions) * 1000


def _app(data: Path) -> App:
    return build_app(Settings(_env_file=None, data=data))


def _made(said: Sequence[str], number: int) -> NewVersion:
    """A document of these sentences in an order of its own."""
    shuffled = random.Random(number)
    document = Document(f"made-{number}", f"Laporan kota {number}", "staff", "id", "Kota", "2026")
    sections = [
        Section(" ".join(shuffled.sample(said, 5)), (document.title, f"Bagian {part}"), page=part + 1)
        for part in range(SECTIONS)
    ]
    return NewVersion(document, version_digest(document, sections), split(document, sections), origin=document.id)


def _sentences(app: App) -> Sequence[str]:
    versions = app.document_store.current_versions()
    chunks = app.document_store.chunks(chunk for chunk, _ in app.document_store.chunk_ids(versions))
    texts = sorted(strip_marks(chunk.text) for chunk in chunks.values() if "|" not in chunk.text)
    return [one for text in texts for one in sentences(text.replace("\n", " ")) if 5 <= len(one.split()) <= 40]


def _questions(app: App) -> list[str]:
    """Ways of asking that the texts list, always the same."""
    release = app.releases.current()
    asked = sorted({question for chunk in release.chunks(range(len(release))) for question in chunk.example_questions})
    return random.Random(1).sample(asked, min(ASKED, len(asked)))


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PANDU_")}
    return {**kept, "PANDU_DATA": str(data.resolve())}


def _finished(command: Sequence[str], data: Path) -> tuple[float, float]:
    """Seconds that a command took, and its largest resident memory in MB."""
    measured = [sys.executable, "-S", "-c", _MEASURE, *command]
    done = subprocess.run(measured, env=_environment(data), stdout=subprocess.PIPE, check=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _progress(doing: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{doing} {done}/{total} ", end="", file=sys.stderr)


if __name__ == "__main__":
    main()

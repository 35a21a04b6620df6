"""Throws mutated files at the loaders: ``python -m tools.fuzz [--inputs N] [FOLDER]``.

Seeds are the small files that the tests build, and the files of FOLDER if one is given. Each input is a seed with some
bytes changed, moved, cut or doubled; of ZIP-based files mostly the parts inside. Inputs are loaded and split in a child
process under the limits of the sandbox; one in a hundred goes through the sandbox itself. The run fails when a child
hangs past the time limit, when the parent sees anything but a result or a sentence, or when chunks of a loaded file
are not sound.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.chunking import split
from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from ingest.sandbox import confine, load_safely

ROOT = Path(__file__).resolve().parents[1]
LIMITS = Limits(seconds=30, ocr_pages=2, pages=200)
SANDBOXED = 100  # one input in so many goes the whole way


def main() -> int:
    """Run all inputs and print what became of them; 1 when something happened that may not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="real files to mutate besides")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worker", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        _work(arguments.folder, arguments.seed, *arguments.worker)
        return 0
    with tempfile.TemporaryDirectory(prefix="pandu-fuzz-") as folder:
        seeds = Path(folder)
        _make_seeds(seeds, arguments.folder)
        start = time.monotonic()
        outcomes = _run(seeds, arguments.seed, arguments.inputs)
    seconds = time.monotonic() - start
    print(f"{sum(outcomes.values())} inputs in {seconds:.0f} s")
    for (kind, detail), count in outcomes.most_common():
        print(f"{count:7} {kind:10} {detail}")
    return int(any(kind in ("hung", "unsound", "escaped") for kind, _ in outcomes))


def _make_seeds(target: Path, real: Path | None) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "ingest"))
    import making

    making.regulation_pdf(target / "a.pdf")
    making.two_column_pdf(target / "b.pdf")
    making.table_pdf(target / "c.pdf")
    making.encrypted_pdf(target / "d.pdf")
    making.write_docx(target / "e.docx")
    making.write_pptx(target / "f.pptx")
    making.write_xlsx(target / "g.xlsx")
    making.page_images(target / "a.pdf", 50)[0].save(target / "h.png")
    (target / "i.html").write_text(making.HTML, encoding="utf-8")
    (target / "j.csv").write_text("kode;nama\n19.1;Kendaraan\n", encoding="utf-8")
    (target / "k.md").write_text("# Judul\n\n- satu\n- dua\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8")
    (target / "l.eml").write_text("From: a@b.id\nSubject: Rapat\nDate: Mon, 1 Jan 2024 08:00:00 +0700\n\nIsi surat.\n")
    for path in sorted(real.iterdir()) if real else []:
        (target / f"real-{path.name}").write_bytes(path.read_bytes())


def _run(seeds: Path, seed: int, inputs: int) -> Counter[tuple[str, str]]:
    """Let children work through the inputs; one that ends or hangs is replaced at the input after."""
    outcomes: Counter[tuple[str, str]] = Counter()
    at = 0
    while at < inputs:
        command = [
            sys.executable,
            "-m",
            "tools.fuzz",
            str(seeds),
            "--seed",
            str(seed),
            "--worker",
            str(at),
            str(inputs),
        ]
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
        )
        ended = _follow(child, outcomes)
        at = at + ended + 1
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        print(f"\r{at} of {inputs}", end="", file=sys.stderr, flush=True)
    return outcomes


def _follow(child: subprocess.Popen[bytes], outcomes: Counter[tuple[str, str]]) -> int:
    """Count a child's reports until it ends; how many inputs it finished."""
    assert child.stdout is not None
    done = 0
    while True:
        ready, _, _ = select.select([child.stdout], [], [], LIMITS.seconds * 2)
        if not ready:
            outcomes["hung", ""] += 1
            return done
        line = child.stdout.readline()
        if not line:
            if child.wait() != 0:
                outcomes["ended", f"child ended with {child.returncode}"] += 1
            return done
        kind, detail = json.loads(line)
        outcomes[kind, detail] += 1
        done += 1


def _work(folder: Path, seed: int, first: int, last: int) -> None:
    # A child works through many inputs, so that its processor time is no limit; the parent watches the clock.
    confine(replace(LIMITS, seconds=24 * 3600.0))
    paths = sorted(folder.iterdir())
    with tempfile.TemporaryDirectory(prefix="pandu-fuzz-") as work:
        for number in range(first, last):
            chance = random.Random(f"{seed}-{number}")
            source = chance.choice(paths)
            path = Path(work, f"input{source.suffix}")
            path.write_bytes(_mutated(source.read_bytes(), chance))
            print(json.dumps(_outcome(path, number)), flush=True)


def _outcome(path: Path, number: int) -> tuple[str, str]:
    sandboxed = number % SANDBOXED == 0
    try:
        loaded = (load_safely if sandboxed else load)(path, LIMITS)
    except DocumentError as error:
        return "refused", str(error)[:60]
    except MemoryError:
        return "memory", ""
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if frame.filename.startswith(str(ROOT / "ingest"))] or frames
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return "escaped" if sandboxed else "stopped", f"{type(error).__name__} at {where}"
    try:
        chunks = split(loaded.document, loaded.sections)
        sound = bool(chunks) and all(chunk.text.strip() and chunk.text.encode() for chunk in chunks)
    except Exception as error:
        return "unsound", type(error).__name__
    return ("loaded" if sound else "unsound"), path.suffix


def _mutated(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _with_mutated_member(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 16))):
        _mutate(changed, chance)
    return bytes(changed)


def _with_mutated_member(data: bytes, chance: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        victim = chance.choice([member for member in source.namelist() if member.endswith((".xml", ".rels"))])
        for name in source.namelist():
            body = bytearray(source.read(name))
            if name == victim:
                _mutate(body, chance)
            written.writestr(name, bytes(body))
    return target.getvalue()


def _mutate(data: bytearray, chance: random.Random) -> None:
    if not data:
        return
    at = chance.randrange(len(data))
    length = min(chance.choice((1, 2, 4, 16, 64, 1024)), len(data) - at)
    match chance.randrange(6):
        case 0:
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            data[at : at + length] = chance.randbytes(length)
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
        case 4:
            data[at : at + length] = chance.choice((b"\xff" * length, bytes(length), b"9" * length, b"<a>" * length))
        case _:
            del data[at:]


if __name__ == "__main__":
    sys.exit(main())

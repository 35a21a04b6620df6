"""All benchmarks, one after the other: ``python -m bench [--evaluation FILE] [--only NAME]``.

Prints the machine and the versions first, since figures mean nothing without them. The release that the core's
benchmark makes is also what the web and the Telegram bot answer from. A benchmark that cannot run says why; the others
go on.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

PACKAGES = ("chromadb", "bm25s", "onnxruntime", "numpy", "sqlalchemy", "fastapi", "python-telegram-bot")
DATA = Path("out/bench/core")


def main() -> None:
    """Run what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluation", type=Path, metavar="FILE", help="questions for the retrieval benchmark")
    parser.add_argument("--only", metavar="NAME", help="core, retrieval, ingest, web or telegram")
    given = parser.parse_args()
    benchmarks: dict[str, list[list[str]]] = {
        "core": [["--data", str(DATA)]],
        "retrieval": [[str(given.evaluation)]] if given.evaluation else [],
        "ingest": [[]],
        "web": [["--data", str(DATA)]],
        "telegram": [["latency", "--data", str(DATA)], ["faults"]],
    }
    if given.only and given.only not in benchmarks:
        parser.error(f"There is no benchmark {given.only!r}; there are {', '.join(benchmarks)}.")
    print(machine())
    failed = [name for name, runs in benchmarks.items() if given.only in (None, name) and not _run(name, runs)]
    sys.exit(f"Failed: {', '.join(failed)}" if failed else 0)


def machine() -> str:
    """The machine and the versions, as Markdown."""
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return (
        f"Machine: {len(os.sched_getaffinity(0))} × {processors[0] if processors else platform.machine()}, "
        f"load before {os.getloadavg()[0]:.1f}; {platform.platform()}\n"
        f"Versions: Python {platform.python_version()}, {versions}"
    )


def _run(name: str, runs: list[list[str]]) -> bool:
    if importlib.util.find_spec(f"bench.{name}") is None or not runs:
        print(f"\n## {name}: left out{'' if runs else ' (it needs --evaluation FILE)'}", flush=True)
        return True
    print(f"\n## {name}", flush=True)
    done = [subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], check=False) for arguments in runs]
    return not any(one.returncode for one in done)


if __name__ == "__main__":
    main()

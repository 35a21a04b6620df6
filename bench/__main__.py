"""All benchmarks, one after the other: ``python -m bench [--evaluation FILE] [--only NAME]``.

Prints the machine and the versions first, since figures mean nothing without them. The release that the core's
benchmark makes is also what the web and the Telegram bot answer from. A benchmark that cannot run says why; the others
go on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from bench.machine import machine

DATA = Path("out/bench/core")


def main() -> None:
    """Run what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--evaluation",
        type=Path,
        metavar="FILE",
        help="public sets for the retrieval benchmark, besides the golden questions",
    )
    names = "core, retrieval, reader, held_out, understanding, follow_ups, ingest, web, staff or telegram"
    parser.add_argument("--only", metavar="NAME", help=names)
    given = parser.parse_args()
    benchmarks: dict[str, list[list[str]]] = {
        "core": [["--data", str(DATA)]],
        "retrieval": [["--golden"], *([[str(given.evaluation)]] if given.evaluation else [])],
        "reader": [["--data", str(DATA)]],
        "held_out": [[]],
        "understanding": [[]],
        "follow_ups": [[]],
        "ingest": [[]],
        "web": [["--data", str(DATA)]],
        "staff": [["--data", str(DATA)]],
        "telegram": [["latency", "--data", str(DATA)], ["faults"]],
    }
    if given.only and given.only not in benchmarks:
        parser.error(f"There is no benchmark {given.only!r}; there are {', '.join(benchmarks)}.")
    print(machine())
    failed = [name for name, runs in benchmarks.items() if given.only in (None, name) and not _run(name, runs)]
    sys.exit(f"Failed: {', '.join(failed)}" if failed else 0)


def _run(name: str, runs: list[list[str]]) -> bool:
    print(f"\n## {name}", flush=True)
    done = [subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], check=False) for arguments in runs]
    return not any(one.returncode for one in done)


if __name__ == "__main__":
    main()

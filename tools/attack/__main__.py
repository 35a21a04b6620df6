"""Attacks a server of its own and prints what happened: ``python -m tools.attack [--only ROOM …] [--database KIND]``.

Servers run on loopback over temporary folders with the starter corpus, over SQLite and over PostgreSQL. The exit code
is 1 when an attack succeeded. Nothing but this machine is touched.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tests.fakes.postgres import Postgres, Unavailable
from tools.attack import rooms
from tools.attack.attacks import ATTACKS, DATABASES, Attack, Failed
from tools.attack.installation import Site
from tools.attack.report import Result, machine, show


def main() -> int:
    """Run the attacks asked for; 1 when one of them succeeded or could not be made."""
    names = sorted(module.name for module in pkgutil.iter_modules(rooms.__path__))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="ROOM", help=f"rooms ({', '.join(names)}) or words of a name")
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=list(DATABASES))
    arguments = parser.parse_args()
    for name in names:
        importlib.import_module(f"tools.attack.rooms.{name}")
    chosen = [one for one in ATTACKS if _is_wanted(one, arguments.only)]
    console = Console(width=max(160, Console().width))
    console.print(machine(), highlight=False)
    results: list[Result] = []
    try:
        for kind in arguments.database:
            if wanted := [one for one in chosen if kind in one.databases]:
                _run(kind, wanted, results, console)
    finally:
        show(results, console)
    return int(not results or not all(one.held for one in results))


def _is_wanted(one: Attack, only: list[str] | None) -> bool:
    return only is None or one.room in only or any(word in one.name for word in only)


def _run(kind: str, attacks: list[Attack], results: list[Result], console: Console) -> None:
    """Run attacks over a kind of database and add how they ended, each as soon as it is known."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pandu-attack-")))
        try:
            postgres = stack.enter_context(Postgres()) if kind == "postgresql" else None
        except Unavailable as error:
            console.print(f"[yellow]Nothing is tried over PostgreSQL: {error}[/]")
            return
        site = Site(kind, folder, postgres)
        stack.callback(site.close)
        for one in attacks:
            results.append(_result(one, site, console))  # noqa: PERF401 - kept when a later one is interrupted


def _result(one: Attack, site: Site, console: Console) -> Result:
    began = time.monotonic()
    held, happened = False, ""
    try:
        happened, held = one.run(site), True
    except Failed as failed:
        happened = str(failed)
    except Exception as error:  # an attack that cannot be made shows nothing, and the others are wanted all the same
        happened = f"could not be made: {type(error).__name__}: {str(error)[-300:]}"
    seconds = time.monotonic() - began
    mark = "[green]ok[/]    " if held else "[red]FAILED[/]"
    console.print(f"{mark} {seconds:4.0f} s  {site.kind:10} {one.room}: {one.name}: ", end="")
    console.print(happened[:300], markup=False, highlight=False)
    return Result(one, site.kind, held, happened[:300], seconds)


if __name__ == "__main__":
    sys.exit(main())

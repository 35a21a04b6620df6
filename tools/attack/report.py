"""The table of what happened, and what it happened on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tools.attack.attacks import Attack

_PACKAGES = ("pandu-ascn", "chromadb", "sqlalchemy", "psycopg", "uvicorn", "onnxruntime")


@dataclass(frozen=True)
class Result:
    """How an attack ended over one database."""

    attack: Attack
    database: str
    held: bool
    happened: str
    seconds: float


def machine() -> str:
    """The machine and the versions, in one line each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = next((line.partition(": ")[2] for line in _cpu_lines() if line.startswith("model name")), platform.machine())
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB; {platform.platform()}\n"
        f"Python {platform.python_version()}, {versions}"
    )


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def show(results: list[Result], console: Console) -> None:
    """Print the table and the sum."""
    table = Table("", "Attack", "Over", "Expected", "Happened", "s")
    for one in results:
        mark = "[green]ok[/]" if one.held else "[red]FAILED[/]"
        name = f"{one.attack.room}: {one.attack.name}"
        cells = (name, one.database, one.attack.expected, one.happened)
        table.add_row(mark, *(escape(cell) for cell in cells), f"{one.seconds:.0f}")
    console.print(table)
    failed = sum(not one.held for one in results)
    console.print(f"{len(results)} attacks, {failed} FAILED")

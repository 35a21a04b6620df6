"""The command that reads and checks the audit log."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import open_app, out
from bot.cli.terminal import shown
from bot.csv_lines import csv_lines
from knowledge.language.dates import WIB


def audit(
    as_csv: Annotated[bool, typer.Option("--csv", help="Write every entry as CSV, oldest first.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Follow the chain of entries and say whether it is whole.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", help="Entries to show.", min=1, max=10000)] = 50,
) -> None:
    """Show who changed what, newest first; check that nobody changed the log."""
    from bot.audit import COLUMNS, rows  # with the database, which other commands may not need

    with open_app() as parts:
        if verify:
            number, digest = parts.audit.verify()
            out.print(f"The audit log is whole: {number} entries, the newest with the digest {digest}.")
            out.print("Note both: a log from which newest entries were taken off has fewer, or another digest.")
        elif as_csv:
            for line in csv_lines(COLUMNS, rows(parts.audit.all())):
                sys.stdout.write(line)
        else:
            table = Table("No", "When", "Who", "From", "What", "Of", "Detail")
            for entry in parts.audit.entries(limit=limit):
                at = f"{entry.at.astimezone(WIB):%Y-%m-%d %H:%M:%S %Z}"
                detail = json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""
                cells = (str(entry.id), at, entry.by, entry.origin, entry.action, entry.target, detail)
                table.add_row(*(shown(cell) for cell in cells))
            out.print(table)

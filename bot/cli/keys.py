"""Commands about keys of other offices' own programs."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown
from bot.client_keys import SCOPES

app = typer.Typer(help="Keys for other offices' programs that use the API.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="The key's number, as `pandu keys list` shows it.")]
Scopes = Annotated[
    list[str] | None, typer.Option("--scope", help=f"What it may call, once for each of {', '.join(SCOPES)}.")
]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Whose it is, and for which program.")],
    scope: Scopes = None,
    per_minute: Annotated[int, typer.Option("--per-minute", help="Most requests in a minute.")] = 60,
    per_day: Annotated[int, typer.Option("--per-day", help="Most requests in a day, counted in WIB.")] = 10_000,
) -> None:
    """Make a key; it is written to the standard output, this once only."""
    with open_app() as parts:
        key, secret = parts.client_keys.make(name, scope or [], actor(), per_minute=per_minute, per_day=per_day)
        parts.audit.record(actor(), "key.made", key.name, key.summary)
    out.print(secret, soft_wrap=True)


@app.command(name="list")
def list_keys() -> None:
    """List the keys; those that were revoked come last."""
    with open_app() as parts:
        keys = parts.client_keys.keys()
    table = Table("Number", "Key", "Whose", "Scopes", "A minute", "A day", "Last used", "State")
    for key in keys:
        used = f"{key.day} ({key.used})" if key.day else "never"
        state = f"revoked by {shown(key.revoked_by)}" if key.revoked_at else "holds"
        quotas = str(key.per_minute), str(key.per_day)
        table.add_row(str(key.id), f"{key.hint}…", shown(key.name), ", ".join(key.scopes), *quotas, used, state)
    out.print(table)


@app.command()
def revoke(number: Number) -> None:
    """Let a key open nothing any more, in every process at once."""
    with open_app() as parts:
        key = parts.client_keys.revoke(number, actor())
        parts.audit.record(actor(), "key.revoked", key.name, {"key": key.id})
    out.print(f"The key {key.hint}… of {shown(key.name)} is revoked.")

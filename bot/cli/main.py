"""The command line: ``pandu``. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli import ask, audit, documents, gaps, impact, ingest, keeping, originals, releases, stats
from bot.cli.console import err, out
from bot.cli.terminal import shown
from knowledge.errors import ConfigError, PanduError

cli = typer.Typer(
    name="pandu",
    help="Pandu ASCN answers questions about the ASEAN Smart Cities Network from its documents, with the source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


for _command in (
    ask.ask,
    ask.chat,
    ingest.ingest,
    documents.inspect,
    documents.docs,
    documents.describe,
    documents.retire,
    keeping.restore,
    keeping.diff,
    keeping.find,
    keeping.review,
    keeping.personal,
    keeping.open_file,
    keeping.close_file,
    originals.bind,
    originals.unbind,
    originals.originals,
    releases.releases,
    releases.build,
    impact.impact,
    releases.publish,
    releases.rollback,
    releases.rebuild,
    gaps.gaps,
    stats.stats,
    audit.audit,
):
    cli.command()(_command)


def main() -> None:
    """Run a command; an error that is meant for a person ends it with one sentence and exit code 1."""
    mount()
    try:
        cli()
    except PanduError as error:
        err.print(f"[red]pandu:[/] {shown(str(error))}", soft_wrap=True)
        sys.exit(1)
    except Exception as error:
        if not (said := _of_database(error)):
            raise
        err.print(f"[red]pandu:[/] {shown(said)}", soft_wrap=True)
        sys.exit(1)


def _of_database(error: Exception) -> str:
    """What an error of the database means for a person, without what was asked of it; or nothing."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return ""
    return (
        f"The database cannot be used ({str(error.orig).partition(chr(10))[0]}). Check that there is room on the disk "
        "and that it can be reached; `pandu doctor` tells whether it is damaged. Restore a backup if it is."
    )


@cli.command()
def doctor() -> None:
    """Check configuration, database, model and index, and say what to do."""
    from bot.doctor import examine

    findings = examine()
    for finding in findings:
        mark = "[yellow]note[/]" if finding.warning else "[green]ok[/]  " if finding.fine else "[red]wrong[/]"
        out.print(f"{mark} {finding.part}: {shown(finding.text)}", soft_wrap=True)
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


@cli.command()
def serve() -> None:
    """Serve the web, the API and, with a token, the Telegram bot, in one process."""
    from bot.server import run

    run()


@cli.command()
def mcp(
    http: Annotated[
        int, typer.Option("--http", min=0, max=65535, help="Serve HTTP on this port of 127.0.0.1 instead.")
    ] = 0,
) -> None:
    """Serve the tools ask, search, indicator and compute to other assistants, by MCP over standard input and output."""
    from bot.cli.console import open_app

    try:
        from bot.mcp_server import serve
    except ModuleNotFoundError as error:
        raise ConfigError("The package mcp is missing; install pandu-ascn[mcp].") from error
    with open_app(exact=True) as parts:
        serve(parts, http)


def mount() -> None:
    """Add the families of commands: only that which is called is worth the time its imports take."""
    if sys.argv[1:2] in (["indicators"], ["--help"], []):
        from bot.cli import indicators

        cli.add_typer(indicators.app, name="indicators")
    if sys.argv[1:2] in (["channel"], ["--help"], []):
        from bot.cli import channel

        cli.add_typer(channel.app, name="channel")
    if sys.argv[1:2] in (["keys"], ["--help"], []):
        from bot.cli import keys

        cli.add_typer(keys.app, name="keys")
    if sys.argv[1:2] in (["retention"], ["--help"], []):
        from bot.cli import retention

        cli.add_typer(retention.app, name="retention")
    if sys.argv[1:2] in (["staff"], ["--help"], []):
        from bot.cli import staff

        cli.add_typer(staff.app, name="staff")
    if sys.argv[1:2] in (["tickets"], ["--help"], []):
        from bot.cli import tickets

        cli.add_typer(tickets.app, name="tickets")
    if sys.argv[1:2] in (["eval"], ["--help"], []):
        from bot.cli.evaluate import evaluate_command

        cli.command(name="eval")(evaluate_command)

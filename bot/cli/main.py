"""The command line: ``pandu``. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from bot.cli import ask, documents, ingest, releases
from bot.cli.console import err, out
from knowledge.errors import PanduError

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
    releases.releases,
    releases.publish,
    releases.rollback,
    releases.rebuild,
):
    cli.command()(_command)


def main() -> None:
    """Run a command; an error that is meant for a person ends it with one sentence and exit code 1."""
    try:
        cli()
    except PanduError as error:
        err.print(f"[red]pandu:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)


@cli.command()
def doctor() -> None:
    """Check configuration, database, model and index, and say what to do."""
    from bot.cli.doctor import examine

    findings = examine()
    for finding in findings:
        mark = "[green]ok[/]  " if finding.fine else "[red]wrong[/]"
        out.print(f"{mark} {finding.part}: {escape(finding.text)}", soft_wrap=True)
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


@cli.command()
def serve() -> None:
    """Serve the web, the API and, with a token, the Telegram bot, in one process."""
    from bot.server import run

    run()


def _mount() -> None:
    from bot.cli import indicators

    cli.add_typer(indicators.app, name="indicators")
    # Only the command that is called is worth the time its imports take.
    if sys.argv[1:2] in (["eval"], ["--help"], []):
        from bot.cli.evaluate import evaluate_command

        cli.command(name="eval")(evaluate_command)


_mount()

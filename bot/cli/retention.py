"""Commands about what is kept of people."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import actor, open_app, out
from knowledge.errors import PanduError

if TYPE_CHECKING:
    from bot.app import App
    from bot.data_requests import DataSubject

app = typer.Typer(help="What is kept of people: purge it, give it out, delete it on request.", no_args_is_help=True)

Telegram = Annotated[str, typer.Option("--telegram", help="The person's Telegram id.")]
Web = Annotated[str, typer.Option("--web", help="The id of the conversation in the person's browser.")]
Ticket = Annotated[str, typer.Option("--ticket", help="The number of one of the person's tickets.")]
Mailbox = Annotated[str, typer.Option("--mailbox", help="The address to which news of watched answers goes.")]


@app.command()
def purge() -> None:
    """Delete what the settings no longer keep, now instead of within the hour."""
    from bot.expiry import expire  # with the parts, which --help does not need

    with open_app() as parts:
        gone = expire(parts)
        parts.audit.record(actor(), "personal-data.purged", "", gone)
    out.print("{turns} old turns, {tickets} old tickets and {watches} old watches deleted.".format(**gone))


@app.command()
def export(telegram: Telegram = "", web: Web = "", ticket: Ticket = "", mailbox: Mailbox = "") -> None:
    """Write everything that is stored of a person as JSON."""
    with open_app() as parts:
        person = _person(parts, telegram=telegram, web=web, ticket=ticket, mailbox=mailbox)
        found = parts.data_requests.export(person)
        counts = {what: len(found[what]) for what in ("turns", "tickets", "watches")}
        parts.audit.record(actor(), "personal-data.exported", person.mark, counts)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


@app.command()
def delete(
    telegram: Telegram = "",
    web: Web = "",
    ticket: Ticket = "",
    mailbox: Mailbox = "",
    reason: Annotated[str, typer.Option("--reason", help="The request, as the number of its letter.")] = "",
) -> None:
    """Delete everything that is stored of a person; the audit log keeps the evidence."""
    with open_app() as parts:
        person = _person(parts, telegram=telegram, web=web, ticket=ticket, mailbox=mailbox)
        evidence = parts.data_requests.delete(person)
        entry = parts.audit.record(actor(), "personal-data.deleted", person.mark, {**evidence, "reason": reason[:200]})
    said = "{turns} turns, {tickets} tickets and {watches} watches deleted, {left} left".format(**evidence)
    out.print(f"{said}. Evidence: entry {entry.id} of the audit log.")


def _person(parts: App, **by: str) -> DataSubject:
    from bot.data_requests import KNOWN

    given = [(known, by[known]) for known in KNOWN if by[known]]
    if len(given) != 1:
        raise PanduError("Name the person by one of --telegram, --web, --ticket and --mailbox.")
    return parts.data_requests.find(*given[0])

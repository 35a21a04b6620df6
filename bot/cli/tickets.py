"""Commands about tickets: the same verbs as in the console."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown
from bot.tickets.inbox import TABS, Tab
from bot.tickets.ticket import Ticket, way_of
from knowledge.answer_text import source_lines
from knowledge.language.dates import local_time
from knowledge.language.personal_data import mask
from knowledge.markup.citation_marks import strip_marks

if TYPE_CHECKING:
    from bot.app import App

app = typer.Typer(help="Questions handed to the directorate: list, answer, merge, make documents of them.")

Number = Annotated[int, typer.Argument(min=1, help="The ticket's number.")]
Text = Annotated[str, typer.Option("--text", help="What is written; read from the standard input if left out.")]
Cite = Annotated[list[str] | None, typer.Option("--cite", help="Id of a passage to cite (`passages` lists them).")]
_LISTED = 80  # characters of a question
_WAYS = {
    "channel": "It is on its way to the asker's chat.",
    "mail": "It will be sent to the asker by mail.",
    "contact": "It shows on the ticket's page. Nothing is sent to {contact}: reply by your own mail or phone.",
    "page": "It shows on the ticket's page.",
}


@app.callback(invoke_without_command=True)
def tickets(context: typer.Context) -> None:
    """List new tickets when no verb is given."""
    if context.invoked_subcommand is None:
        list_tickets()


@app.command(name="list")
def list_tickets(
    tab: Annotated[str, typer.Option("--show", help=f"One of {', '.join(TABS)}.")] = "new",
    page: Annotated[int, typer.Option(min=1, help="Page of the list.")] = 1,
) -> None:
    """List tickets, with how many open ones ask the same; personal data is masked."""
    if tab not in TABS:
        raise typer.BadParameter(f"--show is one of {', '.join(TABS)}, not {tab!r}.")
    chosen: Tab = tab
    with open_app() as parts:
        found = parts.inbox.page(chosen, actor(), page)
        alike = {number: len(group) - 1 for group in parts.likeness.groups() for number in group}
        table = Table("Ticket", "State", "With", "Alike", "Channel", "Asked", "Question")
        for ticket in found.tickets:
            question = shown(mask(ticket.question))
            short = question if len(question) <= _LISTED else f"{question[:_LISTED]}…"
            same = f"+{alike[ticket.id]}" if alike.get(ticket.id) else ""
            asked = local_time(ticket.asked_at)
            table.add_row(str(ticket.id), ticket.status, shown(ticket.claimed_by), same, ticket.channel, asked, short)
        out.print(table)
        out.print(f"{found.count} tickets, page {found.number} of {found.pages}.")


@app.command()
def show(number: Number) -> None:
    """Show a ticket with what was written."""
    with open_app() as parts:
        ticket = parts.tickets.ticket(number)
        state = f"{ticket.status} {ticket.closed_as}".strip()
        out.print(f"Ticket {ticket.id}, {ticket.channel}, {state} {shown(ticket.claimed_by)}".strip())
        out.print(shown(ticket.question), soft_wrap=True)
        if ticket.contact:
            out.print(f"Address left: {shown(ticket.contact)}", soft_wrap=True)
        for message in ticket.messages:
            told = f"{local_time(message.at)} {message.kind} {message.by} {message.delivery}".rstrip()
            out.print(f"\n{shown(told)}\n{shown(message.text)}", soft_wrap=True)
            for line in source_lines(message.sources, ticket.language, numbered=False):
                out.print(f"  {shown(line)}", soft_wrap=True)


@app.command()
def passages(number: Number, query: Annotated[str, typer.Argument(help="What to search.")] = "") -> None:
    """List passages that a reply can cite, by the ticket's question or by other words."""
    with open_app(exact=True) as parts:
        ticket = parts.tickets.ticket(number)
        found = parts.passages.search(query or ticket.question, ticket.language)
        if not found:
            out.print("No passage of the published documents fits. Search with other words.")
        for passage in found:
            out.print(f"{passage.chunk.id}  {shown(passage.document.title)}", soft_wrap=True)
            out.print(f"    {shown(' '.join(strip_marks(passage.chunk.text).split())[:200])}", soft_wrap=True)


@app.command()
def claim(number: Number) -> None:
    """Take a ticket up."""
    with open_app() as parts:
        _done(parts.handling.claim(number, actor()), "claimed")


@app.command()
def release(number: Number) -> None:
    """Give a ticket back to everybody."""
    with open_app() as parts:
        _done(parts.handling.release(number, actor()), "released")


@app.command()
def answer(number: Number, text: Text = "", cite: Cite = None) -> None:
    """Answer the asker, and those of the tickets merged into this one."""
    with open_app(exact=True) as parts:
        ticket = parts.tickets.ticket(number)
        sources = parts.passages.cited(cite, ticket.language) if cite else []
        _replied(parts, parts.handling.answer(number, text or _typed(), actor(), sources=sources), "answered")


@app.command()
def inquire(number: Number, text: Text = "") -> None:
    """Ask the asker back; the ticket waits for the reply."""
    with open_app() as parts:
        _replied(parts, parts.handling.inquire(number, text or _typed(), actor()), "inquired")


@app.command()
def close(number: Number, text: Text = "") -> None:
    """Close a ticket as out of scope, and say so to the asker in these words."""
    with open_app() as parts:
        _replied(parts, parts.handling.close(number, text or _typed(), actor()), "closed")


@app.command()
def merge(number: Number, into: Annotated[int, typer.Argument(min=1, help="The ticket that stays.")]) -> None:
    """Let a ticket be answered by another one that asks the same."""
    with open_app() as parts:
        parts.handling.merge([number], into, actor())
        _done(parts.tickets.ticket(number), "merged")


@app.command()
def reopen(number: Number) -> None:
    """Take a closed or answered ticket up again."""
    with open_app() as parts:
        _done(parts.handling.reopen(number, actor()), "reopened")


@app.command()
def promote(number: Number) -> None:
    """Make a document of the reply; it is used once a release with it is built and published."""
    with open_app() as parts:
        document = parts.official_answers.promote(number, actor())
    out.print(f"“{shown(document.title)}” is in the knowledge base: {document.id}. Build and publish to use it.")


@app.command()
def replies() -> None:
    """List the canned replies."""
    with open_app() as parts:
        for one in parts.canned_replies.replies():
            out.print(f"[bold]{shown(one.title)}[/] ({one.language})\n{shown(one.text)}\n", soft_wrap=True)


def _typed() -> str:
    if sys.stdin.isatty():
        out.print("Write the reply; Ctrl-D ends it.")
    return sys.stdin.read()


def _replied(parts: App, ticket: Ticket, what: str) -> None:
    _done(ticket, what)
    out.print(_WAYS[way_of(ticket, mails=parts.settings.mails)].format(contact=shown(ticket.contact)), soft_wrap=True)


def _done(ticket: Ticket, what: str) -> None:
    out.print(f"Ticket {ticket.id} is {what}.")

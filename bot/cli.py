"""The command line: ``pandu``. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import getpass
import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from knowledge.errors import PanduError

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.answers import Answer
    from knowledge.documents import Document, Language
    from knowledge.releases.builder import Builder
    from knowledge.releases.builder import Progress as Told

cli = typer.Typer(
    name="pandu",
    help="Pandu ASCN answers questions about the ASEAN Smart Cities Network from its documents, with the source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# A pipe has no width: lines for programs are not folded.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False)

JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
LanguageOption = Annotated[str | None, typer.Option("--lang", help="Answer in this language: id or en.")]
ScopeOption = Annotated[
    str | None, typer.Option("--scope", help="Stay within one collection: ascn, asean-2045, sni or staff.")
]


def main() -> None:
    """Run a command; an error that is meant for a person ends it with one sentence and exit code 1."""
    try:
        cli()
    except PanduError as error:
        err.print(f"[red]pandu:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)


@contextmanager
def _app(*, exact: bool = False) -> Iterator[App]:
    from bot.app import build_app
    from bot.settings import load_settings

    logging.basicConfig(level=logging.WARNING)
    app = build_app(load_settings(), exact=exact)
    try:
        yield app
    except KeyboardInterrupt:
        err.print("pandu: stopped; what is published goes on answering.")
        raise typer.Exit(130) from None
    finally:
        app.close()


@contextmanager
def _builder(app: App) -> Iterator[Builder]:
    from knowledge.releases.builder import Builder

    with _progress() as told:
        yield Builder(
            app.settings.data,
            app.registry,
            app.publications,
            app.releases,
            chroma_url=str(app.settings.chroma_url or ""),
            keep=app.settings.keep_releases,
            progress=told,
        )


@contextmanager
def _progress() -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bars.add_task(doing, total=total)
            bars.update(tasks[doing], completed=done, total=total)

        yield told


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads one question a line.")],
    as_json: JsonOption = False,
    lang: LanguageOption = None,
    scope: ScopeOption = None,
) -> None:
    """Answer one question; with "-" one a line, where a blank line begins a new conversation."""
    language, collection = _language(lang), _scope(scope)
    with _app(exact=True) as app:
        history: list[Answer] = []
        for line in _questions(question):
            if not line.strip() and question == "-":
                history = []
                continue
            answer = _answered(app, line, history, language, collection)
            history = [*history[-3:], answer]
            if as_json:
                sys.stdout.write(json.dumps(_as_json(answer), ensure_ascii=False) + "\n")
                sys.stdout.flush()
            else:
                _show(answer)


@cli.command()
def chat(lang: LanguageOption = None, scope: ScopeOption = None) -> None:
    """Talk in the terminal; follow-up questions are understood. An empty line ends it."""
    import readline  # noqa: F401  # importing it gives input() line editing and history

    language, collection = _language(lang), _scope(scope)
    with _app(exact=True) as app:
        history: list[Answer] = []
        out.print("[dim]Pandu ASCN — baris kosong untuk selesai / an empty line ends[/]")
        while line := _typed():
            answer = _answered(app, line, history, language, collection)
            history = [*history[-3:], answer]
            _show(answer)


@cli.command()
def ingest(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders, ZIP files or http(s) addresses.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Take in the starter corpus.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish the new release at once.")] = False,
    collection: Annotated[str, typer.Option(help="Where the documents belong.")] = "staff",
    replaces: Annotated[str | None, typer.Option(help="The document of which this is a new version.")] = None,
    keep_personal_data: Annotated[bool, typer.Option(help="Do not mask personal data.")] = False,
) -> None:
    """Take documents in and build a release; readers see it once it is published."""
    from bot.ingesting import Ingestion
    from ingest.importer import Importer
    from ingest.sandbox import load_safely

    if not paths and not starter:
        raise typer.BadParameter("Name a file, folder, ZIP or address, or give --starter.")
    belongs = _scope(collection) or "staff"
    with _app() as app:
        ingestion = Ingestion(Importer(app.settings.data, app.registry, load_safely), err)
        if starter:
            ingestion.starter()
        ingestion.take(paths or [], collection=belongs, replaces=replaces, keep_personal_data=keep_personal_data)
        ingestion.finish()
        with _builder(app) as builder:
            built = builder.build()
            out.print(
                f"Release {built.release_id}{'' if built.new else ' (nothing has changed)'}: {built.report}",
                soft_wrap=True,
            )
            if publish:
                builder.publish(built.release_id, _actor())
                out.print(f"Published: {built.release_id}")
            elif built.new:
                out.print(f"To publish it: pandu publish {built.release_id}")
    if ingestion.counts["failed"]:
        raise typer.Exit(1)


@cli.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="The file to look into.", exists=True, dir_okay=False)],
    html: Annotated[Path | None, typer.Option(help="Write the same beside pictures of the pages to this file.")] = None,
    keep_personal_data: Annotated[bool, typer.Option(help="Do not mask personal data.")] = False,
) -> None:
    """Show what is understood of a file: sections with their anchors, tables, OCR confidence, warnings."""
    from ingest.inspection import as_html, as_text
    from ingest.masking import masked
    from ingest.sandbox import load_safely, page_pictures

    loaded = load_safely(file) if keep_personal_data else masked(load_safely(file))
    out.print(escape(as_text(loaded)), soft_wrap=True)
    if html is not None:
        html.write_text(as_html(loaded, page_pictures(file)), encoding="utf-8")
        out.print(f"Written: {html}")


@cli.command()
def docs(as_json: JsonOption = False) -> None:
    """List the documents of the published release."""
    with _app() as app:
        summaries = app.registry.documents(app.publications.published())
        if as_json:
            rows = [
                {**_plain_document(one.document), "chunks": one.chunks, "version": one.version} for one in summaries
            ]
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
            return
        table = Table("Document", "Title", "Collection", "Language", "Chunks", "As of")
        for one in summaries:
            document = one.document
            cells = (
                document.id,
                document.title,
                document.collection,
                document.language,
                str(one.chunks),
                document.as_of,
            )
            table.add_row(*(escape(cell) for cell in cells))
        out.print(table)
        out.print(f"{len(summaries)} documents")


@cli.command()
def describe(
    document: Annotated[str, typer.Argument(help="The document's id, as `pandu docs` lists it.")],
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    date: Annotated[str | None, typer.Option(help="When: 2024, 2024-05 or 2024-05-31.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language it is written in: id or en.")] = None,
) -> None:
    """Correct what was guessed of a document: title, publisher, date, language. Later versions keep it."""
    from ingest.corrections import correct

    given = {"title": title, "publisher": publisher, "date": date, "language": _language(lang)}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise typer.BadParameter("Give --title, --publisher, --date or --lang.")
    with _app() as app:
        now = correct(app.registry, document, changes)
        said = f"{document}: {now.title}; {now.publisher or '?'}; {now.date or '?'}; {now.language}"
        out.print(escape(said), soft_wrap=True)
        out.print("The next release will say so. Build it: pandu ingest --starter --publish")


@cli.command()
def retire(document: Annotated[str, typer.Argument(help="The document's id, as `pandu docs` lists it.")]) -> None:
    """Leave a document out of the next release; earlier releases keep it."""
    with _app() as app:
        app.registry.retire(document)
        out.print(f"{document} will not be in the next release. Build it: pandu ingest --starter --publish")


@cli.command()
def releases() -> None:
    """List releases, newest first."""
    with _app() as app:
        table = Table("Release", "Status", "Built", "Chunks", "Changes")
        for one in app.publications.releases():
            report = one.report
            changes = "+{added} ~{changed} -{removed}".format(**report) if report else ""
            status = "[green]published[/]" if one.published else one.status
            table.add_row(one.id, status, f"{one.created_at:%Y-%m-%d %H:%M}", str(report.get("chunks", "")), changes)
        out.print(table)


@cli.command()
def publish(release: Annotated[str, typer.Argument(help="The release's id, as `pandu releases` lists it.")]) -> None:
    """Let a release answer; running servers switch with the next question."""
    with _app() as app, _builder(app) as builder:
        builder.publish(release, _actor())
    out.print(f"Published: {release}")


@cli.command()
def rollback() -> None:
    """Go back to the release that answered before the published one."""
    with _app() as app, _builder(app) as builder:
        release = builder.rollback(_actor())
    out.print(f"Rolled back to {release}")


@cli.command()
def rebuild() -> None:
    """Make every index file of the published release anew from the database."""
    with _app() as app, _builder(app) as builder:
        built = builder.rebuild(_actor())
    out.print(f"Rebuilt and published {built.release_id}: {built.report}", soft_wrap=True)


@cli.command()
def doctor() -> None:
    """Check configuration, database, model and index, and say what to do."""
    from bot.doctor import examine

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
    from bot import indicator_commands

    cli.add_typer(indicator_commands.app, name="indicators")
    # Only the command that is called is worth the time its imports take.
    if sys.argv[1:2] in (["eval"], ["--help"], []):
        from bot.evaluation.command import evaluate_command

        cli.command(name="eval")(evaluate_command)


_mount()


def _questions(question: str) -> Iterator[str]:
    if question != "-":
        yield question
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to stop
    for line in sys.stdin:
        yield line.rstrip("\n")


def _typed() -> str:
    try:
        return input("? ").strip()
    except EOFError:
        return ""


def _answered(app: App, text: str, history: Sequence[Answer], language: Language | None, scope: str | None) -> Answer:
    return app.answering.answer(text, language=language, scope=scope, history=history)


def _as_json(answer: Answer) -> dict[str, object]:
    from knowledge.answer_text import plain_text

    return {**answer.model_dump(mode="json"), "text": plain_text(answer)}


def _show(answer: Answer) -> None:
    from knowledge.answer_text import plain_text, source_lines

    out.print(escape(plain_text(answer)), soft_wrap=True)
    for line in source_lines(answer.citations):
        out.print(f"[dim]{escape(line)}[/]", soft_wrap=True)
    out.print()


def _plain_document(document: Document) -> dict[str, str | None]:
    names = ("id", "title", "collection", "language", "publisher", "date", "url", "as_of", "twin")
    return {name: getattr(document, name) for name in names}


def _language(text: str | None) -> Language | None:
    if text not in (None, "id", "en"):
        raise typer.BadParameter(f"The language is id or en, not {text!r}.")
    return "id" if text == "id" else "en" if text == "en" else None


def _scope(text: str | None) -> str | None:
    from knowledge.documents import COLLECTIONS

    if text is not None and text not in COLLECTIONS:
        raise typer.BadParameter(f"The collections are {', '.join(COLLECTIONS)}; there is no {text!r}.")
    return text


def _actor() -> str:
    return f"cli:{getpass.getuser()}"

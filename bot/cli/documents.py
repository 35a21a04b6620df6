"""Commands that show and correct documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.terminal import shown

if TYPE_CHECKING:
    from knowledge.documents import Document
from bot.cli.console import JsonOption, actor, language_of, open_app, out


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
    out.print(shown(as_text(loaded)), soft_wrap=True)
    if html is not None:
        html.write_text(as_html(loaded, page_pictures(file)), encoding="utf-8")
        out.print(f"Written: {shown(str(html))}")


def docs(as_json: JsonOption = False) -> None:
    """List the documents of the published release."""
    with open_app() as app:
        summaries = app.document_store.documents(app.release_store.published())
        if as_json:
            rows = [
                {**_plain_document(summary.document), "chunks": summary.chunks, "version": summary.version}
                for summary in summaries
            ]
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
            return
        table = Table("Document", "Title", "Collection", "Language", "Chunks", "As of")
        for summary in summaries:
            document = summary.document
            cells = (
                document.id,
                document.title,
                document.collection,
                document.language,
                str(summary.chunks),
                document.as_of,
            )
            table.add_row(*(shown(cell) for cell in cells))
        out.print(table)
        out.print(f"{len(summaries)} documents")


def describe(
    document: Annotated[str, typer.Argument(help="The document's id, as `pandu docs` lists it.")],
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    date: Annotated[str | None, typer.Option(help="When: 2024, 2024-05 or 2024-05-31.")] = None,
    number: Annotated[str | None, typer.Option(help="The number that it is registered under.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language it is written in: id or en.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The state of knowledge: 2024 or 2024-05.")] = None,
    review_after: Annotated[str | None, typer.Option(help="Months after which it should be looked at again.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="The rest of what was guessed is right.")] = False,
) -> None:
    """Correct or confirm what was guessed of a document: title, publisher, date, number. Later versions keep what was
    corrected."""
    from ingest.corrections import correct
    from knowledge.storage.confirmations import GUESSED

    given = {"title": title, "publisher": publisher, "date": date, "number": number, "language": language_of(lang)}
    given |= {"as_of": as_of, "review_after": review_after}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes and not confirm:
        raise typer.BadParameter("Give --title, --publisher, --date, --number, --lang, --as-of or --confirm.")
    with open_app() as app:
        if confirm:
            rest = [name for name in GUESSED if name not in changes]
            app.confirmations.confirm(app.document_store.current(document).document, rest, actor())
            app.audit.record(actor(), "document.confirmed", document, {"names": rest})
        if not changes:
            out.print(f"{shown(document)}: confirmed.")
            return
        now = correct(app.document_store, document, changes)
        app.audit.record(actor(), "document.corrected", document, changes)
        said = f"{document}: {now.title}; {now.publisher or '?'}; {now.date or '?'}; {now.language}"
        out.print(shown(said), soft_wrap=True)
        out.print("The next release will say so. Build it: pandu build")


def retire(document: Annotated[str, typer.Argument(help="The document's id, as `pandu docs` lists it.")]) -> None:
    """Leave a document out of the next release; earlier releases keep it."""
    with open_app() as app:
        app.document_store.retire(document)
        app.audit.record(actor(), "document.retired", document)
        out.print(f"{document} will not be in the next release. Build it: pandu build")


def _plain_document(document: Document) -> dict[str, str | None]:
    from knowledge.storage.stored_versions import stored_document

    values = stored_document(document)
    names = ("id", "title", "collection", "language", "publisher", "date", "url", "as_of", "twin")
    return {name: values[name] for name in names}

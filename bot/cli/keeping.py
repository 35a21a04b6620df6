"""Commands that keep documents right: restored, compared, reviewed, searched, opened, looked through for personal
data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.markup.differences import Stretch

DocumentArgument = Annotated[str, typer.Argument(help="The document's id, as `pandu docs` lists it.")]
_MARKS = {"same": "{}", "removed": "[red strike][-{}-][/]", "added": "[green]{{+{}+}}[/]"}


def restore(document: DocumentArgument) -> None:
    """Take a retired document into the next release again."""
    with open_app() as app:
        app.document_store.restore(document)
        app.audit.record(actor(), "document.restored", document)
        out.print(f"{shown(document)} will be in the next release. Build it: pandu build")


def diff(
    document: DocumentArgument,
    before: Annotated[str | None, typer.Argument(help="An earlier version; by default the one before.")] = None,
    after: Annotated[str | None, typer.Argument(help="A later version; by default the current one.")] = None,
) -> None:
    """Show what two versions of a document say differently, word by word."""
    from knowledge.errors import NotFoundError
    from knowledge.storage.version_differences import difference

    with open_app() as app:
        versions = [change.version for change in app.document_store.history(document)]
        if not versions:
            raise NotFoundError(f"There is no document {document!r}; `pandu docs` lists them.")
        if before is None and len(versions) == 1:
            out.print(f"{shown(document)} has one version, {versions[0]}.")
            return
        old, new = (app.document_store.version(one) for one in (before or versions[1], after or versions[0]))
    found = difference(old, new)
    for name, was, now in found.metadata:
        out.print(f"{name}: {shown(was) or '–'} → {shown(now) or '–'}", soft_wrap=True)
    for section in found.sections:
        chunk = section.after or section.before
        place = shown(" › ".join(chunk.heading[1:]) or document) if chunk else ""
        word = "changed" if section.before and section.after else "new" if section.after else "gone"
        out.print(f"\n[bold]{word}[/] {place}", soft_wrap=True)
        for part in (section.heading, section.text, section.questions):
            if part:
                out.print(_marked(part), soft_wrap=True)
    out.print(f"\n{old.version} → {new.version}: {len(found.sections)} sections differ, {found.unchanged} do not.")


def find(text: Annotated[str, typer.Argument(help="Words to look for.")]) -> None:
    """Look for words in all documents, those that are not published yet included."""
    with open_app(exact=True) as app:
        for hit in app.text_search.find(text, 20):
            chunk = hit.chunk
            place = " › ".join(filter(None, (chunk.document, *chunk.heading[1:], chunk.clause)))
            page = f", p. {chunk.page}" if chunk.page else ""
            out.print(f"[bold]{shown(place)}[/]{page}{'' if hit.published else ' [yellow](not published)[/]'}")
            out.print(f"    {shown(' '.join(chunk.text.split())[:200])}", soft_wrap=True)


def review(
    document: Annotated[str | None, typer.Argument(help="A document that was looked at and is still right.")] = None,
    section: Annotated[str, typer.Option(help="The section that was looked at, by its anchor.")] = "",
    note: Annotated[str, typer.Option(help="Why it is still right: what was compared.")] = "",
) -> None:
    """List what is past its review; with a document, say that it is still right as of this month."""
    from ingest.reviewing import still_right

    with open_app() as app:
        if document is not None:
            if not note.strip():
                raise typer.BadParameter("Give --note: what the document was compared with.")
            changed = still_right(app.document_store, app.reviews, app.documents, document, section, note, actor())
            for one in changed:
                app.audit.record(actor(), "document.reviewed", one, {"section": section, "note": note})
            out.print(f"Still right: {', '.join(map(shown, changed))}. The next release will say so: pandu build")
            return
        table = Table("Document", "Section", "As of", "Review after", "Months past")
        for due in app.reviews.due():
            cells = (due.document.id, due.anchor, due.as_of, f"{due.after} months", str(due.months))
            table.add_row(*(shown(cell) for cell in cells))
        out.print(table)


def open_file(
    document: DocumentArgument,
    despite_personal_data: Annotated[
        bool, typer.Option("--despite-personal-data", help="The personal data in it was looked at and may be public.")
    ] = False,
) -> None:
    """Let the public open the file of a document, at the page that an answer cites. A new version is closed again."""
    with open_app() as app:
        app.originals.open_files.open(document, actor(), despite_personal_data=despite_personal_data)
        app.audit.record(actor(), "document.file_opened", document)
        out.print(f"The public can open the file of {shown(document)} once it is published.")


def close_file(document: DocumentArgument) -> None:
    """Let the public open no file of a document any more."""
    with open_app() as app:
        if app.originals.open_files.close(document):
            app.audit.record(actor(), "document.file_closed", document)
        out.print(f"The public cannot open the file of {shown(document)}.")


def personal() -> None:
    """Report the personal data that was found in documents: masked or kept, of which kind, where."""
    from knowledge.storage.personal_records import PersonalRecords

    with open_app() as app:
        table = Table("Document", "What", "Found", "Pages", "By")
        for one in PersonalRecords(app.engine).all():
            pages = sorted({str(place["page"]) for place in one.record.get("places", ()) if place["page"]}, key=int)
            by = str(one.record.get("by", ""))
            table.add_row(*(shown(cell) for cell in (one.document, one.what, one.counted, ", ".join(pages), by)))
        out.print(table)


def _marked(stretches: Sequence[Stretch]) -> str:
    return " ".join(_MARKS[one.kind].format(shown(one.text)) for one in stretches)

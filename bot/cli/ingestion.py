"""What `pandu ingest` does: documents one after the other, with progress and a word on each that failed."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.audit import AuditLog
from bot.cli.console import actor
from bot.cli.terminal import shown
from ingest.errors import DocumentError
from ingest.importer import Imported, Importer
from ingest.sources import Item, cannot_be_read, items
from knowledge.language.printable import printable


def _of_one() -> DocumentError:
    return DocumentError(
        "--replaces hanya untuk satu berkas; berikan yang lain tersendiri.",
        "--replaces is for one file; give the others by themselves.",
    )


class Ingestion:
    """Takes sources in and counts what became of them; what is done stays done when it is interrupted.

    Args:
        importer: puts documents into the document store.
        console: where progress goes.
        audit: notes what came.
    """

    def __init__(self, importer: Importer, console: Console, audit: AuditLog) -> None:
        self._importer = importer
        self._console = console
        self._audit = audit
        self._began = time.monotonic()
        self.counts: Counter[str] = Counter()

    def starter(self) -> None:
        """Take in the starter corpus."""
        for imported in self._importer.starter():
            self.counts[imported.status] += 1
        if changed := {status: count for status, count in self.counts.items() if status != "unchanged"}:
            self._audit.record(actor(), "corpus.stored", "", changed)

    def take(self, sources: Sequence[str], *, collection: str, replaces: str | None, keep_personal_data: bool) -> None:
        """Take in files, folders, archives and addresses. A failed file is named with its reason; the others go on.

        Of a folder or archive that is given again, what it no longer holds is named.
        """
        with tempfile.TemporaryDirectory(prefix="pandu-") as folder, self._console.status("") as status:
            for source in sources:
                taken: list[str] = []
                for item in items(source, Path(folder)):
                    one_too_many = replaces is not None and (taken or source is not sources[0])
                    taken.append(item.origin)
                    if one_too_many:
                        self._fail(item, _of_one())
                    else:
                        self._take(item, collection, replaces, keep_personal_data)
                    status.update(f"{self._summary()}; {shown(item.origin)}")
                self._tell_missing(source, taken)

    def finish(self) -> None:
        """Say how it ended."""
        self._console.print(self._summary())

    def _take(self, item: Item, collection: str, replaces: str | None, keep_personal_data: bool) -> None:
        try:
            if item.error is not None or item.path is None:
                raise item.error or DocumentError("Berkas tidak ada.", "There is no file.")
            imported = self._importer.take(
                item.path,
                item.origin,
                collection=collection,
                document_id=replaces,
                keep_personal_data=keep_personal_data,
                actor=actor(),
            )
        except DocumentError as error:
            self._fail(item, error)
            return
        except OSError as error:
            self._fail(item, cannot_be_read(error))
            return
        self.counts[imported.status] += 1
        if imported.status != "unchanged":
            detail = imported.audited(item.origin)
            self._audit.record(actor(), "document.stored", imported.document, detail)
        self._tell(item, imported)

    def _fail(self, item: Item, error: DocumentError) -> None:
        self.counts["failed"] += 1
        self._console.print(f"[red]failed[/] {shown(item.origin)}: {shown(str(error))}", soft_wrap=True)

    def _tell(self, item: Item, imported: Imported) -> None:
        said = f"{imported.status:9} {shown(item.origin)} → {shown(imported.document)}"
        unread = f"; {max(imported.unread, 0.01):.0%} not read" if imported.unread else ""
        self._console.print(f"{said} ({imported.chunks} chunks{unread})" if imported.chunks else said, soft_wrap=True)
        for warning in imported.warnings:
            self._console.print(f"          [yellow]{shown(str(warning))}[/]", soft_wrap=True)

    def _tell_missing(self, source: str, taken: Sequence[str]) -> None:
        """Name the documents whose files a folder or archive held when it was given before, and holds no longer."""
        path = Path(source)
        if "://" in source or not path.exists():
            return
        for summary in self._importer.missing(printable(str(path.resolve())), taken):
            self.counts["missing"] += 1
            document = shown(summary.document.id)
            self._console.print(
                f"[yellow]missing[/]   {shown(summary.origin)} → {document}: its file is no longer there, and it "
                f"stays. Leave it out: pandu retire {document}",
                soft_wrap=True,
            )

    def _summary(self) -> str:
        done = self.counts.total() - self.counts["missing"]
        rate = done / max(time.monotonic() - self._began, 0.001)
        parts = ", ".join(f"{number} {status}" for status, number in self.counts.items())
        return f"{done} documents ({parts}), {rate:.1f}/s"

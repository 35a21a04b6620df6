"""Reading what staff gave, in the background: each file in its confined process, one upload at a time."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.audit import AuditLog
from bot.uploads import MAX_RESULTS, Result, Upload, Uploads
from ingest.downloads import Fetcher
from ingest.errors import DocumentError, Notice
from ingest.sources import Item, cannot_be_read, items
from knowledge.errors import NotFoundError

if TYPE_CHECKING:
    from ingest.importer import Importer
    from ingest.originals import Binder

logger = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds between two looks for work
_BEAT = 15.0  # seconds between two signs of life
_HOUR = 3600.0
ORIGIN = "upload:"  # what the origins of uploaded documents begin with
_UNKNOWN = Notice(
    "Berkas ini tidak dapat diproses karena gangguan di server. Coba lagi nanti.",
    "This file could not be taken in because of a fault of the server. Try again later.",
)


class UploadReader:
    """Reads the uploads that wait, in a thread of its own that dies with the process.

    Args:
        uploads: the queue.
        importer: makes what takes documents in.
        binder: makes what binds originals to sources.
        audit: notes what came of it, and from whom.
        fetcher: how addresses are fetched; by default with all checks on.
    """

    def __init__(
        self,
        uploads: Uploads,
        importer: Callable[[], Importer],
        binder: Callable[[], Binder],
        audit: AuditLog,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._uploads = uploads
        self._importer = importer
        self._binder = binder
        self._audit = audit
        self._fetcher = fetcher
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)

    def start(self) -> None:
        """Begin to look for work."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more; what is being read is left to the next process."""
        self._stopped.set()
        self._thread.join(_BEAT)

    def read(self, upload: Upload) -> None:
        """Read one upload to its end and note what became of it."""
        results: list[Result] = []
        with tempfile.TemporaryDirectory(prefix="pandu-upload-") as folder:
            for result in self._results(upload, Path(folder)):
                results.append(result)
                if len(results) <= MAX_RESULTS:
                    self._uploads.tell(upload.id, results)
        self._uploads.finish(upload.id, results or [Result(upload.name, "failed", notices=(_EMPTY,))])

    def _work(self) -> None:
        tidied = 0.0
        while not self._stopped.is_set():
            try:
                if (upload := self._uploads.claim()) is not None:
                    self._read_alive(upload)
                    continue
                if time.monotonic() - tidied > _HOUR:
                    self._uploads.tidy()
                    tidied = time.monotonic()
            except Exception:  # whatever it is, the next upload is read
                logger.exception("Uploads cannot be looked up; tried again")
            self._stopped.wait(_PAUSE)

    def _read_alive(self, upload: Upload) -> None:
        """Read an upload, giving signs of life; when told to stop meanwhile, leave it to another process."""
        reading = threading.Thread(target=self._read_guarded, args=(upload,), name="upload", daemon=True)
        reading.start()
        beat = time.monotonic()
        while reading.is_alive():
            reading.join(0.2)
            if self._stopped.is_set():
                self._uploads.release(upload.id)
                return
            if time.monotonic() - beat > _BEAT:
                self._uploads.alive(upload.id)
                beat = time.monotonic()

    def _read_guarded(self, upload: Upload) -> None:
        try:
            self.read(upload)
        except Exception:
            if self._stopped.is_set():
                return  # the database is closed under it
            logger.exception("Upload %s could not be read", upload.id)
            self._uploads.finish(upload.id, [Result(upload.name, "failed", notices=(_UNKNOWN,))])

    def _results(self, upload: Upload, folder: Path) -> Iterator[Result]:
        if upload.kind == "original":
            yield self._bound(upload)
            return
        importer = self._importer()
        replaces = str(upload.options.get("replaces") or "") or None
        for number, item in enumerate(self._items(upload, folder)):
            if replaces and number:
                yield Result(_name(item), "failed", notices=(_ONE,))
            else:
                yield self._taken(upload, item, importer, replaces)

    def _items(self, upload: Upload, folder: Path) -> Iterator[Item]:
        if upload.kind == "address":
            yield from items(upload.name, folder, fetcher=self._fetcher)
            return
        file = self._file(upload)
        for item in items(file, folder):
            yield replace(item, origin=item.origin.replace(str(file.resolve()), f"{ORIGIN}{upload.name}", 1))

    def _taken(self, upload: Upload, item: Item, importer: Importer, replaces: str | None) -> Result:
        try:
            if item.error is not None or item.path is None:
                raise item.error or DocumentError("Berkas tidak ada.", "There is no file.")
            imported = importer.take(
                item.path,
                item.origin,
                collection=str(upload.options.get("collection") or "staff"),
                document_id=replaces,
                keep_personal_data=bool(upload.options.get("keep_personal_data")),
                actor=upload.by,
            )
        except DocumentError as error:
            return _failed(_name(item), error)
        except OSError as error:
            return _failed(_name(item), cannot_be_read(error))
        if imported.status != "unchanged":
            detail = imported.audited(item.origin)
            self._audit.record(upload.by, "document.stored", imported.document, detail, "upload")
        return Result(_name(item), imported.status, imported.document, imported.title, imported.warnings)

    def _bound(self, upload: Upload) -> Result:
        source = str(upload.options["source"])
        try:
            self._binder().bind(source, self._file(upload), upload.by)
        except DocumentError as error:
            return _failed(upload.name, error)
        except OSError as error:
            return _failed(upload.name, cannot_be_read(error))
        except NotFoundError as error:
            gone = f"Tidak ada dokumen yang mengutip sumber '{source}'."
            return Result(upload.name, "failed", notices=(Notice(gone, str(error)),))
        self._audit.record(upload.by, "source.bound", source, {"file": upload.name}, "upload")
        return Result(upload.name, "bound", source, source)

    def _file(self, upload: Upload) -> Path:
        (file,) = self._uploads.folder(upload.id).iterdir()
        return file


_EMPTY = Notice("Arsip ini tidak memuat berkas.", "This archive holds no file.")
_ONE = Notice(
    "Versi baru suatu dokumen adalah satu berkas; unggah yang lain tersendiri.",
    "A new version of a document is one file; upload the others by themselves.",
)


def _name(item: Item) -> str:
    return item.origin.removeprefix(ORIGIN)


def _failed(name: str, error: DocumentError) -> Result:
    return Result(name, "failed", notices=(Notice(error.indonesian, error.english),))

"""Pictures of the pages of a document's file, drawn when somebody looks at them and kept for the next look."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ingest.errors import DocumentError

STRIDE = 10  # pages drawn at a time: starting the confined process takes longer than drawing one
_MOST = 2_000
_AGAIN = 600.0  # seconds after which a file that could not be drawn, perhaps for want of memory, is tried again
_KEPT = 4_000  # pictures; beyond that those that were drawn first go


def _page_pictures(path: Path, first: int, most: int) -> list[bytes]:
    from ingest.sandbox import page_pictures  # what reads files is not loaded at the start

    return page_pictures(path, first=first, most=most)


class PageViews:
    """Draws pages in the confined process, one file at a time.

    Args:
        data: the data folder: files are in its ``originals/``, pictures go to ``pages/``.
        draw: draws pages; by default ``ingest.sandbox.page_pictures``.
    """

    def __init__(self, data: Path, draw: Callable[..., list[bytes]] | None = None) -> None:
        self._originals = data / "originals"
        self._folder = data / "pages"
        self._draw = draw or _page_pictures
        self._lock = threading.Lock()
        self._failed: dict[str, float] = {}  # when a file could not be drawn last

    def page(self, file: str, number: int) -> Path | None:
        """The picture (JPEG) of a page, counted from 1, of a kept file; None where there is none to be had.

        Args:
            file: its name under ``originals/``, as the document store tells it.
        """
        original = self._originals / Path(file).name
        if not file or not 1 <= number <= _MOST or not original.is_file():
            return None
        wanted = self._path(file, number)
        if not wanted.exists():
            with self._lock:  # who waited finds what was drawn meanwhile
                if not wanted.exists() and time.monotonic() - self._failed.get(file, -_AGAIN) >= _AGAIN:
                    self._draw_from(original, file, number - (number - 1) % STRIDE)
        return wanted if wanted.exists() and wanted.stat().st_size else None

    def _draw_from(self, original: Path, file: str, first: int) -> None:
        try:
            pictures = self._draw(original, first=first, most=STRIDE)
        except DocumentError:
            self._failed[file] = time.monotonic()
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for offset in range(STRIDE):
            # An empty file says that there is no such page, so that nobody tries again.
            content = pictures[offset] if offset < len(pictures) else b""
            partial = self._folder / f".{os.getpid()}.part"
            partial.write_bytes(content)
            partial.replace(self._path(file, first + offset))
        self._forget_old()

    def _forget_old(self) -> None:
        drawn: dict[Path, float] = {}
        for path in self._folder.glob("*.jpg"):
            with suppress(FileNotFoundError):  # another process was first
                drawn[path] = path.stat().st_mtime
        kept = sorted(drawn, key=drawn.__getitem__)
        for path in kept[: max(len(kept) - _KEPT, 0)]:
            path.unlink(missing_ok=True)

    def _path(self, file: str, number: int) -> Path:
        return self._folder / f"{Path(file).stem[:64]}-{number}.jpg"

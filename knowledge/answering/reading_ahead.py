"""What questions will need of passages, read while nobody asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from knowledge.answering.excerpts import shown_texts
from knowledge.documents import Chunk
from knowledge.embedding.base import Embedder
from knowledge.errors import NotFoundError, PanduError
from knowledge.reading.reader import REMEMBERED, Reader
from knowledge.releases.pinned import ReleaseSource
from knowledge.releases.release import Release
from knowledge.retrieval.close_reading import told_sentences

logger = logging.getLogger(__name__)

_QUIET: Final = 0.5  # seconds since the last answer after which somebody may be thought not to ask
_MOST_QUOTED: Final = 10_000  # passages of documents that are quoted whose sentences are read ahead
_LOOK: Final = 100  # passages after which it is looked whether something else is published


class ReadingAhead:
    """Reads the passages of the published Release: the reader those of ours, the embedder the sentences of quoted ones.
    The first question about a passage would wait for that, 20 to 40 ms for each.

    Args:
        releases: opens the Release.
        embedder: remembers the vectors of sentences.
        reader: remembers passages; None where there is none.
    """

    def __init__(self, releases: ReleaseSource, embedder: Embedder, reader: Reader | None) -> None:
        self._releases = releases
        self._embedder = embedder
        self._reader = reader
        self._lock = threading.Lock()
        self._asked, self._answered = 0, time.monotonic()
        self._read = ""  # the Release that has been read

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While a question is answered nothing is read ahead."""
        with self._lock:
            self._asked += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1
                self._answered = time.monotonic()

    def read(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Read all passages of the published Release, unless that was done; returns how many. It takes a minute or two
        for a thousand, more when questions come between, and ends early when ``stopped`` says so or something else is
        published."""
        try:
            release = self._releases.current(wait=False)
            return self._read_all(release, stopped) if release.id != self._read else 0
        except NotFoundError:
            return 0
        except PanduError as error:
            logger.warning("Passages are not read ahead: %s", error)
            return 0

    def _read_all(self, release: Release, stopped: Callable[[], bool]) -> int:
        ours = [row for row in range(len(release)) if not release.quoted[row]][:REMEMBERED]
        quoted = [row for row in range(len(release)) if release.quoted[row]][:_MOST_QUOTED]
        for number, row in enumerate([*ours, *quoted], 1):
            while not self._nobody_asks():
                if stopped():
                    return number - 1
                time.sleep(_QUIET / 5)
            if stopped() or (number % _LOOK == 0 and self._releases.current(wait=False).id != release.id):
                return number
            (chunk,) = release.chunks([row])
            release.words(row)
            self._remember(chunk, quoted=bool(release.quoted[row]))
        self._read = release.id
        logger.info("%d passages of release %s read ahead", len(ours) + len(quoted), release.id)
        return len(ours) + len(quoted)

    def _remember(self, chunk: Chunk, *, quoted: bool) -> None:
        if quoted:
            self._embedder.embed_passages([*told_sentences(chunk.text), *shown_texts(chunk.text)])
        elif self._reader is not None:
            self._reader.remember(chunk)

    def _nobody_asks(self) -> bool:
        with self._lock:
            return not self._asked and time.monotonic() - self._answered >= _QUIET

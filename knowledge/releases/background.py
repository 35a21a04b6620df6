"""Making index files in the background, while questions wait or are answered from another release."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from knowledge.errors import IntegrityError, PanduError

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Made:
    release_id: str
    future: Future[None]
    ended: float = 0.0


class BackgroundMaker:
    """Has the files of releases made, each once at a time.

    Args:
        make: makes the files of a release; takes as long as it takes.
        again: seconds after which what was made, or could not be, is tried again.
        clock: monotonic seconds.
    """

    def __init__(
        self, make: Callable[[str], None], again: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._again = again
        self._clock = clock
        self._lock = threading.Lock()
        self._last: _Made | None = None

    def begin(self, release_id: str, why: str) -> Future[None]:
        """Begin, or join what is going on or has just ended; the future raises what went wrong."""
        with self._lock:
            last = self._last
            if last is not None and last.release_id == release_id and not self._due(last):
                return last.future
            self._last = made = _Made(release_id, Future())
        logger.warning("The index of release %s is made anew from the database: %s", release_id, why)
        # Not waited for when the process ends: what a build leaves unfinished, the next one removes.
        threading.Thread(target=self._run, args=(made,), name="making", daemon=True).start()
        return made.future

    def _due(self, last: _Made) -> bool:
        return last.future.done() and self._clock() - last.ended >= self._again

    def _run(self, made: _Made) -> None:
        failed: PanduError | None = None
        try:
            self._make(made.release_id)
        except PanduError as error:
            failed = error
        except Exception as error:  # its text may hold what is private
            failed = IntegrityError(f"The index of release {made.release_id} cannot be made ({type(error).__name__}).")
        made.ended = self._clock()
        if failed is None:
            logger.warning("The index of release %s has been made", made.release_id)
            made.future.set_result(None)
        else:
            logger.error("The index of release %s could not be made: %s", made.release_id, failed)
            made.future.set_exception(failed)

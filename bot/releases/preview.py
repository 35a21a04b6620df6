"""Making an impact preview: the draft built where documents changed since, then every question asked of both."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.releases.impact import Effect, effects
from bot.releases.impacts import Impacts
from bot.releases.questions import all_questions
from knowledge.errors import NotFoundError, PanduError
from knowledge.releases.pending import pending

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.releases.report import ProgressCallback

logger = logging.getLogger(__name__)
_NOTED = 0.5  # seconds between two notes of how far it is


class _StoppedError(Exception):
    """Somebody stopped the preview."""


def make_preview(app: App, impact_id: int, on_progress: ProgressCallback = lambda doing, done, total: None) -> None:
    """Make a preview that was begun, and note how it ended.

    Args:
        app: the parts.
        impact_id: which.
        on_progress: told how far it is.
    """
    impacts = Impacts(app.engine)
    try:
        ended = _compare(app, impacts, impact_id, on_progress)
        impacts.end(impact_id, "done" if ended else "stopped")
    except KeyboardInterrupt:
        impacts.end(impact_id, "stopped")
        raise
    except _StoppedError:
        impacts.end(impact_id, "stopped")
    except PanduError as error:
        impacts.end(impact_id, "failed", str(error))
    except Exception:
        logger.exception("An impact preview failed")
        impacts.end(impact_id, "failed", "It failed unexpectedly; the log of the server tells why.")


def _compare(app: App, impacts: Impacts, impact_id: int, on_progress: ProgressCallback) -> bool:
    """Build, ask, keep; False when it was stopped."""
    draft, published = _prepared(app, impacts, impact_id, on_progress)
    questions = all_questions(app.engine, app.settings.golden)
    if not impacts.asks(impact_id, draft, published, len(questions)):
        return False
    noted = _Noted(impacts, impact_id)
    with app.trying(published, much=True) as before, app.trying(draft, much=True) as after:
        for done, effect in enumerate(effects(questions, before, after, app.releases.embedder), 1):
            on_progress("questions", done, len(questions))
            if not noted.add(effect, last=done == len(questions)):
                return False
    return True


def _prepared(app: App, impacts: Impacts, impact_id: int, on_progress: ProgressCallback) -> tuple[str, str]:
    """The draft, built anew where documents changed since, and the published Release."""

    def alive(doing: str, done: int, total: int) -> None:
        if not impacts.alive(impact_id):
            raise _StoppedError
        on_progress(doing, done, total)

    waiting = pending(app.document_store, app.release_store)
    if waiting.published is None:
        raise NotFoundError("Nothing is published yet, so there is nothing to compare with.")
    if waiting.draft is not None and waiting.fresh:
        return waiting.draft, waiting.published
    built = app.builder(alive).build()
    if not built.new:
        raise NotFoundError("Nothing has changed since the publication.")
    return built.release_id, waiting.published


class _Noted:
    """Keeps what was found, now and then."""

    def __init__(self, impacts: Impacts, impact_id: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._impacts, self._id, self._clock = impacts, impact_id, clock
        self._counts: Counter[str] = Counter()
        self._waiting: list[Effect] = []
        self._done, self._at = 0, clock()

    def add(self, effect: Effect, *, last: bool) -> bool:
        """Take one; False when the preview is to stop."""
        self._done += 1
        self._counts[effect.change.value] += 1
        if effect.verdict:
            self._counts[effect.verdict] += 1
        self._waiting.append(effect)
        if not last and self._clock() - self._at < _NOTED:
            return True
        waiting, self._waiting, self._at = self._waiting, [], self._clock()
        return self._impacts.went_on(self._id, self._done, waiting, dict(self._counts))

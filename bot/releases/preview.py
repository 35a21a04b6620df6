"""Making an impact preview: the draft built where documents changed since, then every question asked of both."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
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
        with impacts.alive(impact_id):
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
    questions, watched = all_questions(app.engine, app.settings.golden), app.recall.watches.watched()
    total = len(questions) + len(watched)
    if not impacts.asks(impact_id, draft, published, total):
        return False
    noted = _Noted(impacts, impact_id)
    with app.trying(published, much=True) as before, app.trying(draft, much=True) as after:
        for effect in effects(questions, before, after, app.releases.embedder):
            if not noted.add(effect):
                return False
            on_progress("questions", noted.done, total)
        asked = cache(lambda question, language: after.answer(question, language=language))
        for watch in watched:
            told = app.recall.differs(watch, asked(watch.question, watch.language))
            if not noted.add_watch(watch.who, told=told):
                return False
            on_progress("questions", noted.done, total)
    return noted.keep()


def _prepared(app: App, impacts: Impacts, impact_id: int, on_progress: ProgressCallback) -> tuple[str, str]:
    """The draft, built anew where documents changed since, and the published Release."""

    def went_on(doing: str, done: int, total: int) -> None:
        if not impacts.builds(impact_id):
            raise _StoppedError
        on_progress(doing, done, total)

    waiting = pending(app.document_store, app.release_store)
    if waiting.published is None:
        raise NotFoundError("Nothing is published yet, so there is nothing to compare with.")
    if waiting.draft is not None and waiting.fresh:
        return waiting.draft, waiting.published
    built = app.builder(went_on).build()
    if not built.new:
        raise NotFoundError("Nothing has changed since the publication.")
    return built.release_id, waiting.published


class _Noted:
    """Keeps what was found, now and then."""

    def __init__(self, impacts: Impacts, impact_id: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._impacts, self._id, self._clock = impacts, impact_id, clock
        self._counts: Counter[str] = Counter()
        self._waiting: list[Effect] = []
        self._told: set[str] = set()
        self.done, self._at = 0, clock()

    def add(self, effect: Effect) -> bool:
        """Take one; False when the preview is to stop."""
        self._counts[effect.change.value] += 1
        if effect.verdict:
            self._counts[effect.verdict] += 1
        self._waiting.append(effect)
        return self._go_on()

    def add_watch(self, who: str, *, told: bool) -> bool:
        """Take a watched question, of whose answer its asker would be ``told``; False when the preview is to stop."""
        if told:
            self._told.add(who)
            self._counts["told"] = len(self._told)
        return self._go_on()

    def keep(self) -> bool:
        """Keep what was taken; False when the preview was stopped."""
        waiting, self._waiting, self._at = self._waiting, [], self._clock()
        return self._impacts.went_on(self._id, self.done, waiting, dict(self._counts))

    def _go_on(self) -> bool:
        self.done += 1
        return self._clock() - self._at < _NOTED or self.keep()

"""Impact previews beside serving: each in a process of its own that gives way to whoever asks."""

from __future__ import annotations

import logging
import os
import signal
from multiprocessing import active_children, get_context

from bot.settings import Settings
from ingest.confinement import end_with

_NICE = 10
#: For numpy, which reads it once, when it is imported. Several threads wait for each other by turning round, which
#: beside a server that has work itself costs more than half of the time.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_PATIENCE = 60.0  # seconds for the database: an answer without its originals would look like one that changes


def start_preview(settings: Settings, impact_id: int) -> None:
    """Make a preview that was begun in a process of its own, which ends when this one does.

    Args:
        settings: as this process was started with; handed on through a pipe, since there are secrets in it.
        impact_id: which.
    """
    active_children()  # clears away those that have ended
    get_context("spawn").Process(target=_work, args=(settings, impact_id, os.getpid()), daemon=True).start()


def _work(settings: Settings, impact_id: int, parent: int) -> None:
    os.environ.update(_ONE_THREAD)
    from bot.app import build_app
    from bot.releases.preview import make_preview

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops in an orderly way, and this ends with it
    end_with(parent)
    os.nice(_NICE)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = build_app(settings.model_copy(update={"threads": 1, "database_seconds": _PATIENCE}), exact=True)
    try:
        make_preview(app, impact_id)
    finally:
        app.close()

"""The starter corpus as a release of its own, so that an evaluation does not depend on what an installation holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import App, build_app
from bot.settings import Settings
from knowledge.releases.report import ProgressCallback


@contextmanager
def starter_app(
    settings: Settings, progress: ProgressCallback = lambda doing, done, total: None, *, exact: bool = False
) -> Iterator[App]:
    """The parts put together over a temporary data folder in which the starter corpus is published.

    ``exact`` searches vectors exactly instead of in Chroma, so that two runs agree to the last neighbour.

    Raises:
        DocumentError: a text of the corpus is malformed.
    """
    with tempfile.TemporaryDirectory(prefix="pandu-eval-") as folder:
        changes = {"data": Path(folder), "database_url": type(settings.database_url)(""), "chroma_url": None}
        app = build_app(settings.model_copy(update=changes), exact=exact)
        try:
            app.importer.starter()
            builder = app.builder(progress)
            builder.publish(builder.build().release_id, "evaluation")
            yield app
        finally:
            app.close()

"""The starter corpus as a release of its own, so that an evaluation does not depend on what an installation holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import App, build_app
from bot.settings import Settings
from ingest.importer import Importer
from ingest.sandbox import load_safely
from knowledge.releases.builder import Builder
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
        data = Path(folder)
        changes = {"data": data, "database_url": type(settings.database_url)(""), "chroma_url": None}
        app = build_app(settings.model_copy(update=changes), exact=exact)
        try:
            Importer(data, app.document_store, load_safely).starter()
            builder = Builder(data, app.document_store, app.release_store, app.releases, on_progress=progress)
            builder.publish(builder.build().release_id, "evaluation")
            yield app
        finally:
            app.close()

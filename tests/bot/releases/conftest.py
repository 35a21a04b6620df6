"""The parts over small Releases, with vectors that need no model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App, build_app
from bot.settings import Settings


@pytest.fixture
def app(data: Path) -> Iterator[App]:
    """The parts over a copy of the published data folder; no golden questions."""
    app = build_app(Settings(_env_file=None, data=data, golden=data / "none"), exact=True)
    yield app
    app.close()

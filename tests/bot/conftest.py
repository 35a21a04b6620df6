"""Fixtures of the bot's stores."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.bot.journals import Stores, open_stores


@pytest.fixture
def stores(engine: Engine) -> Stores:
    """Journal, tickets and retention over an empty database of each kind."""
    return open_stores(engine)

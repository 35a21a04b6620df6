"""Accounts over an empty database of each kind, with a clock that is set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.accounts.accounts import Accounts

KEY = b"k" * 32
PASSWORD = "kuda hijau makan awan"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Move it on."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    """With one admin, siti."""
    accounts = Accounts(engine)
    accounts.add("siti", "admin", PASSWORD)
    return accounts

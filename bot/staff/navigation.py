"""The navigation of the console: its areas, with how much waits in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.accounts.accounts import Account, Role

if TYPE_CHECKING:
    from bot.app import App


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the console. ``name`` is that of its texts and templates, whose texts hold ``menu`` and ``about``;
    ``count`` tells how much waits there, by a query that an index answers."""

    name: str
    path: str
    least: Role
    count: Callable[[App, Account], int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An area as one account sees it; ``waiting`` is 0 where nothing is counted."""

    area: Area
    waiting: int


def entries(areas: Sequence[Area], app: App, account: Account) -> list[Entry]:
    """The areas that this account may enter."""
    return [Entry(area, area.count(app, account) if area.count else 0) for area in areas if account.may(area.least)]

"""How many tokens may be spent in a day: by all, and by one person."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from knowledge.language.dates import local_day
from knowledge.storage.engine import now

_PEOPLE = 50_000  # whose tokens are remembered


class Budget:
    """Counts tokens by the day of where the directorate works. A process counts its own, from its start.

    Args:
        per_day: tokens that all may spend; 0 means as many as they like.
        per_person: tokens that one person may spend.
        today: the day that it is.
    """

    def __init__(
        self, per_day: int = 0, per_person: int = 0, today: Callable[[], str] = lambda: local_day(now())
    ) -> None:
        self._per_day, self._per_person, self._today = per_day, per_person, today
        self._lock = threading.Lock()
        self._day = ""
        self._spent = 0
        self._people: OrderedDict[str, int] = OrderedDict()

    def allows(self, person: str) -> bool:
        """Whether this person may spend some more today."""
        with self._lock:
            self._turn_page()
            left = not self._per_day or self._spent < self._per_day
            return left and (not self._per_person or self._people.get(person, 0) < self._per_person)

    def spend(self, person: str, tokens: int) -> None:
        """Count what was spent."""
        with self._lock:
            self._turn_page()
            self._spent += tokens
            self._people[person] = self._people.pop(person, 0) + tokens
            if len(self._people) > _PEOPLE:
                self._people.popitem(last=False)

    def _turn_page(self) -> None:
        today = self._today()
        if today != self._day:
            self._day, self._spent = today, 0
            self._people.clear()

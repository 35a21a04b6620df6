"""How many tokens may be spent in a day: by all, and by one person."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, delete, select

from knowledge.deadlines import Deadline
from knowledge.language.dates import local_day
from knowledge.storage.engine import insert_or, now
from knowledge.storage.tables import SpentTokensRow

logger = logging.getLogger(__name__)

_PEOPLE = 50_000  # whose tokens are remembered here
T = TypeVar("T")
_ALL = ""  # stands for all people together


class Budget:
    """Counts tokens by the day of where the directorate works, in the database, so that restarts and other processes
    count too; while it is away, those of this process.

    Args:
        per_day: tokens that all may spend; 0 means as many as they like.
        per_person: tokens that one person may spend.
        engine: the database; None counts in this process alone.
        deadline: bounds the wait for it.
        today: the day that it is.
    """

    def __init__(
        self,
        per_day: int = 0,
        per_person: int = 0,
        engine: Engine | None = None,
        deadline: Deadline | None = None,
        today: Callable[[], str] = lambda: local_day(now()),
    ) -> None:
        self.per_day, self.per_person = per_day, per_person
        self._engine, self._deadline, self._today = engine, deadline or Deadline(), today
        self._lock = threading.Lock()
        self._day = ""
        self._here = Counter[str]()

    def allows(self, person: str) -> bool:
        """Whether this person may spend some more today."""
        spent = self.spent(person)
        left = not self.per_day or spent[_ALL] < self.per_day
        return left and (not self.per_person or spent[person] < self.per_person)

    def spent(self, person: str = _ALL) -> Counter[str]:
        """What was spent today: by all, under "", and by this person."""
        day = self._turn_page()
        of_day = select(SpentTokensRow.person, SpentTokensRow.tokens).where(SpentTokensRow.day == day)

        def read(engine: Engine) -> Counter[str]:
            with engine.connect() as connection:
                rows = connection.execute(of_day.where(SpentTokensRow.person.in_({_ALL, person})))
                return Counter({row.person: row.tokens for row in rows})

        stored = self._stored(read) or Counter[str]()
        with self._lock:
            return Counter({who: max(stored[who], self._here[who]) for who in (_ALL, person)})

    def spend(self, person: str, tokens: int) -> None:
        """Count what was spent."""
        day = self._turn_page()
        people = dict.fromkeys((_ALL, person), tokens)
        with self._lock:
            if len(self._here) >= _PEOPLE:
                self._here = Counter({_ALL: self._here[_ALL]})
            self._here.update(people)

        def write(engine: Engine) -> None:
            row = insert_or(engine, SpentTokensRow)
            more = {"tokens": SpentTokensRow.tokens + row.excluded.tokens}
            add = row.on_conflict_do_update(index_elements=["day", "person"], set_=more)
            with engine.begin() as connection:
                # In one order, so that two processes never wait for each other.
                connection.execute(add, [{"day": day, "person": who, "tokens": people[who]} for who in sorted(people)])
                connection.execute(delete(SpentTokensRow).where(SpentTokensRow.day < day))

        self._stored(write)

    def _stored(self, call: Callable[[Engine], T]) -> T | None:
        """What the database says; None while it is away: answers are never held back for it."""
        engine = self._engine
        if engine is None:
            return None
        try:
            return self._deadline.call(lambda: call(engine))
        except Exception as error:  # whatever is wrong with it
            logger.warning("Tokens cannot be counted in the database (%s)", type(error).__name__)
            return None

    def _turn_page(self) -> str:
        """The day, on which counting begins anew."""
        today = self._today()
        with self._lock:
            if today != self._day:
                self._day = today
                self._here.clear()
        return today

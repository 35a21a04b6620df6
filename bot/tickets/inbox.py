"""The inbox: which tickets there are, how many of each kind, and how long replies take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, cast, get_args

from sqlalchemy import ColumnElement, Engine, case, func, select, true
from sqlalchemy.orm import Session

from bot.tickets.tables import TicketRow
from bot.tickets.ticket import TEXTS, Ticket, ticket_of_row
from bot.tickets.tickets import messages_of
from knowledge.documents import Language
from knowledge.storage.engine import now

Tab = Literal["new", "mine", "claimed", "waiting", "answered", "closed", "all"]
TABS: tuple[Tab, ...] = get_args(Tab)
PAGE = 50
_OF_LATE = timedelta(days=90)
_ENOUGH = 5  # answered tickets from which it is told how long replies take
_MOST = 0.8  # of the replies came within what is told
_SAMPLE = 500
_KEPT = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of a list of tickets; ``count`` is how many there are in all."""

    tickets: Sequence[Ticket]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PAGE))


class Inbox:
    """Lists tickets for staff, and tells askers what to expect.

    Args:
        engine: the database.
        reply_days: tells the working days within which the directorate replies, as set; 0 where nothing is promised.
    """

    def __init__(self, engine: Engine, reply_days: Callable[[], int] = lambda: 0) -> None:
        self._engine = engine
        self._reply_days = reply_days
        self._known: tuple[float, list[timedelta]] = (-_KEPT, [])

    def counts(self, by: str) -> dict[Tab, int]:
        """How many tickets there are under each tab; ``by`` is whose are mine."""
        own = func.sum(case((TicketRow.claimed_by == by, 1), else_=0))
        statement = select(TicketRow.status, own, func.count()).group_by(TicketRow.status)
        found: dict[Tab, int] = dict.fromkeys(TABS, 0)
        with self._engine.connect() as connection:
            for status, mine, count in connection.execute(statement):
                found[cast(Tab, status)] += count
                found["all"] += count
                if status in ("claimed", "waiting"):
                    found["mine"] += mine
        return found

    def waiting(self) -> int:
        """How many tickets nobody has taken up."""
        new = select(func.count()).select_from(TicketRow).where(TicketRow.status == "new")
        with self._engine.connect() as connection:
            return connection.scalar(new) or 0

    def page(self, tab: Tab, by: str, number: int = 1) -> InboxPage:
        """One page of a tab: what waits longest first where something is to be done, the newest first elsewhere."""
        where = _of_tab(tab, by)
        order = TicketRow.asked_at if tab in ("new", "mine", "claimed") else TicketRow.changed_at.desc()
        with Session(self._engine) as session:
            count = session.scalar(select(func.count()).select_from(TicketRow).where(where)) or 0
            number = max(1, min(number, -(-count // PAGE)))
            rows = session.scalars(
                select(TicketRow).where(where).order_by(order, TicketRow.id).offset((number - 1) * PAGE).limit(PAGE)
            ).all()
            messages = messages_of(session, [row.id for row in rows])
            tickets = [ticket_of_row(row, messages.get(row.id, ())) for row in rows]
        return InboxPage(tickets, count, number)

    def tickets(self, numbers: Sequence[int]) -> list[Ticket]:
        """These tickets, by number, without their messages."""
        with Session(self._engine) as session:
            rows = session.scalars(select(TicketRow).where(TicketRow.id.in_(numbers)).order_by(TicketRow.id))
            return [ticket_of_row(row) for row in rows]

    def expected(self, language: Language) -> str:
        """What an asker is told about when a reply comes: what is promised, or what most replies of late took."""
        if days := self._reply_days():
            return TEXTS.say("expected.promised", language, days=days)
        took = self._took()
        if len(took) < _ENOUGH:
            return TEXTS.say("expected.unknown", language)
        hours = sorted(took)[int(_MOST * (len(took) - 1))] / timedelta(hours=1)
        if hours <= 20:
            return TEXTS.say("expected.hours", language, n=max(1, round(hours)))
        return TEXTS.say("expected.days", language, n=max(1, round(hours / 24)))

    def _took(self) -> list[timedelta]:
        """How long the first replies of late took, looked up every few minutes."""
        if time.monotonic() - self._known[0] < _KEPT:
            return self._known[1]
        statement = (
            select(TicketRow.created_at, TicketRow.replied_at)
            .where(TicketRow.replied_at > now() - _OF_LATE)
            .order_by(TicketRow.replied_at.desc())
            .limit(_SAMPLE)
        )
        with self._engine.connect() as connection:
            took = [replied - created for created, replied in connection.execute(statement) if replied]
        self._known = (time.monotonic(), took)
        return took


def _of_tab(tab: Tab, by: str) -> ColumnElement[bool]:
    if tab == "all":
        return true()
    if tab == "mine":
        return (TicketRow.claimed_by == by) & TicketRow.status.in_(("claimed", "waiting"))
    return TicketRow.status == tab

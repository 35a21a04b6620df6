"""What the address of a page asks for: a period, a channel, a page of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request

from bot.periods import Period
from knowledge.storage.engine import now

PERIODS = (7, 30, 90, 365)  # days that are offered
_CHANNEL = re.compile(r"[a-z]{1,20}")


@dataclass(frozen=True, slots=True)
class Filter:
    """The days up to today and the channel that are counted; "" for all channels."""

    days: int
    channel: str

    @property
    def period(self) -> Period:
        """The days."""
        return Period.latest(self.days, now())

    @property
    def query(self) -> dict[str, str]:
        """As an address says it."""
        return {"hari": str(self.days), "kanal": self.channel}


def filter_of(request: Request) -> Filter:
    """The filter of an address (``hari``, ``kanal``); what makes no sense is left out."""
    days, channel = request.query_params.get("hari", ""), request.query_params.get("kanal", "")
    chosen = int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 30
    return Filter(chosen if chosen in PERIODS else 30, channel if _CHANNEL.fullmatch(channel) else "")


def page_of(request: Request) -> int:
    """Which page of a list is asked for (``hal``), from 1."""
    number = request.query_params.get("hal", "")
    return max(int(number), 1) if number.isascii() and number.isdecimal() and len(number) < 7 else 1

"""Rate limits: a token bucket for each key, bounded in memory."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MAX_KEYS = 50_000


class RateLimit:
    """So many requests in a minute for each key, with bursts up to that number.

    Args:
        per_minute: size of the bucket and what flows into it in a minute.
        clock: monotonic seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Count a request; returns 0 when it is allowed, else the seconds until the next one will be."""
        now = self._clock()
        level, at = self._buckets.pop(key, (self._capacity, now))
        level = min(self._capacity, level + (now - at) * self._per_second)
        allowed = level >= 1
        self._buckets[key] = (level - 1 if allowed else level, now)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - level) / self._per_second


def client_key(address: str) -> str:
    """What a network address is counted under: itself, or its /64 network for IPv6, which one subscriber holds."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)

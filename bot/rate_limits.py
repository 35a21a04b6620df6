"""Limits on what comes in, for every channel; bounded in memory."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MAX_KEYS = 50_000
KNOWN_SECONDS = 60.0
NETWORKS_OF_A_SITE = 8
_DEBOUNCE_SECONDS = 60.0


class RateLimit:
    """So many events in a minute for each key, with bursts up to that number: a token bucket.

    Args:
        per_minute: size of the bucket and what flows into it in a minute.
        clock: monotonic seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        #: By key: the level, when it was that, and when the key was first seen; the longest unused one first.
        self._buckets: OrderedDict[Hashable, tuple[float, float, float]] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Count an event; returns 0 when it is allowed, else the seconds until the next one will be."""
        level, now, since = self._state(key)
        allowed = level >= 1
        self._buckets[key] = (level - 1 if allowed else level, now, since)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else self._wait(level)

    def allows(self, key: Hashable) -> bool:
        """Count an event; whether it is allowed."""
        return not self.take(key)

    def wait(self, key: Hashable) -> float:
        """The seconds until an event will be allowed, 0 when it is now; counts and remembers nothing."""
        return self._wait(self._state(key)[0])

    def known(self, key: Hashable) -> bool:
        """Whether the key was first seen at least a minute ago."""
        _, now, since = self._state(key)
        return now - since >= KNOWN_SECONDS

    def _state(self, key: Hashable) -> tuple[float, float, float]:
        now = self._clock()
        level, at, since = self._buckets.get(key, (self._capacity, now, now))
        return min(self._capacity, level + (now - at) * self._per_second), now, since

    def _wait(self, level: float) -> float:
        return max(0.0, (1 - level) / self._per_second)


class Debounce:
    """Lets the same notice pass once a minute in each place, so that it does not add to a flood."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._given: OrderedDict[str, float] = OrderedDict()  # when, the longest ago first

    def due(self, place: str) -> bool:
        """Whether the notice should be given now; if so, it counts as given."""
        now = self._clock()
        if now - self._given.get(place, -_DEBOUNCE_SECONDS) < _DEBOUNCE_SECONDS:
            return False
        self._given[place] = now
        self._given.move_to_end(place)
        if len(self._given) > MAX_KEYS:
            self._given.popitem(last=False)
        return True


class ClientLimit:
    """So many requests in a minute for each client: an IPv4 address, or an IPv6 /64, of which a subscriber may hold
    65,536; together, as a /48, they have no more than eight of them have.

    Args:
        per_minute: requests of one client in a minute.
        clock: monotonic seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clients = RateLimit(per_minute, clock)
        self._sites = RateLimit(NETWORKS_OF_A_SITE * per_minute, clock)

    def take(self, address: str) -> float:
        """Count a request; returns 0 when it is allowed, else the seconds until the next one will be."""
        client, site = client_keys(address)
        # The /48 is asked first, so that addresses made up in it by the million drive nobody else out of the memory;
        # it is charged last, so that one of its networks cannot use up what belongs to the others.
        return (site and self._sites.wait(site)) or self._clients.take(client) or (site and self._sites.take(site)) or 0

    def known(self, address: str) -> bool:
        """Whether the client was first seen at least a minute ago."""
        return self._clients.known(client_keys(address)[0])


def client_keys(address: str) -> tuple[str, str]:
    """What a network address is counted under: itself, or for IPv6 its /64 and its /48. An IPv4 address written as
    IPv6 is the IPv4 address; what is no address (a proxy may pass on anything) is counted as one client."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "", ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return _network(parsed, 64), _network(parsed, 48)
        parsed = parsed.ipv4_mapped
    return str(parsed), ""


def _network(address: ipaddress.IPv6Address, bits: int) -> str:
    return str(ipaddress.IPv6Network((int(address) >> (128 - bits) << (128 - bits), bits)))

"""Rate limits."""

from __future__ import annotations

import pytest

from bot.web.origins import Origins
from bot.web.rates import MAX_KEYS, RateLimit, client_key
from knowledge.errors import ConfigError


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_allows_a_burst_and_then_what_flows_in() -> None:
    clock = Clock()
    limit = RateLimit(6, clock)
    assert [limit.take("a") for _ in range(6)] == [0.0] * 6
    assert limit.take("a") == pytest.approx(10)
    assert limit.take("b") == 0.0
    clock.now += 10.001
    assert limit.take("a") == 0.0
    assert limit.take("a") > 0


def test_remembers_a_bounded_number_of_keys() -> None:
    limit = RateLimit(1, Clock())
    for number in range(MAX_KEYS + 100):
        limit.take(str(number))
    assert len(limit._buckets) == MAX_KEYS


@pytest.mark.parametrize(
    ("address", "key"),
    [("10.0.0.1", "10.0.0.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::"), ("unix", "unix")],
)
def test_counts_an_ipv6_network_as_one_client(address: str, key: str) -> None:
    assert client_key(address) == key


@pytest.mark.parametrize("entry", ["kota.go.id", "https://kota.go.id/", "https://*", "javascript:x", "https://a b"])
def test_refuses_a_setting_that_is_not_an_origin(entry: str) -> None:
    with pytest.raises(ConfigError, match="PANDU_ALLOWED_ORIGINS"):
        Origins([entry])


def test_a_star_lets_every_site_in() -> None:
    assert Origins(["*"]).allows("https://any.example", "pandu.go.id")
    assert not Origins([]).allows("https://any.example", "pandu.go.id")
    assert Origins([], own="https://pandu.go.id").allows("https://pandu.go.id", "127.0.0.1:8000")

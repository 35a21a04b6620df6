"""One limiter for every channel, clients behind addresses, and notices that are rare."""

from __future__ import annotations

import pytest

from bot.rate_limits import MAX_KEYS, NETWORKS_OF_A_SITE, ClientLimit, Debounce, RateLimit, client_keys


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
    ("address", "keys"),
    [
        ("10.0.0.1", ("10.0.0.1", "")),
        ("::ffff:10.0.0.1", ("10.0.0.1", "")),
        ("::ffff:a00:1", ("10.0.0.1", "")),
        ("2001:db8:1:2:3::4", ("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("fe80::1%eth0", ("fe80::/64", "fe80::/48")),
        ("what a proxy may pass on", ("", "")),
    ],
)
def test_an_address_is_counted_as_the_client_behind_it(address: str, keys: tuple[str, str]) -> None:
    assert client_keys(address) == keys


def test_an_address_written_in_two_ways_is_one_client() -> None:
    limit = ClientLimit(1, Clock())
    assert limit.take("10.0.0.1") == 0
    assert limit.take("::ffff:10.0.0.1") > 0


def test_the_networks_of_a_site_have_a_limit_together() -> None:
    clock = Clock()
    limit = ClientLimit(2, clock)
    networks = [f"2001:db8:1:{number:x}::1" for number in range(100)]
    assert sum(limit.take(network) == 0 for network in networks * 2) == 2 * NETWORKS_OF_A_SITE
    assert limit.take("2001:db8:2::1") == 0  # another site's


def test_one_network_does_not_use_up_what_belongs_to_its_site() -> None:
    limit = ClientLimit(2, Clock())
    assert sum(limit.take("2001:db8:1:1::1") == 0 for _ in range(1000)) == 2
    assert limit.take("2001:db8:1:2::1") == 0


def test_made_up_networks_drive_nobody_out_of_the_memory() -> None:
    limit = ClientLimit(2, Clock())
    assert [limit.take("10.0.0.1") == 0 for _ in range(3)] == [True, True, False]
    for number in range(MAX_KEYS + 100):
        limit.take(f"2001:db8:1:{number & 0xFFFF:x}:{number:x}::1")
    assert limit.take("10.0.0.1") > 0
    assert len(limit._clients._buckets) <= 1 + 2 * NETWORKS_OF_A_SITE


def test_a_client_is_known_after_a_minute() -> None:
    clock = Clock()
    limit = ClientLimit(2, clock)
    limit.take("10.0.0.1")
    assert not limit.known("10.0.0.1")
    clock.now += 61
    assert limit.known("10.0.0.1")
    assert not limit.known("10.0.0.2")


def test_looking_counts_nothing() -> None:
    limit = RateLimit(1, Clock())
    assert [limit.wait("a"), limit.wait("a"), limit.take("a")] == [0.0, 0.0, 0.0]
    assert limit.wait("a") == pytest.approx(60)


def test_a_chat_is_served_again_as_time_passes() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.allows(7) for _ in range(3)] == [True, True, False]
    assert limit.allows(8)
    clock.now += 30
    assert [limit.allows(7) for _ in range(2)] == [True, False]


def test_a_notice_passes_once_a_minute_in_each_place() -> None:
    clock = Clock()
    notices = Debounce(clock)
    assert [notices.due("x"), notices.due("x"), notices.due("y")] == [True, False, True]
    clock.now += 59.9
    assert not notices.due("x")
    clock.now += 0.1
    assert notices.due("x")


def test_remembers_a_bounded_number_of_places() -> None:
    clock = Clock()
    notices = Debounce(clock)
    for number in range(MAX_KEYS + 1):
        notices.due(f"{number}")
    assert len(notices._given) == MAX_KEYS
    assert notices.due("0")  # the longest ago was forgotten
    assert not notices.due(f"{MAX_KEYS}")

"""Rate limits, and which sites and names are let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.origins import Hosts, Origins
from bot.web.rates import MAX_KEYS, NETWORKS_OF_A_SITE, ClientLimit, RateLimit, client_keys
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
    assert sum(limit.take(one) == 0 for one in networks * 2) == 2 * NETWORKS_OF_A_SITE
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


@pytest.mark.parametrize("entry", ["kota.go.id", "https://kota.go.id/", "https://*", "javascript:x", "https://a b"])
def test_refuses_a_setting_that_is_not_an_origin(entry: str) -> None:
    with pytest.raises(ConfigError, match="PANDU_ALLOWED_ORIGINS"):
        Origins([entry])


def test_a_star_lets_every_site_in() -> None:
    assert Origins(["*"]).allows("https://any.example", "pandu.go.id")
    assert not Origins([]).allows("https://any.example", "pandu.go.id")
    assert Origins([], own="https://pandu.go.id").allows("https://pandu.go.id", "127.0.0.1:8000")


@pytest.mark.parametrize("origin", ["null", "", "https://", "http://[", "https://pandu.go.id/", f"https://{'a' * 300}"])
def test_what_is_no_origin_is_not_our_own(origin: str) -> None:
    assert not Origins([]).allows(origin, "")
    assert not Origins([]).allows(origin, "pandu.go.id")


def test_an_origin_without_end_is_refused_even_if_all_are_let_in() -> None:
    assert not Origins(["*"]).allows("https://" + "a" * 10_000 + ".example", "pandu.go.id")


@given(st.text(), st.text())
def test_no_origin_and_no_host_raises(origin: str, host: str) -> None:
    Origins(["https://*.go.id"]).allows(origin, host)
    Hosts(["*.go.id"]).knows(host)


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("", True),
        ("127.0.0.1:8000", True),
        ("192.168.1.20", True),
        ("[::1]:8000", True),
        ("[fd00::1.2.3.4]", True),
        ("localhost:8000", True),
        ("server", True),
        ("pandu.local", True),
        ("a.kota.go.id", True),
        ("A.Kota.Go.Id.:443", True),
        ("pandu.example", True),
        ("evil.example", False),
        ("kota.go.id.evil.example", False),
        ("1.2.3.4.evil.example", False),
        ("127.0.0.1.", True),
        ("999.1.1.1", False),
        ("[", False),
        ("[::1", False),
        ("evil.example@127.0.0.1", False),
        ("evil.example/127.0.0.1", False),
        ("a b", False),
    ],
)
def test_knows_the_names_that_nobody_else_can_make_it_answer_to(host: str, known: bool) -> None:
    assert Hosts(["*.kota.go.id"], public="Pandu.example").knows(host) is known


@pytest.mark.parametrize("entry", ["https://kota.go.id", "kota.go.id:80", "*.*", "Kota.go.id", "a b"])
def test_refuses_a_setting_that_is_not_a_name(entry: str) -> None:
    with pytest.raises(ConfigError, match="PANDU_ALLOWED_HOSTS"):
        Hosts([entry])


def test_a_star_lets_every_name_in() -> None:
    assert Hosts(["*"]).knows("evil.example")

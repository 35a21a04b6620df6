"""Which sites and names are let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.origins import Hosts, Origins
from knowledge.errors import ConfigError
from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import Site


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


@pytest.mark.parametrize("origin", ["https://kota.go.id", "https://x.y.demo.id"])
def test_lets_an_allowed_site_in(site: Site, origin: str) -> None:
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-conversation",
    }
    response = site.client.options(ASK, headers=preflight)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == origin
    response = site.client.post(ASK, json={"question": "ASCN?"}, headers={"Origin": origin})
    assert response.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://kota.go.id", "https://kota.go.id.evil.example", "https://demo.id", "null"],
)
def test_keeps_other_sites_out(site: Site, origin: str) -> None:
    response = site.client.post(ASK, json={"question": "ASCN?"}, headers={"Origin": origin})
    assert_problem(response, 403, "origin-not-allowed")
    assert "access-control-allow-origin" not in response.headers


def test_its_own_pages_are_let_in(site: Site) -> None:
    assert site.client.post(ASK, json={"question": "ASCN?"}, headers={"Origin": site.url}).status_code == 200

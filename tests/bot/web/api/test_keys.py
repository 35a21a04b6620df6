"""Requests with a key: its scopes and quotas hold instead of the limits of its address."""

from __future__ import annotations

import httpx
import pytest

from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import MakeSite, Site

QUESTION = {"question": "ASCN?"}
KEY, INDICATORS = "/api/v1/key", "/api/v1/indicators?theme=water"


@pytest.fixture(scope="module")
def narrow(make_site: MakeSite) -> Site:
    """A server that lets one address make few requests."""
    return make_site(client_requests_per_minute=6, client_questions_per_minute=1)


def _client(site: Site, *scopes: str, per_minute: int = 1000, per_day: int = 1000) -> httpx.Client:
    keys = site.app.client_keys
    _, secret = keys.make("Kota Batu", scopes, "siti", per_minute=per_minute, per_day=per_day)
    return httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {secret}"}, timeout=30)


def test_a_key_has_its_own_quotas_and_the_public_its_limits(narrow: Site) -> None:
    with _client(narrow, "ask", per_minute=12) as client:
        asked = [client.post(ASK, json=QUESTION) for _ in range(13)]
        assert [one.status_code for one in asked] == [200] * 12 + [429]
        assert 1 <= int(asked[-1].headers["retry-after"]) <= 5
        assert asked[-1].json()["code"] == "too-many-requests"
    assert narrow.client.post(ASK, json=QUESTION).status_code == 200
    assert_problem(narrow.client.post(ASK, json=QUESTION), 429, "too-many-requests")


def test_keys_made_up_are_counted_to_their_address(narrow: Site) -> None:
    address = {"X-Forwarded-For": "192.0.2.7"}
    statuses = [
        narrow.client.get(KEY, headers={**address, "Authorization": f"Bearer pandu_{n:032d}"}).status_code
        for n in range(8)
    ]
    assert statuses == [401] * 6 + [429] * 2


def test_a_day_that_is_used_up_says_when_the_next_begins(site: Site) -> None:
    with _client(site, "indicators", per_day=1) as client:
        assert client.get(INDICATORS).status_code == 200
        problem = assert_problem(client.get(INDICATORS), 429, "quota-used-up")
        assert 1 <= int(str(problem["retry_after"])) <= 24 * 60 * 60


def test_a_key_may_call_what_is_in_its_scopes_only(site: Site) -> None:
    with _client(site, "indicators") as client:
        assert client.get(INDICATORS).status_code == 200
        for refused in (client.post(ASK, json=QUESTION), client.get("/api/v1/documents")):
            assert_problem(refused, 403, "scope-not-given")
        told = client.get(KEY).json()
        assert (told["name"], told["scopes"], told["used_today"]) == ("Kota Batu", ["indicators"], 4)
        assert client.head(KEY).status_code == 200


def test_a_key_that_is_none_is_refused_and_no_key_is_as_before(site: Site) -> None:
    for given in ("Bearer pandu_" + "a" * 32, "bearer x"):
        refused = site.client.post(ASK, json=QUESTION, headers={"Authorization": given})
        assert_problem(refused, 401, "key-not-known")
        assert refused.headers["www-authenticate"] == "Bearer"
    assert site.client.post(ASK, json=QUESTION, headers={"Authorization": "Basic c2l0aTp4"}).status_code == 200
    assert_problem(site.client.get(KEY), 401, "key-not-known")


def test_a_page_of_another_site_may_not_use_a_key(site: Site) -> None:
    with _client(site, "ask") as client:
        refused = client.post(ASK, json=QUESTION, headers={"Origin": "https://evil.example"})
        assert_problem(refused, 403, "origin-not-allowed")

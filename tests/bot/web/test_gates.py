"""Who is let in, over HTTP: limits of clients and sites, hosts, origins, heads."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.context import WebContext
from tests.bot.web.api_requests import ASK, ask, assert_problem
from tests.bot.web.sites import MakeSite, Site

QUESTION = {"question": "ASCN?"}
SITE = "https://kota.go.id"
BROWSER = {"Origin": SITE, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "cross-site"}


def from_address(site: Site, address: str, **headers: str) -> httpx.Client:
    """A client that a proxy on this machine says to have this address."""
    return httpx.Client(base_url=site.url, headers={"X-Forwarded-For": address, **headers}, timeout=30)


def raw(site: Site, request: bytes) -> bytes:
    """The answer to bytes that no library would send."""
    with socket.create_connection(("127.0.0.1", site.server.port), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_a_program_that_names_a_site_uses_up_its_own_questions_only(make_site: MakeSite) -> None:
    site = make_site(client_questions_per_minute=3, site_questions_per_minute=4, allowed_origins=(SITE,))
    with from_address(site, "192.0.2.1", Origin=SITE) as forger:
        assert [forger.post(ASK, json=QUESTION).status_code for _ in range(10)] == [200] * 3 + [429] * 7
    with from_address(site, "192.0.2.2", **BROWSER) as forger:  # one that copies a browser's headers as well
        assert [forger.post(ASK, json=QUESTION).status_code for _ in range(10)] == [200] * 3 + [429] * 7
    with from_address(site, "192.0.2.3", **BROWSER) as visitor:
        assert visitor.post(ASK, json=QUESTION).status_code == 200


def test_limits_questions_of_a_site_apart_from_others(make_site: MakeSite) -> None:
    site = make_site(site_questions_per_minute=1, allowed_origins=("https://a.id", "https://b.id"))
    for origin, status in (("https://a.id", 200), ("https://a.id", 429), ("https://b.id", 200)):
        response = site.client.post(ASK, json=QUESTION, headers={**BROWSER, "Origin": origin})
        assert response.status_code == status


def test_visitors_of_before_go_on_when_a_site_is_used_up(make_site: MakeSite) -> None:
    site = make_site(client_questions_per_minute=8, site_questions_per_minute=2, allowed_origins=(SITE,))
    regular = from_address(site, "192.0.2.1", **BROWSER)
    assert regular.post(ASK, json=QUESTION).status_code == 200
    _pretend_a_minute_ago(site)
    with from_address(site, "192.0.2.2", **BROWSER) as stranger:
        assert [stranger.post(ASK, json=QUESTION).status_code for _ in range(2)] == [200, 429]
    # A quarter of its own number stays to the visitor of before.
    assert [regular.post(ASK, json=QUESTION).status_code for _ in range(3)] == [200, 200, 429]


def _pretend_a_minute_ago(site: Site) -> None:
    web: WebContext = site.server._app.state.web  # type: ignore[attr-defined]
    buckets = web.questions._clients._buckets
    for key, (level, at, since) in buckets.items():
        buckets[key] = (level, at, since - 61)


def test_an_address_has_one_number_however_it_is_written(make_site: MakeSite) -> None:
    site = make_site(client_questions_per_minute=1)
    statuses = []
    for address in ("192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "2001:db8::2"):
        with from_address(site, address) as client:
            statuses.append(client.post(ASK, json=QUESTION).status_code)
    assert statuses == [200, 429, 200, 429]


@pytest.mark.parametrize(
    ("method", "address", "options"),
    [
        ("GET", "/", {}),
        ("GET", "/indikator?q=air", {}),
        ("GET", "/widget.js", {}),
        ("GET", "/static/style.css", {}),
        ("GET", "/tidak-ada", {"headers": {"Accept": "text/html"}}),
        ("GET", "/api/v1/tidak-ada", {}),
        ("GET", "/api/v1/openapi.json", {}),
        ("PUT", ASK, {}),
        ("POST", ASK, {"content": b"{", "headers": {"Content-Type": "application/json"}}),
        ("POST", ASK, {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
        ("POST", ASK, {"json": QUESTION, "headers": {"Origin": "https://evil.example"}}),
        ("GET", "/", {"headers": {"Host": "evil.example"}}),
    ],
)
def test_every_request_counts(make_site: MakeSite, method: str, address: str, options: dict[str, Any]) -> None:
    site = make_site(client_requests_per_minute=2)
    responses = [site.client.request(method, address, **options) for _ in range(4)]
    assert [one.status_code == 429 for one in responses] == [False, False, True, True]
    assert "retry-after" in responses[-1].headers


def test_probes_are_not_counted(make_site: MakeSite) -> None:
    site = make_site(client_requests_per_minute=1)
    assert {site.client.get("/healthz").status_code for _ in range(5)} == {200}


def test_a_name_that_points_here_from_elsewhere_is_refused(make_site: MakeSite) -> None:
    site = make_site(public_url="https://pandu.example.go.id/", allowed_hosts=("*.kota.go.id",))
    rebound = {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}
    assert code(site.client.post(ASK, json=QUESTION, headers=rebound)) == (421, "host-not-known")
    for host in ("pandu.example.go.id", "a.kota.go.id", "localhost:8000", "10.1.2.3", f"127.0.0.1:{site.server.port}"):
        assert site.client.post(ASK, json=QUESTION, headers={"Host": host}).status_code == 200
    page = site.client.get("/", headers={"Host": "evil.example", "Accept": "text/html"})
    assert page.status_code == 421
    assert "PANDU_ALLOWED_HOSTS" in page.text
    english = site.client.get("/?lang=en", headers={"Host": "evil.example", "Accept": "text/html"})
    assert "does not go by this name" in english.text


@pytest.mark.parametrize("origin", ["http://[", "https://]:x", "null", "", "://", "http://\\", "http:// "])
@pytest.mark.parametrize("host", ["", "127.0.0.1"])
def test_what_is_no_origin_is_refused(site: Site, origin: str, host: str) -> None:
    body = b'{"question": "ASCN?"}'
    head = f"POST {ASK} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n"
    answer = raw(site, head.encode() + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"origin-not-allowed" in answer


@given(*[st.binary(max_size=40) for _ in range(4)])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_header_makes_it_fail(site: Site, host: bytes, origin: bytes, referer: bytes, address: bytes) -> None:
    values = [bytes(byte for byte in one if byte not in b"\r\n\0") for one in (host, origin, referer, address)]
    head = b"Host: %b\r\nOrigin: %b\r\nReferer: %b\r\nX-Forwarded-For: %b\r\n" % tuple(values)
    for path in (b"/embed", b"/api/v1/documents", b"/tidak-ada"):
        answer = raw(site, b"GET %b HTTP/1.1\r\n%bAccept: text/html\r\nConnection: close\r\n\r\n" % (path, head))
        assert answer[:10] in (b"HTTP/1.1 2", b"HTTP/1.1 4"), (answer[:200], values)


def test_a_head_may_have_16_kib_and_100_lines(site: Site) -> None:
    assert site.client.get("/healthz", headers={"X-Long": "a" * 15_000}).status_code == 200
    assert code(site.client.get("/healthz", headers={"X-Long": "a" * 17_000})) == (431, "head-too-large")
    assert code(site.client.get("/healthz", headers={f"X-{number}": "a" for number in range(101)}))[0] == 431
    assert code(site.client.get("/healthz?" + "a" * 17_000))[0] == 431


@pytest.mark.parametrize(
    "body",
    [b"[" * 20_000, b'{"question":' * 2_000, b'{"question":' + b"[" * 9_000 + b"]" * 9_000 + b"}", b"9" * 20_000],
)
def test_json_nested_without_end_is_a_problem(site: Site, body: bytes) -> None:
    response = site.client.post(ASK, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_refuses_what_does_not_say_that_it_is_json(site: Site, media_type: str) -> None:
    response = site.client.post(ASK, content=b'{"question": "ASCN?"}', headers={"Content-Type": media_type})
    assert_problem(response, 415, "not-json")


def test_takes_json_with_a_character_set(site: Site) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert site.client.post(ASK, content=b'{"question": "ASCN?"}', headers=headers).status_code == 200


def test_limits_questions_of_a_client(make_site: MakeSite) -> None:
    limited = make_site(client_questions_per_minute=2)
    for _ in range(2):
        ask(limited, "Apa itu ASCN?")
    response = limited.client.post(ASK, json={"question": "Apa itu ASCN?"})
    assert_problem(response, 429, "too-many-requests")
    assert 1 <= int(response.headers["retry-after"]) <= 30

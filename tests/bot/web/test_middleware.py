"""What stands around every request."""

from __future__ import annotations

import re

from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import Site


def test_refuses_a_large_body_announced_or_not(site: Site) -> None:
    large = b'{"question": "' + b"a" * 200_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    assert_problem(site.client.post(ASK, content=large, headers=headers), 413, "too-large")

    def pieces() -> object:
        yield from (large[start : start + 10_000] for start in range(0, len(large), 10_000))

    assert_problem(site.client.post(ASK, content=pieces(), headers=headers), 413, "too-large")  # type: ignore[arg-type]


def test_carries_a_given_request_id_if_it_is_harmless(site: Site) -> None:
    given = {"X-Request-Id": "abc-12345678"}
    assert site.client.get("/healthz", headers=given).headers["x-request-id"] == "abc-12345678"
    bad = site.client.get("/healthz", headers={"X-Request-Id": "x y"}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{16}", bad)


def test_security_headers_stand_on_every_response(site: Site) -> None:
    for address in ("/healthz", "/api/v1/nothing", "/"):
        headers = site.client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"

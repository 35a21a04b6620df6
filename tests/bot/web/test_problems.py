"""Errors as problems of RFC 9457, without what was sent."""

from __future__ import annotations

from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import Site


def test_does_not_echo_what_was_sent(site: Site) -> None:
    response = site.client.post(ASK, json={"question": ["rahasia 3201010101010001"]})
    assert "3201010101010001" not in response.text


def test_refuses_what_is_not_json(site: Site) -> None:
    response = site.client.post(ASK, content=b"{", headers={"Content-Type": "application/json"})
    problem = assert_problem(response, 422, "invalid")
    assert [error["field"] for error in problem["errors"]] == ["body"]  # type: ignore[attr-defined]


def test_unknown_addresses_and_methods_are_problems(site: Site) -> None:
    assert_problem(site.client.get("/api/v1/nothing"), 404, "not-found")
    response = site.client.put(ASK, json={})
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"

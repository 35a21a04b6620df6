"""How errors and what may follow are described in OpenAPI."""

from __future__ import annotations

import pytest

from bot.web.api.responses import link, problems


def test_only_too_many_requests_says_how_long_to_wait() -> None:
    described = problems(404, 429)
    assert list(described) == [404, 429]
    assert "headers" not in described[404]
    assert "Retry-After" in described[429]["headers"]
    assert all("application/problem+json" in response["content"] for response in described.values())


def test_a_status_without_words_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        problems(418)


def test_a_link_holds_only_what_is_given() -> None:
    assert link("read") == {"operationId": "read"}
    assert link("read", body={"turn": "x"}) == {"operationId": "read", "requestBody": {"turn": "x"}}
    assert link("read", parameters={"id": "y"}) == {"operationId": "read", "parameters": {"id": "y"}}

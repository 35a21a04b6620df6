"""What a request may hold."""

from __future__ import annotations

import pytest

from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import Site


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": ""}, "question"),
        ({}, "question"),
        ({"question": 5}, "question"),
        ({"question": "a", "language": "fr"}, "language"),
        ({"question": "a", "conversation": "short"}, "conversation"),
        ({"question": "a", "surprise": 1}, "surprise"),
    ],
)
def test_names_the_field_that_does_not_fit(site: Site, body: dict[str, object], field: str) -> None:
    problem = assert_problem(site.client.post(ASK, json=body), 422, "invalid")
    assert field in [error["field"] for error in problem["errors"]]  # type: ignore[attr-defined]

"""What tests send to the API and how they read what comes back."""

from __future__ import annotations

import json
import re

import httpx

from tests.bot.web.sites import Site

ASK = "/api/v1/ask"


def ask(site: Site, question: str, **more: object) -> dict[str, object]:
    """Ask a question that must be answered; the body of the answer."""
    response = site.client.post(ASK, json={"question": question, **more})
    assert response.status_code == 200, response.text
    body: dict[str, object] = response.json()
    return body


def events(response: httpx.Response) -> list[tuple[str, dict[str, object]]]:
    """The names and contents of a stream of Server-Sent Events."""
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", response.text)
    return [(name, json.loads(data)) for name, data in found]


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    """Check that a response is this problem; its body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == response.headers["x-request-id"]
    return body

"""The API over HTTP."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import httpx
import pytest

from tests.bot.web.sites import MakeSite, Site

ASK = "/api/v1/ask"


def ask(site: Site, question: str, **more: object) -> dict[str, object]:
    response = site.client.post(ASK, json={"question": question, **more})
    assert response.status_code == 200, response.text
    body: dict[str, object] = response.json()
    return body


def events(response: httpx.Response) -> list[tuple[str, dict[str, object]]]:
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", response.text)
    return [(name, json.loads(data)) for name, data in found]


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def test_answers_with_citations_and_plain_text(site: Site) -> None:
    body = ask(site, "Apa itu ASCN?")
    assert body["version"] == 1
    assert body["outcome"] == "answered"
    assert body["label"] == "Terjawab"
    assert str(body["text"]).endswith("[1][2]")
    assert [one["number"] for one in body["citations"]] == [1, 2]  # type: ignore[attr-defined]
    assert not {"steps", "features"} & set(body)


def test_understands_a_follow_up_within_a_conversation_only(site: Site) -> None:
    first = ask(site, "Apa itu ASCN?")
    assert "ke-2" in str(ask(site, "Siapa ketuanya?", conversation=first["conversation"])["text"])
    assert "ke-1" in str(ask(site, "Siapa ketuanya?")["text"])


def test_passes_language_and_scope_on(site: Site) -> None:
    assert ask(site, "ASCN?", language="en", scope="sni")["language"] == "en"
    assert site.answers.asked[-1][1:3] == ("en", "sni")


def test_streams_the_same_answer(site: Site) -> None:
    response = site.client.post(ASK, json={"question": "Apa itu ASCN?"}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, status), (second, answer) = events(response)
    assert (first, status) == ("status", {"state": "searching"})
    assert second == "answer"
    assert set(answer) == set(ask(site, "Apa itu ASCN?"))


def test_streams_a_status_before_the_answer_is_known(site: Site) -> None:
    request = {"question": "yang lambat"}
    with site.client.stream("POST", ASK, json=request, headers={"Accept": "text/event-stream"}) as response:
        lines = response.iter_lines()
        assert next(lines) == "event: status"
        site.answers.released.set()
        assert "event: answer" in list(lines)
    site.answers.released.clear()


def test_an_error_within_becomes_an_outcome_without_its_text(site: Site) -> None:
    body = ask(site, "yang gagal")
    assert body["outcome"] == "error"
    assert "secret" not in json.dumps(body)


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
    assert field in [one["field"] for one in problem["errors"]]  # type: ignore[attr-defined]


def test_does_not_echo_what_was_sent(site: Site) -> None:
    response = site.client.post(ASK, json={"question": ["rahasia 3201010101010001"]})
    assert "3201010101010001" not in response.text


def test_refuses_a_question_that_is_too_long_in_the_callers_language(site: Site) -> None:
    request = {"question": "a" * 1001}
    assert "1000 karakter" in str(assert_problem(site.client.post(ASK, json=request), 422, "question-too-long"))
    english = site.client.post(ASK, json=request, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "1000 characters" in english.json()["detail"]


def test_refuses_a_large_body_announced_or_not(site: Site) -> None:
    large = b'{"question": "' + b"a" * 200_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    assert_problem(site.client.post(ASK, content=large, headers=headers), 413, "too-large")

    def pieces() -> object:
        yield from (large[start : start + 10_000] for start in range(0, len(large), 10_000))

    assert_problem(site.client.post(ASK, content=pieces(), headers=headers), 413, "too-large")  # type: ignore[arg-type]


def test_refuses_what_is_not_json(site: Site) -> None:
    response = site.client.post(ASK, content=b"{", headers={"Content-Type": "application/json"})
    problem = assert_problem(response, 422, "invalid")
    assert [one["field"] for one in problem["errors"]] == ["body"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_refuses_what_does_not_say_that_it_is_json(site: Site, media_type: str) -> None:
    response = site.client.post(ASK, content=b'{"question": "ASCN?"}', headers={"Content-Type": media_type})
    assert_problem(response, 415, "not-json")


def test_takes_json_with_a_character_set(site: Site) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert site.client.post(ASK, content=b'{"question": "ASCN?"}', headers=headers).status_code == 200


def test_unknown_addresses_and_methods_are_problems(site: Site) -> None:
    assert_problem(site.client.get("/api/v1/nothing"), 404, "not-found")
    response = site.client.put(ASK, json={})
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


def test_feedback_belongs_to_the_conversation(site: Site) -> None:
    body = ask(site, "Apa itu ASCN?")
    request = {"turn": body["turn"], "conversation": body["conversation"], "value": 1}
    assert site.client.post("/api/v1/feedback", json=request).status_code == 204
    stranger = {**request, "conversation": "x" * 22}
    assert_problem(site.client.post("/api/v1/feedback", json=stranger), 404, "answer-not-found")
    assert_problem(site.client.post("/api/v1/feedback", json={**request, "value": 2}), 422, "invalid")


def test_a_ticket_comes_back_with_its_reply(site: Site) -> None:
    body = ask(site, "yang tolak saja")
    request = {"turn": body["turn"], "conversation": body["conversation"], "contact": "warga@example.go.id"}
    response = site.client.post("/api/v1/tickets", json=request)
    assert response.status_code == 201
    ticket = response.json()
    assert ticket["status"] == "open"
    assert "Direktorat" in ticket["message"]
    assert site.client.post("/api/v1/tickets", json=request).json()["ticket"] == ticket["ticket"]
    assert site.app.tickets.ticket(ticket["ticket"]).contact == "warga@example.go.id"

    address, mine = f"/api/v1/tickets/{ticket['ticket']}", {"X-Conversation": str(body["conversation"])}
    site.app.tickets.reply(ticket["ticket"], "Ini jawabannya.", "staff:1")
    assert site.client.get(address, headers=mine).json()["reply"] == "Ini jawabannya."
    assert_problem(site.client.get(address, headers={"X-Conversation": "x" * 22}), 404, "ticket-not-found")
    assert_problem(site.client.get("/api/v1/tickets/99999", headers=mine), 404, "ticket-not-found")
    assert_problem(site.client.get(address), 422, "invalid")


def test_deletes_a_conversation(site: Site) -> None:
    body = ask(site, "Apa itu ASCN?")
    mine = {"X-Conversation": str(body["conversation"])}
    assert site.client.delete("/api/v1/conversation", headers=mine).status_code == 204
    assert "ke-1" in str(ask(site, "Lagi?", conversation=body["conversation"])["text"])
    request = {"turn": body["turn"], "conversation": body["conversation"], "value": 1}
    assert_problem(site.client.post("/api/v1/feedback", json=request), 404, "answer-not-found")


def test_limits_questions_of_a_client(make_site: MakeSite) -> None:
    limited = make_site(client_questions_per_minute=2)
    for _ in range(2):
        ask(limited, "Apa itu ASCN?")
    response = limited.client.post(ASK, json={"question": "Apa itu ASCN?"})
    assert_problem(response, 429, "too-many-requests")
    assert 1 <= int(response.headers["retry-after"]) <= 30


def test_limits_questions_of_a_conversation(make_site: MakeSite) -> None:
    limited = make_site(questions_per_minute=1)
    first = ask(limited, "Apa itu ASCN?")
    request = {"question": "Lagi?", "conversation": first["conversation"]}
    assert_problem(limited.client.post(ASK, json=request), 429, "too-many-requests")
    streamed = limited.client.post(ASK, json=request, headers={"Accept": "text/event-stream"})
    name, problem = events(streamed)[-1]
    assert (name, problem["code"]) == ("error", "too-many-requests")


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


def test_what_cannot_be_stored_is_refused_in_words(site: Site) -> None:
    body = ask(site, "Apa\x00 itu ASCN?")
    assert body["outcome"] == "answered"
    mine = {"turn": body["turn"], "conversation": body["conversation"]}
    for address, field, more in (("feedback", "reason", {"value": -1}), ("tickets", "contact", {})):
        for text, told in (("a\x00b", "Tidak boleh memuat karakter NUL"), ("\ud800", "unicode")):
            content = json.dumps({**mine, **more, field: text})
            headers = {"Content-Type": "application/json"}
            response = site.client.post(f"/api/v1/{address}", content=content, headers=headers)
            (error,) = assert_problem(response, 422, "invalid")["errors"]  # type: ignore[misc]
            assert error["field"] == field
            assert told in error["message"]


def test_tickets_are_kept_by_nobody_on_the_way(site: Site) -> None:
    body = ask(site, "yang tolak saja")
    request = {"turn": body["turn"], "conversation": body["conversation"]}
    opened = site.client.post("/api/v1/tickets", json=request)
    mine = {"X-Conversation": str(body["conversation"])}
    read = site.client.get(f"/api/v1/tickets/{opened.json()['ticket']}", headers=mine)
    assert [one.headers["cache-control"] for one in (opened, read)] == ["no-store", "no-store"]


def test_a_ticket_outlives_its_answer_and_is_deleted_with_the_conversation(site: Site) -> None:
    body = ask(site, "yang tolak saja")
    mine = {"X-Conversation": str(body["conversation"])}
    request = {"turn": body["turn"], "conversation": body["conversation"], "contact": "warga@example.go.id"}
    number = site.client.post("/api/v1/tickets", json=request).json()["ticket"]
    site.app.retention.expire_turns(timedelta(0), 10**9)
    assert site.client.get(f"/api/v1/tickets/{number}", headers=mine).json()["question"] == "yang tolak saja"
    assert site.client.delete("/api/v1/conversation", headers=mine).status_code == 204
    assert_problem(site.client.get(f"/api/v1/tickets/{number}", headers=mine), 404, "ticket-not-found")
    left = site.app.tickets.ticket(number)
    assert (left.question, left.contact, left.found, left.reply) == ("", "", "", "")

"""What a person may do with an answer."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.bot.web.api_requests import ask, assert_problem
from tests.bot.web.sites import Site


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
    site.app.handling.answer(ticket["ticket"], "Ini jawabannya.", "rina")
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


def test_what_cannot_be_stored_is_refused_in_words(site: Site) -> None:
    body = ask(site, "Apa\x00 itu ASCN?")
    assert body["outcome"] == "answered"
    mine = {"turn": body["turn"], "conversation": body["conversation"]}
    for address, field, more in (("feedback", "reason", {"value": -1}), ("tickets", "contact", {})):
        for text, message in (("a\x00b", "Tidak boleh memuat karakter NUL"), ("\ud800", "Unicode")):
            content = json.dumps({**mine, **more, field: text})
            headers = {"Content-Type": "application/json"}
            response = site.client.post(f"/api/v1/{address}", content=content, headers=headers)
            (error,) = assert_problem(response, 422, "invalid")["errors"]  # type: ignore[misc]
            assert error["field"] == field
            assert message in error["message"]


def test_tickets_are_kept_by_nobody_on_the_way(site: Site) -> None:
    body = ask(site, "yang tolak saja")
    request = {"turn": body["turn"], "conversation": body["conversation"]}
    opened = site.client.post("/api/v1/tickets", json=request)
    mine = {"X-Conversation": str(body["conversation"])}
    read = site.client.get(f"/api/v1/tickets/{opened.json()['ticket']}", headers=mine)
    assert [response.headers["cache-control"] for response in (opened, read)] == ["no-store", "no-store"]


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

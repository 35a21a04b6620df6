"""Tickets over the API: what their asker may do with the secret alone."""

from __future__ import annotations

from tests.bot.web.api_requests import ask, assert_problem
from tests.bot.web.sites import MakeSite, Site


def _ticket(site: Site, contact: str = "") -> dict[str, object]:
    body = ask(site, "yang tolak saja")
    request = {"turn": body["turn"], "conversation": body["conversation"], "contact": contact}
    opened: dict[str, object] = site.client.post("/api/v1/tickets", json=request).json()
    return opened


def test_an_asker_is_told_number_wait_and_state(site: Site) -> None:
    ticket = _ticket(site, "warga@example.go.id")
    assert (ticket["state"], ticket["told"]) == ("new", "Diterima, belum dikerjakan")
    assert str(ticket["message"]).startswith(f"Tiket {ticket['ticket']}: ")
    assert "surel" not in str(ticket["message"])  # no mail server is set, so none is promised
    site.app.handling.inquire(int(str(ticket["ticket"])), "Kota mana?", "rina")
    (found,) = site.client.get("/api/v1/tickets/kept", headers={"X-Ticket": str(ticket["secret"])}).json()
    assert (found["state"], found["status"], found["reply"]) == ("waiting", "open", "")
    assert [(one["staff"], one["kind"], one["text"]) for one in found["messages"]] == [(True, "inquiry", "Kota mana?")]
    assert "rina" not in str(found)


def test_what_the_asker_writes_goes_into_the_ticket(site: Site) -> None:
    ticket = _ticket(site)
    mine = {"X-Ticket": str(ticket["secret"])}
    asked = len(site.answers.asked)
    written = site.client.post("/api/v1/tickets/messages", json={"text": "Kota Batu."}, headers=mine)
    assert written.status_code == 201
    assert written.headers["cache-control"] == "no-store"
    assert [one["text"] for one in written.json()["messages"]] == ["Kota Batu."]
    assert len(site.answers.asked) == asked
    for _ in range(9):
        site.client.post("/api/v1/tickets/messages", json={"text": "Halo?"}, headers=mine)
    again = site.client.post("/api/v1/tickets/messages", json={"text": "Halo?"}, headers=mine)
    assert "belum dijawab" in str(assert_problem(again, 409, "not-with-this-ticket")["detail"])
    blank = site.client.post("/api/v1/tickets/messages", json={"text": " "}, headers=mine)
    assert_problem(blank, 409, "not-with-this-ticket")


def test_secrets_that_open_nothing_are_left_out(site: Site) -> None:
    first, second = _ticket(site), _ticket(site)
    secrets = ",".join(["x" * 32, str(second["secret"]), "'; --", str(first["secret"])])
    found = site.client.get("/api/v1/tickets/kept", headers={"X-Ticket": secrets}).json()
    assert [one["ticket"] for one in found] == [first["ticket"], second["ticket"]]
    assert_problem(site.client.get("/api/v1/tickets/kept"), 422, "invalid")
    foreign = {"X-Ticket": "x" * 32}
    refused = site.client.post("/api/v1/tickets/messages", json={"text": "Halo"}, headers=foreign)
    assert_problem(refused, 404, "ticket-not-found")


def test_where_nobody_is_there_nothing_is_offered_or_taken(make_site: MakeSite) -> None:
    site = make_site(staffed=False)
    body = ask(site, "yang tolak saja")
    assert body["hand_over"] is False
    request = {"turn": body["turn"], "conversation": body["conversation"]}
    assert_problem(site.client.post("/api/v1/tickets", json=request), 409, "nobody-to-hand-over-to")


def test_mail_is_promised_where_it_is_sent(make_site: MakeSite) -> None:
    site = make_site(smtp_url="smtp://127.0.0.1:9", smtp_from="pandu@kota.go.id", reply_days=3)
    assert ask(site, "yang tolak saja")["hand_over"] is True
    told = str(_ticket(site, "warga@example.go.id")["message"])
    assert "dikirim ke surel Anda" in told
    assert "paling lama 3 hari kerja" in told
    assert "surel" not in str(_ticket(site, "0812-3456-7890")["message"])

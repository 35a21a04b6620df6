"""The page of one ticket."""

from __future__ import annotations

import logging

import httpx
import pytest

from bot.tickets.ticket import Ticket
from knowledge.answers import Citation
from tests.bot.web.api_requests import ask
from tests.bot.web.browsing import DESKTOP, PHONE, OpenPage, snap, violations
from tests.bot.web.sites import MakeSite, Site

CITED = Citation(number=1, title="Terms of Reference", url="https://asean.example/tor", quote="No fees.")
HOSTILE = "<script>window.hacked=1</script>"


def _ticket(site: Site, question: str = "yang tolak", contact: str = "") -> Ticket:
    body = ask(site, question)
    turn = site.app.journal.turn(str(body["turn"]))
    return site.app.tickets.open(turn, "web", f"web:{body['conversation']}", contact=contact)


def _page(site: Site, ticket: Ticket, **query: str) -> httpx.Response:
    address = f"/tiket/{site.app.tickets.secret(ticket.id)}"
    return site.client.get(address, params=query, headers={"Accept": "text/html"})


def test_shows_number_state_reply_and_nobodys_name(site: Site) -> None:
    ticket = _ticket(site, f"yang tolak {HOSTILE}", "warga@example.go.id")
    page = _page(site, ticket)
    assert page.status_code == 200
    for text in (f"Tiket {ticket.id}", "Diterima, belum dikerjakan", "Lama menunggu belum dapat diperkirakan"):
        assert text in page.text
    assert HOSTILE not in page.text
    site.app.handling.answer(ticket.id, f"Tidak ada iuran. {HOSTILE}", "rina", sources=[CITED])
    page = _page(site, ticket, lang="en")
    for text in (
        "Ticket",
        "Answered",
        "Tidak ada iuran.",
        "Terms of Reference",
        "No fees.",
        "https://asean.example/tor",
    ):
        assert text in page.text
    for text in (HOSTILE, "rina", "warga@example.go.id"):
        assert text not in page.text


def test_nobody_else_gets_hold_of_the_link(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    ticket = _ticket(site)
    page = _page(site, ticket)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    secret = site.app.tickets.secret(ticket.id)
    assert secret not in caplog.text
    for wrong in ("x" * 32, "x", secret.lower()):
        refused = site.client.get(f"/tiket/{wrong}", headers={"Accept": "text/html"})
        assert refused.status_code == 404
        assert "Tiket tidak ditemukan" in refused.text


def test_what_is_written_goes_into_the_ticket(site: Site) -> None:
    ticket = _ticket(site)
    address = f"/tiket/{site.app.tickets.secret(ticket.id)}"
    sent = site.client.post(address, data={"text": "Kota Batu."}, headers={"Accept": "text/html"})
    assert sent.status_code == 303
    assert "sudah masuk ke tiket" in site.client.get(sent.headers["location"]).text
    assert [one.text for one in site.app.tickets.ticket(ticket.id).messages] == ["Kota Batu."]
    empty = site.client.post(address, data={"text": " "}, headers={"Accept": "text/html"})
    assert empty.status_code == 422
    assert "Tulis dulu isinya" in empty.text
    large = site.client.post(address, data={"text": "a" * 200_000}, headers={"Accept": "text/html"})
    assert large.status_code == 413


def test_its_asker_deletes_it(site: Site) -> None:
    ticket = _ticket(site, contact="warga@example.go.id")
    address = f"/tiket/{site.app.tickets.secret(ticket.id)}"
    deleted = site.client.post(f"{address}/hapus", headers={"Accept": "text/html"})
    assert "sudah dihapus" in deleted.text
    assert site.client.get(address).status_code == 404
    assert site.app.tickets.ticket(ticket.id).contact == ""


def test_mail_is_named_where_it_is_sent(make_site: MakeSite) -> None:
    site = make_site(smtp_url="smtp://127.0.0.1:9", smtp_from="pandu@kota.go.id")
    assert "dikirim ke surel" in _page(site, _ticket(site, contact="warga@example.go.id")).text
    assert "dikirim ke surel" not in _page(site, _ticket(site)).text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_is_readable_and_accessible(open_page: OpenPage, site: Site, scheme: str) -> None:
    ticket = _ticket(site)
    site.app.handling.answer(ticket.id, "Tidak ada iuran.\n\nLihat Terms of Reference.", "rina", sources=[CITED])
    site.app.tickets.follow_up(ticket.id, "Untuk kota juga?")
    address = f"{site.url}/tiket/{site.app.tickets.secret(ticket.id)}"
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page = open_page(address, viewport=size, color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        snap(page, f"ticket-{scheme}-{name}", whole=True)

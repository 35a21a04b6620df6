"""Being told by mail when an answer changes: from the wish to consent, and to its end."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.mail.outbox import Mail
from tests.bot.web.api_requests import ask, assert_problem
from tests.bot.web.browsing import OpenPage, snap, violations
from tests.bot.web.sites import MakeSite, Site

MAILBOX = "sri@kota.go.id"


@pytest.fixture(scope="module")
def mailing(make_site: MakeSite) -> Site:
    """A server that may send mail."""
    mail = {"smtp_url": "smtp://127.0.0.1:9", "smtp_from": "pandu@kota.go.id", "public_url": "https://pandu.example"}
    return make_site(client_requests_per_minute=100_000, **mail)


def _wish(site: Site, email: str, question: str = "Apa itu ASCN?") -> dict[str, Any]:
    body = ask(site, question)
    return {"turn": body["turn"], "conversation": body["conversation"], "email": email}


def _asked(site: Site, wish: dict[str, Any]) -> str:
    """Wish to be told; the path of the link in the letter that comes."""
    told = site.client.post("/api/v1/watches", json=wish)
    assert told.status_code == 202, told.text
    assert "menyetujui" in told.json()["message"]
    (letter,) = _letters(site)
    return letter.text.partition("https://pandu.example")[2].split()[0]


def _letters(site: Site) -> list[Mail]:
    taken = site.app.outbox.take()
    for mail in taken:
        site.app.outbox.sent(mail.key)
    return taken


def test_an_address_agrees_by_its_link_and_ends_it_there(mailing: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client, watches = mailing.client, mailing.app.recall.watches
    wish = _wish(mailing, "Sri@kota.go.id", "Apa itu <ASCN>?")
    page = _asked(mailing, wish)
    assert client.post("/api/v1/watches", json=wish).status_code == 202
    assert _letters(mailing) == []  # the same wish is one watch and one letter
    shown = client.get(page)
    assert "Apa itu &lt;ASCN&gt;?" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert watches.watched() == []  # opening the link, as scanners of mail do, is no consent
    assert "Anda akan dikabari" in client.post(page, data={"setuju": "1"}).text
    assert [watch.address for watch in watches.watched()] == [MAILBOX]
    mailing.app.switches.turn_off("web", "siti")
    try:
        assert client.post(page, data={"setuju": "1"}).status_code == 503
        assert "sudah berakhir" in client.post(page, data={}).text  # ending it is always open
    finally:
        mailing.app.switches.turn_on("web")
    assert watches.watched() == []
    assert_problem(client.get(page, headers={"Accept": "application/json"}), 404, "watch-link-unknown")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert page.rpartition("/")[2].partition("?")[0] not in logged
    assert "sri@" not in logged.lower()


def test_who_does_not_agree_is_told_nothing_and_cannot_be_flooded(mailing: Site) -> None:
    pages = [_asked(mailing, _wish(mailing, "budi@kota.go.id")) for _ in range(3)]
    assert "tidak ada kabar yang dikirim" in mailing.client.post(pages[0], data={}).text
    assert_problem(
        mailing.client.post("/api/v1/watches", json=_wish(mailing, "BUDI@kota.go.id")), 409, "watches-too-many"
    )
    assert _letters(mailing) == []
    assert mailing.app.recall.watches.watched() == []


def test_what_cannot_be_watched_is_told(site: Site, mailing: Site) -> None:
    body = ask(site, "Apa itu ASCN?")
    wish = {"turn": body["turn"], "conversation": body["conversation"], "email": MAILBOX}
    assert body["watch"] is False
    assert_problem(site.client.post("/api/v1/watches", json=wish), 409, "no-mail")
    refused, answered = ask(mailing, "yang tolak saja"), ask(mailing, "Apa itu ASCN?")
    assert (refused["watch"], answered["watch"]) == (False, True)
    of = {"turn": answered["turn"], "conversation": answered["conversation"]}
    assert_problem(mailing.client.post("/api/v1/watches", json={**of, "email": "bukan surel"}), 422, "not-a-mailbox")
    foreign = {**of, "email": MAILBOX, "conversation": "A" * 22}
    assert_problem(mailing.client.post("/api/v1/watches", json=foreign), 404, "answer-not-found")
    assert mailing.client.get("/kabar/1/" + "x" * 32).status_code == 404
    for number in ("9" * 5000, "x", "-1"):
        assert mailing.client.get(f"/kabar/{number}/" + "x" * 32).status_code == 404


@pytest.mark.browser
def test_the_button_the_form_and_the_page(mailing: Site, open_page: OpenPage) -> None:
    page = open_page(mailing.url)
    page.get_by_label("Pertanyaan Anda").fill("Apa itu ASCN?")
    page.get_by_label("Pertanyaan Anda").press("Enter")
    answer = page.get_by_role("article").last
    for width, scheme in ((1440, "light"), (1440, "dark"), (375, "light"), (375, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        answer.get_by_role("button", name="Kabari saya bila jawaban ini berubah").click()
        assert violations(page) == []
        snap(page, f"watch-form-{width}-{scheme}")
        answer.get_by_role("button", name="Batal").click()
    answer.get_by_role("button", name="Kabari saya bila jawaban ini berubah").click()
    page.get_by_label("Surel Anda").fill("dewi@kota.go.id")
    page.get_by_label("Surel Anda").press("Enter")
    answer.get_by_text("Buka tautan di dalamnya untuk menyetujui").wait_for()
    page.reload()
    page.get_by_role("article").last.wait_for()
    assert page.get_by_role("button", name="Kabari saya bila jawaban ini berubah").count() == 0
    (letter,) = _letters(mailing)
    page.goto(mailing.url + letter.text.partition("https://pandu.example")[2].split()[0])
    for width, scheme in ((1440, "dark"), (375, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == []
        snap(page, f"watch-page-{width}-{scheme}")
    page.get_by_role("button", name="Ya, kabari saya").click()
    page.get_by_text("Anda akan dikabari").wait_for()
    assert [watch.address for watch in mailing.app.recall.watches.watched()] == ["dewi@kota.go.id"]

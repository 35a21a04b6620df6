"""Tickets in the console."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.app import App
from bot.tickets.ticket import Ticket
from tests.bot.journals import an_answer
from tests.bot.mail.mail_server import MailServer, mail_server
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console, Person
from tests.bot.web.browsing import DESKTOP, PHONE, OpenPage, snap, violations

HOSTILE = "<script>window.hacked=1</script>"


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def console(make_console: MakeConsole, mails: MailServer) -> Console:
    return make_console(smtp_url=mails.url, smtp_from="pandu@kota.go.id")


@pytest.fixture(scope="module")
def rina(console: Console) -> Person:
    return console.person("editor")


def _ticket(app: App, question: str, **more: str) -> Ticket:
    turn = app.journal.record("c", "web", "web:1", question, an_answer(question))
    return app.tickets.open(turn, "web", "web:1", **more)


def test_a_ticket_is_claimed_asked_back_answered_and_made_a_document(console: Console, rina: Person) -> None:
    app = console.app
    ticket = _ticket(app, f"Berapa biaya sertifikat? {HOSTILE}", contact="sri@example.go.id", found="tidak ada")
    at = f"/staf/tiket/{ticket.id}"
    listed = rina.get("/staf/tiket").text
    assert "Berapa biaya sertifikat?" in listed
    assert "sri@example.go.id" not in listed
    assert "balasan ke surel" in listed
    shown = rina.get(at).text
    for text in ("sri@example.go.id", "tidak ada", "Baru", "Belum ada rilis"):
        assert text in shown
    assert HOSTILE not in listed + shown
    assert rina.post(f"{at}/ambil", at=at).status_code == 303
    assert app.tickets.ticket(ticket.id).claimed_by == "editor"
    latest = {"after": "0"}
    assert rina.post(at, {"do": "inquire", "text": "Sertifikat apa?", **latest}, at=at).status_code == 303
    app.tickets.follow_up(ticket.id, "Sertifikat SNI.")
    stale = rina.post(at, {"do": "answer", "text": "Gratis.", **latest}, at=at)
    assert stale.status_code == 422
    assert "berubah sejak" in stale.text
    assert "Gratis." in stale.text
    now = {"after": str(app.tickets.ticket(ticket.id).latest)}
    assert rina.post(at, {"do": "answer", "text": "Gratis.", **now}, at=at).status_code == 303
    note = rina.get(at).text
    assert "Lepaskan" not in note
    assert "akan dikirim ke sri@example.go.id" in note
    assert "surel menunggu" in note
    form = rina.get(f"{at}/dokumen").text
    assert "Gratis." in form
    made = {
        "title": "Biaya sertifikat SNI",
        "text": "Sertifikat SNI tidak berbayar.",
        "questions": "Berapa?\n\nGratis?",
    }
    assert rina.post(f"{at}/dokumen", made, at=f"{at}/dokumen").status_code == 303
    assert [one.document.title for one in app.document_store.documents()] == ["Biaya sertifikat SNI"]
    actions = [entry.action for entry in app.audit.entries(limit=5)]
    assert actions[:4] == ["ticket.promoted", "ticket.answered", "ticket.inquired", "ticket.claimed"]


def test_those_that_ask_the_same_stand_together_and_are_merged(console: Console, rina: Person) -> None:
    app = console.app
    first = _ticket(app, "Berapa iuran keanggotaan ASCN per tahun?")
    others = [_ticket(app, text) for text in ("iuran anggota ASCN setahun berapa ya", "Besar iuran tahunan ASCN?")]
    listed = rina.get("/staf/tiket").text
    assert "+2 serupa" in listed
    assert len(re.findall(rf'<h2 class="small"><a href="/staf/tiket/{others[0].id}"', listed)) == 0
    at = f"/staf/tiket/{first.id}"
    assert "Tiket terbuka yang menanyakan hal serupa" in rina.get(at).text
    rina.post(f"{at}/gabung", {"other": [str(one.id) for one in others]}, at=at)
    assert [one.id for one in app.handling.merged(first.id)] == [one.id for one in others]
    rina.post(at, {"do": "close", "text": "Di luar lingkup.", "after": "0"}, at=at)
    assert app.tickets.ticket(others[1].id).reply == "Di luar lingkup."
    rina.post(f"{at}/buka", at=at)
    assert app.tickets.ticket(first.id).status == "claimed"
    rina.post(f"{at}/gabung", {"into": "9999"}, at=at)
    assert "Tidak ada tiket dengan nomor itu" in rina.get(at).text


def test_who_left_a_phone_number_is_replied_to_by_staff_themselves(console: Console, rina: Person) -> None:
    ticket = _ticket(console.app, "Kapan rapat tahunan diadakan?", contact="0812-3456-7890")
    at = f"/staf/tiket/{ticket.id}"
    assert "Sistem tidak mengirim ke sana" in rina.get(at).text
    rina.post(at, {"do": "answer", "text": "Bulan depan.", "after": "0"}, at=at)
    assert "Sistem tidak mengirim ke 0812-3456-7890" in rina.get(at).text
    assert "0812" not in rina.get("/staf/tiket?daftar=all").text


def test_a_list_shows_no_personal_data_that_slipped_through(console: Console, rina: Person) -> None:
    _ticket(console.app, "Hubungi saya di 0813-9999-8888 tentang trotoar")
    listed = rina.get("/staf/tiket").text
    assert "[telepon] tentang trotoar" in listed
    assert "8888" not in listed


def test_canned_replies_are_edited_and_put_into_the_field(console: Console, rina: Person) -> None:
    at = "/staf/balasan"
    made = {"number": "0", "title": "Jam kantor", "text": "Kami buka pukul 8.", "language": "id"}
    assert rina.post(at, made, at=at).status_code == 303
    (saved,) = [one for one in console.app.canned_replies.replies() if one.title == "Jam kantor"]
    ticket = _ticket(console.app, "Jam berapa kantor buka?")
    part = rina.get(f"/staf/tiket/{ticket.id}/balasan", params={"balasan": saved.id}).text
    assert "Kami buka pukul 8." in part
    assert "<html" not in part
    assert "Kami buka pukul 8." in rina.get(f"/staf/tiket/{ticket.id}?balasan={saved.id}").text
    assert rina.post(at, {**made, "text": ""}, at=at).status_code == 422
    rina.post(f"{at}/hapus", {"number": str(saved.id)}, at=at)
    assert saved not in console.app.canned_replies.replies()


@pytest.mark.parametrize(
    "path", ["/staf/tiket?daftar=x&hal=99999999", "/staf/tiket?hal=²", "/staf/tiket?daftar=closed"]
)
def test_an_address_that_makes_no_sense_shows_a_list(rina: Person, path: str) -> None:
    assert rina.get(path).status_code == 200


def test_a_number_that_no_ticket_has_is_told(rina: Person) -> None:
    for path in ("/staf/tiket/99999", "/staf/tiket/99999/dokumen"):
        assert rina.get(path).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_readable_and_accessible(console: Console, open_page: OpenPage, scheme: str) -> None:
    ticket = _ticket(console.app, "Apa syarat menjadi anggota ASCN?", contact="sri@example.go.id", found="tidak ada")
    console.app.handling.answer(ticket.id, "Diusulkan wakil nasional.", "budi")
    console.app.tickets.follow_up(ticket.id, "Siapa wakil nasional kita?")
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page = open_page(f"{console.url}/staf/masuk", viewport=size, color_scheme=scheme)
        console.enter(page, "editor")
        for part, path in (("list", ""), ("ticket", f"/{ticket.id}"), ("document", f"/{ticket.id}/dokumen")):
            page.goto(f"{console.url}/staf/tiket{path}")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            snap(page, f"staff-tickets-{part}-{scheme}-{name}", whole=True)
        page.goto(f"{console.url}/staf/tiket/{ticket.id}")
        page.get_by_text("Balasan siap pakai").click()
        page.get_by_role("link", name="Minta keterangan").click()
        expect(page.get_by_label("Isi balasan")).to_have_value(re.compile("kota atau kabupaten mana"))

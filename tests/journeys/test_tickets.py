"""A question that no document answers, from its askers on the web and in Telegram to staff and back, by mail too; and
how it is answered from then on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.app import App, build_app
from bot.server import build_server
from bot.settings import Settings
from tests.bot.mail.mail_server import MailServer, mail_server
from tests.bot.staff.consoles import PASSWORD
from tests.bot.web.browsing import OpenPage, snap
from tests.bot.web.conftest import browser, open_page
from tests.bot.web.hosts import host_site
from tests.bot.web.servers import Server
from tools.attack.telegram import STAFF_CHAT, Telegram

__all__ = ["browser", "open_page"]
pytestmark = pytest.mark.browser
QUESTION = "Berapa tarif parkir di Denpasar tahun 2026?"
LIKE_IT = "tarif parkir Denpasar tahun 2026 berapa?"
REPLY = "Tarif parkir di Denpasar tahun 2026 ialah Rp2.000 untuk sepeda motor."
TITLE = "Tarif parkir di Denpasar"


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def app(data: Path, mails: MailServer, telegram: Telegram) -> Iterator[App]:
    settings = {"smtp_url": mails.url, "smtp_from": "Pandu <pandu@kota.go.id>", "allowed_origins": ("*",)}
    app = build_app(Settings(_env_file=None, data=data, **settings, **telegram.settings))
    app.accounts.add("rina", "editor", PASSWORD)
    yield app
    app.close()


@pytest.fixture
def served(app: App) -> Iterator[Server]:
    with Server(build_server(app)) as server:
        yield server


def test_the_loop_is_closed_on_every_channel(
    app: App, served: Server, mails: MailServer, telegram: Telegram, open_page: OpenPage
) -> None:
    with Server(host_site(served.url)) as host:
        asker = open_page(host.url)
        _hand_over(_ask(asker), "sri@example.go.id")
        asker.get_by_role("button", name="Percakapan baru").click()
        asker.get_by_role("button", name="Tutup").click()

        budi = telegram.person(11)
        telegram.do(partial(budi.say, LIKE_IT))
        refused = telegram.wait(11, "tidak memuat")
        assert refused is not None
        telegram.do(partial(budi.press, refused, "Direktorat"))
        assert telegram.wait(11, "tiket #2") is not None
        assert telegram.wait(STAFF_CHAT, LIKE_IT) is not None

        staff = open_page(f"{served.url}/staf/masuk")
        _answer(staff)
        _reaches_everybody(asker, mails, telegram)

        reply = telegram.wait(11, REPLY)
        assert reply is not None
        telegram.do(partial(budi.say, "Untuk mobil juga?", reply_to=reply))
        assert telegram.wait(11, "masuk ke tiket #2") is not None
        assert app.tickets.ticket(2).messages[-1].text == "Untuk mobil juga?"

        _make_document(staff)
        builder = app.builder()
        builder.publish(builder.build().release_id, "rina")
        answer = _asked_again(asker)
        expect(answer.get_by_text("Rp2.000 untuk sepeda motor").first).to_be_visible()
        expect(answer.get_by_text(TITLE).first).to_be_attached()
        snap(asker, "journey-tickets-answered-from-now-on")


def _ask(page: Page) -> Locator:
    page.get_by_role("button", name="Tanya Pandu ASCN").click()
    return _asked_again(page)


def _asked_again(page: Page) -> Locator:
    panel = page.get_by_role("dialog")
    before = panel.get_by_role("article").count()
    panel.get_by_label("Pertanyaan Anda").fill(QUESTION)
    panel.get_by_label("Pertanyaan Anda").press("Enter")
    answer = panel.get_by_role("article").nth(before)
    expect(answer).to_be_visible(timeout=30_000)
    return answer


def _hand_over(answer: Locator, contact: str) -> None:
    answer.get_by_role("button", name="Teruskan ke petugas").click()
    answer.get_by_label("Kontak Anda untuk balasan").fill(contact)
    answer.get_by_role("button", name="Teruskan", exact=True).click()
    expect(answer.get_by_text("dikirim ke surel Anda")).to_be_visible()


def _answer(page: Page) -> None:
    """Sign in, take the ticket up, put the other one that asks the same to it, and answer with a cited passage."""
    page.get_by_label("Nama akun").fill("rina")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("link", name="Tiket").first.click()
    expect(page.get_by_text("+1 serupa")).to_be_visible()
    page.get_by_role("link", name=f"#1 {QUESTION}").click()
    page.get_by_role("button", name="Saya kerjakan").click()
    page.get_by_role("button", name="Gabungkan yang dipilih ke tiket ini").click()
    page.get_by_label("Isi balasan").fill(REPLY)
    page.get_by_label("Cari bagian dokumen").fill("kewajiban kota anggota")
    page.get_by_role("button", name="Cari").click()
    passage = page.locator("#kutipan input[name=cite]").first
    passage.check()
    snap(page, "journey-tickets-answering", whole=True)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("akan dikirim ke sri@example.go.id")).to_be_visible()


def _reaches_everybody(asker: Page, mails: MailServer, telegram: Telegram) -> None:
    asker.reload()
    launcher = asker.get_by_role("button", name="Tanya Pandu ASCN")
    expect(launcher).to_contain_text("1 balasan baru")
    launcher.click()
    expect(asker.locator(".tickets").get_by_text(REPLY)).to_be_visible()
    assert telegram.wait(11, REPLY) is not None
    for _ in range(100):
        if mails.taken:
            break
        asker.wait_for_timeout(200)
    (mail,) = mails.taken
    assert mail["To"] == "sri@example.go.id"
    assert REPLY in " ".join(mail.get_content().split())


def _make_document(page: Page) -> None:
    page.get_by_role("link", name="Jadikan dokumen").click()
    page.get_by_label("Judul").fill(TITLE)
    page.get_by_role("button", name="Masukkan ke draf").click()
    expect(page.get_by_text(f"“{TITLE}” masuk ke draf")).to_be_visible()

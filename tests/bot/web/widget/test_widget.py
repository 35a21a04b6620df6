"""The widget in a real browser: what a person does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.web.browsing import PHONE, OpenPage, ask, snap, violations
from tests.bot.web.hosts import host_site
from tests.bot.web.servers import Server
from tests.bot.web.sites import MakeSite, Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def widget_site(make_site: MakeSite) -> Site:
    return make_site(client_requests_per_minute=100_000, allowed_origins=("*",))


@pytest.fixture(scope="module")
def host(widget_site: Site) -> Iterator[Server]:
    with Server(host_site(widget_site.url)) as server:
        yield server


def opened(page: Page) -> Locator:
    """The open panel."""
    page.get_by_role("button", name="Tanya Pandu ASCN").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    return panel


def test_works_unchanged_on_a_strict_page_of_another_origin(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    panel = opened(page)
    snap(page, "widget-welcome-desktop")
    answer = ask(panel, "Apa itu ASCN? semua")
    for text in ("diluncurkan pada tahun 2018", "Siapa saja anggotanya", "Banyuwangi", "19.9 Porsi lampu"):
        expect(answer.get_by_text(text).first).to_be_visible()
    expect(answer.get_by_text("A: kode, tema")).to_be_hidden()
    answer.get_by_text("Tentang keterangan ini").click()
    expect(answer.get_by_text("A: kode, tema")).to_be_visible()
    snap(page, "widget-answer-desktop")
    size = page.evaluate(
        "getComputedStyle(document.querySelector('pandu-ascn').shadowRoot.querySelector('textarea')).fontSize"
    )
    assert size == "24px"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(255, 0, 0)"


def test_citations_open_and_link_to_their_place(open_page: OpenPage, host: Server) -> None:
    panel = opened(open_page(host.url))
    answer = ask(panel, "Apa itu ASCN?")
    answer.get_by_role("button", name="Sumber 1").click()
    source = answer.get_by_role("listitem").first
    expect(source).to_be_focused()
    expect(source).to_contain_text("clause 17")
    link = source.get_by_role("link", name="ASCN Terms of Reference")
    expect(link).to_have_attribute("href", "https://asean.example/tor.pdf#page=4")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    snap(answer.page, "widget-sources-desktop")


def test_a_source_says_whose_words_the_statement_is_in(open_page: OpenPage, host: Server) -> None:
    answer = ask(opened(open_page(host.url)), "Apa itu ASCN?")
    answer.get_by_role("button", name="Sumber 1").click()
    quoted, summed_up = answer.locator("li[data-number]").all()
    expect(quoted.locator("blockquote")).to_have_text("The ASCN Chair is the ASEAN Chair of the year.")
    expect(quoted).not_to_contain_text("Ringkasan Pandu")
    expect(summed_up).to_contain_text("Ringkasan Pandu · Kemendagri · 2025 · hlm. 3")
    expect(summed_up.locator("blockquote")).to_have_count(0)


@pytest.mark.parametrize(("question", "query"), [("Apa itu ASCN?", ""), ("In english, please?", "?lang=en")])
def test_a_source_leads_to_our_whole_text_and_to_its_place_in_the_original(
    open_page: OpenPage, host: Server, widget_site: Site, question: str, query: str
) -> None:
    answer = ask(opened(open_page(host.url)), question)
    answer.get_by_role("button", name="Sumber 1").click()
    quoted, summed_up = answer.locator("li[data-number]").all()
    for source in (quoted, summed_up):
        whole = source.get_by_role("link", name="Teks lengkapnya")
        expect(whole).to_have_attribute("href", f"{widget_site.url}/sumber/ascn-governance.id{query}#chair")
        expect(whole).to_have_attribute("target", "_blank")
    place = f"{widget_site.url}/sumber/asli/{'a' * 40}-{'b' * 32}.jpg"
    expect(quoted.get_by_role("link", name="Tempatnya di dokumen asli")).to_have_attribute("href", place)
    expect(summed_up.get_by_role("link", name="Tempatnya di dokumen asli")).to_have_count(0)
    file = f"{widget_site.url}/sumber/ascn-governance.id/berkas#page=3"
    expect(quoted.get_by_role("link", name="Berkas aslinya")).to_have_attribute("href", file)
    expect(summed_up.get_by_role("link", name="Berkas aslinya")).to_have_count(0)


def test_says_how_the_question_was_read_before_the_answer(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    answer = ask(opened(page), "yang paham")
    read = answer.get_by_text("Saya memahami:")
    expect(read).to_be_visible()
    expect(answer).to_contain_text("<script>")  # what was asked stays text
    assert page.evaluate("window.hacked") is None
    above, below = read.bounding_box(), answer.get_by_text("Ya.", exact=True).bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]


def test_who_wants_a_person_is_led_to_one(open_page: OpenPage, host: Server) -> None:
    panel = opened(open_page(host.url))
    asked, other = ask(panel, "mana petugas"), ask(panel, "Apa itu ASCN?")
    expect(asked.get_by_role("button", name="Teruskan ke petugas")).to_have_class(re.compile("primary"))
    expect(other.get_by_role("button", name="Teruskan ke petugas")).not_to_have_class(re.compile("primary"))


def test_follows_up_by_a_suggestion(open_page: OpenPage, host: Server) -> None:
    panel = opened(open_page(host.url))
    ask(panel, "Apa itu ASCN?")
    panel.get_by_role("button", name="Siapa ketuanya?").click()
    expect(panel.get_by_role("article").nth(1)).to_contain_text("Jawaban ke-2 atas: Siapa ketuanya?")


def test_starters_are_asked_with_one_click(open_page: OpenPage, host: Server) -> None:
    panel = opened(open_page(host.url))
    panel.get_by_role("button", name="Apa rumus indikator 19.9?").click()
    expect(panel.get_by_role("article")).to_contain_text("Jawaban ke-1")


def test_feedback_with_a_reason_is_stored(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    panel = opened(open_page(host.url))
    answer = ask(panel, "Apa itu ASCN?")
    answer.get_by_role("button", name="Membantu", exact=True).click()
    expect(answer.get_by_text("Terima kasih")).to_be_visible()
    answer.get_by_role("button", name="Tidak membantu").click()
    expect(answer.get_by_role("button", name="Tidak membantu")).to_have_attribute("aria-pressed", "true")
    answer.get_by_label("Apa yang kurang?").fill("tahunnya salah")
    snap(answer.page, "widget-feedback-desktop")
    answer.get_by_role("button", name="Kirim tanggapan").click()
    expect(answer.get_by_text("Terima kasih")).to_be_visible()
    with widget_site.app.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT value, reason FROM feedback").all()
    assert (-1, "tahunnya salah") in [tuple(row) for row in rows]


def test_hands_over_and_shows_the_reply_after_a_reload(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    page = open_page(host.url)
    panel = opened(page)
    answer = ask(panel, "yang tolak")
    snap(page, "widget-refused-desktop")
    answer.get_by_role("button", name="Teruskan ke petugas").click()
    expect(answer.get_by_label("Kontak Anda untuk balasan")).to_be_focused()
    answer.get_by_label("Kontak Anda untuk balasan").fill("warga@example.go.id")
    snap(page, "widget-handover-desktop")
    answer.get_by_role("button", name="Teruskan", exact=True).click()
    expect(answer.get_by_text("sudah diteruskan ke Direktorat")).to_be_visible()
    app = widget_site.app
    (ticket,) = [one for one in app.inbox.page("new", "").tickets if one.contact == "warga@example.go.id"]
    app.handling.answer(ticket.id, "Pendaftaran dibuka bulan depan.", "rina")
    page.reload()
    panel = opened(page)
    expect(panel.get_by_role("article").get_by_text("Pendaftaran dibuka bulan depan.")).to_be_visible()
    snap(page, "widget-reply-desktop")


def test_a_reply_is_marked_and_outlives_the_conversation(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    page, app = open_page(host.url), widget_site.app
    answer = ask(opened(page), "yang tolak")
    answer.get_by_role("button", name="Teruskan ke petugas").click()
    answer.get_by_role("button", name="Teruskan", exact=True).click()
    expect(answer.get_by_text("Lama menunggu belum dapat diperkirakan")).to_be_visible()
    link = answer.get_by_role("link", name="Halaman tiket ini").get_attribute("href")
    assert link is not None
    ticket = app.tickets.ticket_by_link(link.rpartition("/")[2].partition("?")[0])
    panel = page.get_by_role("dialog")
    panel.get_by_role("button", name="Percakapan baru").click()
    expect(panel.get_by_text("Tiket Anda (1)")).to_be_visible()
    panel.get_by_role("button", name="Tutup").click()
    app.handling.answer(ticket.id, "Tidak ada iuran.", "rina")
    page.reload()
    launcher = page.get_by_role("button", name="Tanya Pandu ASCN")
    expect(launcher).to_contain_text("1 balasan baru")
    snap(page, "widget-unread-desktop")
    launcher.click()
    card = panel.locator(".tickets")
    expect(card.get_by_text("Tidak ada iuran.")).to_be_visible()
    expect(card.get_by_text("Baru").first).to_be_visible()
    expect(card.get_by_text("yang tolak")).to_be_visible()
    card.get_by_role("button", name="Balas").click()
    card.get_by_label("Tulis kepada Direktorat").fill("Untuk kota juga?")
    snap(page, "widget-answer-back-desktop")
    card.get_by_role("button", name="Kirim").click()
    expect(card.get_by_text("Untuk kota juga?")).to_be_visible()
    assert app.tickets.ticket(ticket.id).messages[-1].text == "Untuk kota juga?"
    assert widget_site.answers.asked[-1][0] == "yang tolak"  # the bot never sees it
    page.reload()
    expect(launcher).to_be_visible()
    expect(launcher).not_to_contain_text("balasan baru")
    app.retention.forget_ticket(ticket.id)
    opened(page)
    expect(panel.locator(".tickets")).to_have_count(0)


def test_where_nobody_is_there_nothing_can_be_handed_over(open_page: OpenPage, make_site: MakeSite) -> None:
    site = make_site(allowed_origins=("*",), staffed=False)
    with Server(host_site(site.url)) as host:
        answer = ask(opened(open_page(host.url)), "yang tolak")
        expect(answer.get_by_role("button", name="Salin")).to_be_visible()
        expect(answer.get_by_role("button", name="Teruskan ke petugas")).to_have_count(0)


def test_keyboard_alone_is_enough(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    launcher = page.get_by_role("button", name="Tanya Pandu ASCN")
    launcher.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    field = panel.get_by_label("Pertanyaan Anda")
    expect(field).to_be_focused()
    page.keyboard.type("baris satu")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("baris dua")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("article")).to_contain_text("baris dua")
    expect(field).to_be_focused()
    expect(panel.get_by_role("status").last).to_contain_text("Jawaban ke-1")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if panel.get_by_role("button", name="Sumber 2").evaluate("node => node.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    expect(panel.get_by_role("listitem").nth(1)).to_be_focused()
    snap(page, "widget-keyboard-desktop")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(launcher).to_be_focused()


def test_fills_a_phone_and_keeps_focus_inside(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    snap(page, "widget-closed-phone")
    panel = opened(page)
    box = panel.bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["y"]), round(box["width"])) == (0, 0, PHONE["width"])
    assert page.evaluate("document.querySelector('pandu-ascn').shadowRoot.querySelector('dialog').matches(':modal')")
    ask(panel, "Apa itu ASCN? semua")
    snap(page, "widget-answer-phone")
    small = [
        (node["name"], node["width"], node["height"])
        for node in panel.locator("button:visible, summary:visible, a:visible").evaluate_all(
            "nodes => nodes.map(n => ({name: n.textContent || n.ariaLabel, ...n.getBoundingClientRect().toJSON()}))"
        )
        if min(node["width"], node["height"]) < 24
    ]
    assert small == []
    panel.get_by_role("button", name="Tutup").click()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("size", [(640, 450), (320, 256)])
def test_nothing_is_lost_at_200_and_400_percent(open_page: OpenPage, host: Server, size: tuple[int, int]) -> None:
    page = open_page(host.url, viewport={"width": size[0], "height": size[1]})
    panel = opened(page)
    ask(panel, "Apa itu ASCN? semua")
    overflow = panel.evaluate("node => node.scrollWidth - node.clientWidth")
    assert overflow <= 1
    snap(page, f"widget-zoom-{size[0]}")
    panel.get_by_role("button", name="Kirim").scroll_into_view_if_needed()
    expect(panel.get_by_role("button", name="Kirim")).to_be_in_viewport()


def test_markup_in_question_and_documents_stays_text(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    panel = opened(page)
    answer = ask(panel, "<img src=x onerror='window.hacked=1'> jahat")
    expect(answer.locator("p").nth(1)).to_contain_text("<img src=x onerror=")
    expect(panel.locator("img, script")).to_have_count(0)
    expect(panel.locator("a[href^='javascript']")).to_have_count(0)
    page.reload()
    opened(page)
    assert page.evaluate("window.hacked") is None
    snap(page, "widget-hostile-desktop")


def test_keeps_the_question_when_the_server_is_down_and_asks_again(open_page: OpenPage, make_site: MakeSite) -> None:
    site = make_site(allowed_origins=("*",))
    with Server(host_site(site.url)) as host:
        page = open_page(host.url)
        panel = opened(page)
        site.server.stop()
        panel.get_by_label("Pertanyaan Anda").fill("pertanyaan penting")
        panel.get_by_label("Pertanyaan Anda").press("Enter")
        expect(panel.get_by_role("alert")).to_contain_text("pertanyaan Anda masih ada")
        expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("pertanyaan penting")
        snap(page, "widget-server-down-desktop")
        site.server.start()
        panel.get_by_role("button", name="Coba lagi").click()
        expect(panel.get_by_role("article")).to_contain_text("pertanyaan penting")
        expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("")


def test_says_that_it_is_offline(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    panel = opened(page)
    page.context.set_offline(True)
    expect(panel.get_by_text("Anda sedang luring").first).to_be_visible()
    panel.get_by_label("Pertanyaan Anda").fill("nanti saja")
    panel.get_by_label("Pertanyaan Anda").press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("luring")
    snap(page, "widget-offline-desktop")
    page.context.set_offline(False)
    expect(panel.get_by_role("status").first).not_to_contain_text("luring")
    expect(panel.get_by_role("alert")).to_contain_text("tersambung lagi")
    panel.get_by_role("button", name="Coba lagi").click()
    expect(panel.get_by_role("article")).to_contain_text("nanti saja")


def test_says_when_questions_come_too_fast(open_page: OpenPage, make_site: MakeSite) -> None:
    site = make_site(allowed_origins=("*",), questions_per_minute=1)
    with Server(host_site(site.url)) as host:
        panel = opened(open_page(host.url))
        ask(panel, "pertama")
        panel.get_by_label("Pertanyaan Anda").fill("kedua")
        panel.get_by_label("Pertanyaan Anda").press("Enter")
        expect(panel.get_by_role("alert")).to_contain_text("60 detik")
        expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("kedua")
        snap(panel.page, "widget-too-fast-desktop")


def test_a_slow_answer_can_be_stopped(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    page = open_page(host.url)
    panel = opened(page)
    panel.get_by_label("Pertanyaan Anda").fill("yang lambat")
    panel.get_by_role("button", name="Kirim").click()
    expect(panel.get_by_text("Mencari di dokumen").first).to_be_visible()
    snap(page, "widget-searching-desktop")
    panel.get_by_role("button", name="Hentikan").click()
    panel.get_by_label("Pertanyaan Anda").fill("yang lambat, bertahap")
    panel.get_by_role("button", name="Kirim").click()
    expect(panel.get_by_text("Kalimat yang sudah diperiksa. <img")).to_be_visible()
    expect(panel.get_by_text("Menyusun jawaban").first).to_be_visible()
    snap(page, "widget-writing-desktop")
    panel.get_by_role("button", name="Hentikan").click()
    expect(panel.get_by_text("Kalimat yang sudah diperiksa.")).to_have_count(0)
    widget_site.answers.released.set()
    expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("yang lambat, bertahap")
    expect(panel.get_by_role("button", name="Kirim")).to_be_visible()
    expect(panel.get_by_role("alert")).to_have_count(0)
    widget_site.answers.released.clear()


def test_says_that_a_slow_answer_is_still_sought(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    page = open_page(host.url)
    page.clock.install()
    page.reload()
    panel = opened(page)
    panel.get_by_label("Pertanyaan Anda").fill("yang lambat")
    panel.get_by_label("Pertanyaan Anda").press("Enter")
    expect(panel.get_by_text("Mencari di dokumen").first).to_be_visible()
    page.clock.fast_forward(9_000)
    expect(panel.get_by_role("status").last).to_contain_text("Masih mencari")
    snap(page, "widget-slow-desktop")
    page.clock.fast_forward(60_000)
    expect(panel.get_by_role("alert")).to_contain_text("terlalu lama")
    expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("yang lambat")
    snap(page, "widget-timeout-desktop")
    widget_site.answers.released.set()
    panel.get_by_role("button", name="Coba lagi").click()
    expect(panel.get_by_role("article")).to_contain_text("yang lambat")
    widget_site.answers.released.clear()


def test_keeps_the_conversation_over_page_loads_until_it_is_deleted(
    open_page: OpenPage, host: Server, widget_site: Site
) -> None:
    page = open_page(host.url)
    panel = opened(page)
    ask(panel, "Apa itu ASCN?")
    panel.get_by_label("Pertanyaan Anda").fill("belum dikirim")
    page.reload()
    panel = opened(page)
    expect(panel.get_by_role("article")).to_have_count(1)
    expect(panel.get_by_label("Pertanyaan Anda")).to_have_value("belum dikirim")
    assert "ke-2" in (ask(panel, "Siapa ketuanya?").text_content() or "")
    with widget_site.app.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM turns").scalar_one()
    panel.get_by_role("button", name="Hapus percakapan").click()
    panel.get_by_role("button", name="Ya, hapus percakapan ini").click()
    expect(panel.get_by_role("article")).to_have_count(0)
    with widget_site.app.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM turns").scalar_one() == before - 2
    page.reload()
    expect(opened(page).get_by_role("article")).to_have_count(0)


def test_two_tabs_go_on_with_one_conversation(open_page: OpenPage, host: Server) -> None:
    first = open_page(host.url)
    panel = opened(first)
    second = first.context.new_page()
    second.goto(host.url)
    other = opened(second)
    other.get_by_label("Pertanyaan Anda").fill("belum dikirim")
    ask(panel, "Apa itu ASCN?")
    expect(other.get_by_role("article")).to_have_count(1)
    expect(other.get_by_label("Pertanyaan Anda")).to_have_value("belum dikirim")
    assert "ke-2" in (ask(other, "Siapa ketuanya?").text_content() or "")
    expect(panel.get_by_role("article")).to_have_count(2)


def test_keeps_nothing_when_told_so(open_page: OpenPage, widget_site: Site) -> None:
    with Server(host_site(widget_site.url, 'data-persist="off"')) as host:
        page = open_page(host.url)
        ask(opened(page), "Apa itu ASCN?")
        assert page.evaluate("localStorage.length") == 0
        page.reload()
        expect(opened(page).get_by_role("article")).to_have_count(0)


def test_switches_language_and_starts_anew(open_page: OpenPage, host: Server, widget_site: Site) -> None:
    page = open_page(host.url)
    panel = opened(page)
    ask(panel, "Apa itu ASCN?")
    panel.get_by_role("button", name="English").click()
    expect(panel.get_by_role("button", name="Indonesia")).to_be_focused()
    expect(panel.get_by_role("article")).to_have_count(1)
    panel.get_by_label("Your question").fill("What is the ASCN?")
    panel.get_by_label("Your question").press("Enter")
    expect(panel.get_by_role("article")).to_have_count(2)
    assert widget_site.answers.asked[-1][1] == "en"
    snap(page, "widget-english-desktop")
    panel.get_by_role("button", name="New conversation").click()
    expect(panel.get_by_role("article")).to_have_count(0)
    expect(panel.get_by_text("Welcome.")).to_be_visible()


def test_an_element_stands_in_its_place_without_a_button(open_page: OpenPage, widget_site: Site) -> None:
    with Server(host_site(widget_site.url, body='<pandu-ascn lang="en" heading="Ask us"></pandu-ascn>')) as host:
        page = open_page(host.url)
        expect(page.get_by_role("region", name="Pandu ASCN assistant")).to_be_visible()
        expect(page.get_by_role("heading", name="Ask us")).to_be_visible()
        expect(page.locator("pandu-ascn")).to_have_count(1)


def test_two_elements_and_a_script_included_twice_get_on(open_page: OpenPage, widget_site: Site) -> None:
    body = f"""<pandu-ascn lang="id"></pandu-ascn><pandu-ascn lang="en" theme="dark"></pandu-ascn>
<script src="{widget_site.url}/widget.js" defer></script>"""
    with Server(host_site(widget_site.url, body=body, css="")) as host:
        page = open_page(host.url)
        expect(page.locator("pandu-ascn")).to_have_count(2)
        first = page.get_by_role("region", name="Asisten Pandu ASCN")
        second = page.get_by_role("region", name="Pandu ASCN assistant")
        ask(first, "Apa itu ASCN?")
        second.get_by_label("Your question").fill("What is the ASCN?")
        second.get_by_label("Your question").press("Enter")
        expect(second.get_by_role("article")).to_have_count(1)
        expect(first.get_by_role("article")).to_have_count(1)
        snap(page, "widget-two-elements", whole=True)
        page.reload()
        expect(first.get_by_role("article")).to_contain_text("Jawaban ke-1 atas: Apa itu ASCN?")
        expect(second.get_by_role("article")).to_contain_text("Jawaban ke-1 atas: What is the ASCN?")


def test_copies_the_answer_with_its_sources(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url, permissions=["clipboard-read", "clipboard-write"])
    answer = ask(opened(page), "Apa itu ASCN?")
    answer.get_by_role("button", name="Salin").click()
    expect(answer.get_by_text("Disalin")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Jawaban ke-1" in copied
    assert "[1] ASCN Terms of Reference (ASEAN, 2022, clause 17) https://asean.example/tor.pdf#page=4" in copied
    assert "[2] Catatan rapat tahunan (Kemendagri, 2025, hlm. 3, Ringkasan Pandu)" in copied


def test_a_site_can_set_the_colours(open_page: OpenPage, host: Server) -> None:
    page = open_page(host.url)
    page.evaluate("document.querySelector('pandu-ascn').style.setProperty('--pandu-accent', 'rgb(120, 20, 60)')")
    launcher = page.get_by_role("button", name="Tanya Pandu ASCN")
    assert launcher.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(120, 20, 60)"


def test_moves_nothing_for_who_asks_for_calm(open_page: OpenPage, host: Server) -> None:
    panel = opened(open_page(host.url, reduced_motion="reduce"))
    assert panel.evaluate("node => getComputedStyle(node).animationName") == "none"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE])
def test_axe_finds_nothing_in_any_state(
    open_page: OpenPage, widget_site: Site, mode: str, viewport: dict[str, int] | None
) -> None:
    device = "phone" if viewport else "desktop"
    with Server(host_site(widget_site.url, css="")) as host:
        options = {"viewport": viewport} if viewport else {}
        # Half faded in, a panel has other colours.
        page = open_page(host.url, color_scheme=mode, reduced_motion="reduce", **options)
        assert violations(page) == []
        panel = opened(page)
        snap(page, f"widget-welcome-{device}-{mode}")
        assert violations(page) == []
        answer = ask(panel, "Apa itu ASCN? semua")
        answer.get_by_role("button", name="Sumber 1").first.click()
        snap(page, f"widget-sources-{device}-{mode}")
        assert violations(page) == []
        expect(ask(panel, "yang ragu").get_by_text("Belum tentu yang Anda maksud")).to_be_visible()
        answer = ask(panel, "yang tolak")
        answer.get_by_role("button", name="Teruskan ke petugas").click()
        expect(panel.get_by_role("heading", name="Pandu ASCN", exact=True)).to_be_in_viewport()
        snap(page, f"widget-handover-{device}-{mode}")
        assert violations(page) == []
        page.route("**/api/v1/ask", lambda route: route.abort())
        panel.get_by_label("Pertanyaan Anda").fill("gangguan")
        panel.get_by_label("Pertanyaan Anda").press("Enter")
        expect(panel.get_by_role("alert")).to_be_visible()
        snap(page, f"widget-problem-{device}-{mode}")
        assert violations(page) == []

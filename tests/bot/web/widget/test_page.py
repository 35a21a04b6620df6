"""The conversation on our own page, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.web.browsing import OpenPage, ask, snap, violations
from tests.bot.web.sites import MakeSite, Site

pytestmark = pytest.mark.browser

INNER = """() => [...document.querySelector("pandu-ascn").shadowRoot.querySelectorAll("section, .log")]
.filter((node) => node.scrollHeight > node.clientHeight + 1).length"""
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
MARKS_BEYOND = """() => [...document.querySelector("pandu-ascn").shadowRoot.querySelectorAll(".mark")]
.filter((mark) => mark.getBoundingClientRect().right > innerWidth).length"""


@pytest.mark.parametrize("size", [(1440, 900), (1366, 650), (375, 812)])
def test_the_conversation_is_the_page(open_page: OpenPage, site: Site, size: tuple[int, int]) -> None:
    page = open_page(site.url, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    starters = page.locator(".choice")
    expect(starters).to_have_count(4)
    for starter in starters.all():
        expect(starter).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Pertanyaan Anda")).to_be_in_viewport(ratio=1)
    high = page.locator(".hero").evaluate("node => node.offsetHeight")
    long = ask(page, "jawaban panjang")
    assert page.locator(".hero").evaluate("node => node.offsetHeight") < min(high / 2, 70)
    expect(page.get_by_role("heading", name="Yang dapat Anda tanyakan")).to_be_hidden()
    expect(long.get_by_text("Yang menjawab.")).to_be_in_viewport()
    expect(long.get_by_text("Alinea 3.")).to_be_hidden()
    long.get_by_text("Selengkapnya").click()
    expect(long.get_by_text("Alinea 3.")).to_be_visible()
    assert page.evaluate(INNER) == 0
    assert page.evaluate("() => document.documentElement.scrollHeight > innerHeight")
    expect(page.get_by_label("Pertanyaan Anda")).to_be_in_viewport(ratio=1)
    snap(page, f"page-asked-{size[0]}")
    page.get_by_role("button", name="Percakapan baru").click()
    expect(starters).to_have_count(4)
    expect(page.get_by_role("heading", name="Yang dapat Anda tanyakan")).to_be_visible()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_doubt_is_seen(open_page: OpenPage, site: Site, mode: str) -> None:
    page = open_page(site.url, color_scheme=mode, reduced_motion="reduce")
    sure, near = ask(page, "Apa itu ASCN? semua"), ask(page, "yang ragu")
    expect(sure.locator(".outcome")).to_have_text("Terjawab")
    expect(near.locator(".outcome")).to_contain_text("Belum tentu yang Anda maksud")
    expect(near.locator(".outcome")).to_contain_text("Keadaan menurut sumber: Januari 2024")
    expect(ask(page, "yang tolak").locator(".outcome")).to_contain_text("Tidak ada di dokumen")
    line = "node => getComputedStyle(node).borderInlineStartStyle"
    assert [one.evaluate(line) for one in page.get_by_role("article").all()] == ["solid", "dashed", "double"]
    read = ask(page, "yang paham")
    assert site.answers.asked[-1][3] == 3
    read.get_by_role("button", name="Tanyakan terpisah").click()
    expect(page.get_by_role("article")).to_have_count(5)
    assert site.answers.asked[-1] == ("yang paham", None, None, 0)
    expect(page.get_by_role("status").last).to_contain_text("Terjawab: Saya memahami")
    snap(page, f"page-doubt-{mode}", whole=True)
    assert violations(page) == []


def test_what_stands_above_an_answer_is_in_its_language(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}/?lang=en&q=yang+ragu")
    expect(page.locator(".outcome")).to_contain_text("Keadaan menurut sumber: Januari 2024")
    expect(page.get_by_text("As the sources have it")).to_have_count(0)


def test_no_table_widens_the_page(open_page: OpenPage, site: Site) -> None:
    page = open_page(site.url, viewport={"width": 412, "height": 800})
    for question in ("jawaban panjang", "semua"):
        answer = ask(page, question)
        if question != "semua":
            answer.get_by_text("Selengkapnya").click()
    for width in (412, 390, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) <= 0, width
        assert page.evaluate(MARKS_BEYOND) == 0, width


def test_who_asks_too_fast_sees_the_seconds_go(open_page: OpenPage, make_site: MakeSite) -> None:
    page = open_page(make_site(questions_per_minute=1).url)
    page.clock.install()
    ask(page, "pertama")
    page.get_by_label("Pertanyaan Anda").fill("kedua")
    page.get_by_label("Pertanyaan Anda").press("Enter")
    again = page.get_by_role("alert").get_by_role("button")
    expect(again).to_be_disabled()
    expect(again).to_contain_text("dalam 60 detik")
    page.clock.fast_forward(61_000)
    expect(again).to_be_enabled()
    expect(again).to_have_text("Coba lagi")

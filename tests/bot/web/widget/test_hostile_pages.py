"""The widget on pages that do what real ones do to what they include, and what pages can ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.web.widget import widget_script
from tests.bot.web.browsing import PHONE, OpenPage, ask, snap
from tests.bot.web.hosts import HOSTILE_PAGES, host_site, hostile_site
from tests.bot.web.servers import Server
from tests.bot.web.sites import MakeSite, Site

pytestmark = pytest.mark.browser

EDGE = 20  # pixels between the button and the window's edges
SPOIL = "() => window.spoil && (window.spoil(), true)"
SEEN = """() => {
  const box = document.querySelector("pandu-ascn").shadowRoot.querySelector(".launcher").getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const edges = [innerWidth - box.right, innerHeight - box.bottom, box.height];
  return [at.localName, ...edges.map(Math.round)];
}"""


@pytest.fixture(scope="module")
def widget_site(make_site: MakeSite) -> Site:
    return make_site(client_requests_per_minute=100_000, allowed_origins=("*",))


@pytest.fixture(scope="module")
def hostile(widget_site: Site) -> Iterator[Server]:
    with Server(hostile_site(widget_site.url)) as server:
        yield server


@pytest.fixture(scope="module")
def plain(widget_site: Site) -> Iterator[Server]:
    with Server(host_site(widget_site.url, css="")) as server:
        yield server


@pytest.mark.parametrize("path", HOSTILE_PAGES, ids=lambda path: path.stem)
def test_usable_whatever_the_page_does(open_page: OpenPage, hostile: Server, path: Path) -> None:
    page = open_page(f"{hostile.url}/{path.stem}")
    launcher, panel = page.locator(".launcher"), page.get_by_role("dialog")
    expect(launcher).to_be_visible()
    assert page.evaluate(SEEN) == ["pandu-ascn", EDGE, EDGE, 51]
    launcher.click()
    assert (panel.bounding_box() or {})["width"] == pytest.approx(27 * 16, abs=3)
    panel.get_by_label("Pertanyaan Anda").press_sequentially("Apa?")
    answer = ask(panel, "Apa itu ASCN? semua")
    expect(answer.get_by_text("Terjawab")).to_be_visible()
    if page.evaluate(SPOIL):
        if launcher.is_visible():
            launcher.click()
        expect(panel.get_by_role("article")).to_have_count(1)
        ask(panel, "Siapa ketuanya?")
    snap(page, f"widget-hostile-{path.stem}")
    look = "node => [getComputedStyle(node).color, getComputedStyle(node).direction, getComputedStyle(node).userSelect]"
    cell, item = panel.locator("td").first.evaluate(look), panel.locator("li").first.evaluate(look)
    assert cell == item
    assert item[1] == "ltr"
    assert item[2] != "none"
    field, send = (panel.get_by_role(role, name=label) for role, label in (("textbox", None), ("button", "Kirim")))
    assert (field.bounding_box() or {})["x"] < (send.bounding_box() or {})["x"]
    panel.get_by_role("button", name="Tutup").click()
    page.emulate_media(media="print")
    expect(launcher).to_be_hidden()
    expect(page.locator("pandu-ascn")).to_have_count(1)


def test_a_page_opens_asks_and_hears_by_script(open_page: OpenPage, plain: Server) -> None:
    page = open_page(plain.url)
    expect(page.locator(".launcher")).to_be_visible()
    heard = """window.heard = [];
    for (const name of ["open", "close", "answer"])
      document.addEventListener("pandu-" + name, ({type, detail}) => heard.push([type, detail?.answer.outcome]));
    window.widget = document.querySelector("pandu-ascn"); undefined"""
    page.evaluate(heard)
    assert page.evaluate("widget.ask('  Apa itu ASCN? ').then(({question, outcome}) => outcome)") == "answered"
    expect(page.get_by_role("article")).to_contain_text("Jawaban ke-1 atas: Apa itu ASCN?")
    page.evaluate("widget.close()")
    expect(page.locator(".launcher")).to_be_focused()
    assert page.evaluate("widget.ask(' ')") is None
    page.evaluate("widget.open()")
    expect(page.get_by_role("dialog")).to_be_visible()
    events = [["pandu-open", None], ["pandu-answer", "answered"], ["pandu-close", None], ["pandu-open", None]]
    assert page.evaluate("heard") == events


def test_stands_in_the_corner_that_the_site_says(open_page: OpenPage, widget_site: Site) -> None:
    with Server(host_site(widget_site.url, 'data-position="top-left" data-offset="30 60"', css="")) as host:
        page = open_page(host.url)
        launcher = page.locator(".launcher")
        box = launcher.bounding_box() or {}
        assert (box["x"], box["y"]) == (30, 60)
        page.evaluate("Object.assign(document.querySelector('pandu-ascn'), {position: 'bottom-left', offset: 8})")
        box = launcher.bounding_box() or {}
        assert (box["x"], box["y"] + box["height"]) == (8, 900 - 8)
        launcher.click()
        panel = page.get_by_role("dialog").bounding_box() or {}
        assert panel["x"] == 8


def test_back_closes_the_panel_on_a_phone_and_leaves_the_page_its_history(open_page: OpenPage, plain: Server) -> None:
    page = open_page(plain.url, viewport=PHONE)
    page.evaluate("history.replaceState({mine: 1}, ''); addEventListener('popstate', () => { window.heard = 1 })")
    panel, launcher = page.get_by_role("dialog"), page.locator(".launcher")
    for leave in (page.go_back, panel.get_by_role("button", name="Tutup").click):
        launcher.click()
        expect(panel).to_be_visible()
        leave()
        expect(panel).to_be_hidden()
        page.wait_for_function("history.state.mine && !history.state.pandu")
    assert page.evaluate("window.heard") is None
    assert page.evaluate("history.length") == 3  # about:blank, the page, and the entry left for "back"


def test_bundled_it_knows_its_server_from_there_or_says_what_is_missing(browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate(widget_script(1000).replace("document.currentScript", "null"))
    expect(page.locator("pandu-ascn")).to_have_count(1)
    assert len(said) == 1
    assert 'server="https://' in said[0]
    page.goto("about:blank?2")
    page.evaluate(widget_script(1000, "https://pandu.example.go.id/").replace("document.currentScript", "null"))
    assert page.evaluate("document.querySelector('pandu-ascn').server") == "https://pandu.example.go.id/"
    page.close()

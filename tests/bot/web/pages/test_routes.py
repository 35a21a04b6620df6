"""The pages: what they say, that they load nothing from elsewhere, and how a reader gets on with them."""

from __future__ import annotations

import asyncio
import io
import json
import re
import socket
from html import unescape
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import event

from bot.web.page_cache import MAX_PAGES, CachedContent, PageCache
from bot.web.pages.rendering import address
from tests.bot.web.browsing import PHONE, OpenPage, snap, violations
from tests.bot.web.sites import MakeSite, Site
from tests.parts import open_parts, version_of

PAGES = {
    "start": "/",
    "indicators": "/indikator",
    "search": "/indikator?q=lampu+merah+pintar",
    "indicator": "/indikator/37122/19.9?n=120&d=300",
    "sources": "/sumber",
    "embed": "/embed",
    "privacy": "/privasi",
    "docs": "/docs",
    "problems": "/masalah",
    "error": "/tidak-ada",
}
HTML = {"Accept": "text/html"}
XLSX = "/indikator/pandu-indikator-37122.xlsx"
ADDRESSES = [one for one in PAGES.values() if one != "/tidak-ada"]


def html(site: Site, address: str) -> str:
    response = site.client.get(address, headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_stands_in_both_languages(site: Site, address: str) -> None:
    assert '<html lang="id">' in html(site, address)
    english = html(site, address + ("&" if "?" in address else "?") + "lang=en")
    assert '<html lang="en">' in english
    assert ">Ask</a>" in english


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_hold_nothing_inline_and_load_nothing_from_elsewhere(site: Site, address: str) -> None:
    page = html(site, address)
    loaded = re.findall(r"<(?:script|img|link)[^>]*?(?:src|href)=\"([^\"]+)\"", page)
    assert loaded
    assert all(one.startswith("/") for one in loaded)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page)


def test_in_telegram_the_catalogue_stays_by_itself(site: Site) -> None:
    for inside in ("/app/indikator", "/app/indikator?q=banjir", "/app/indikator/37122/19.9?n=120&d=300"):
        answer = site.client.get(inside, headers=HTML)
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors https://web.telegram.org" in policy
        assert "script-src 'self'" in policy
        page = answer.text
        assert "<footer>" not in page
        assert 'data-key="37122:19.9"' in page or "/37122/" not in inside
        links = re.findall(r'(?:href|action)="(/[^"]*)"', page)
        assert not [link for link in links if link.startswith("/indikator") and ".xlsx" not in link]
    assert site.client.get("/app/indikator/19.9").headers["location"] == "/app/indikator/37122/19.9"
    assert "frame-ancestors 'none'" in site.client.get("/indikator", headers=HTML).headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/", "/api/v1/indicators", "/api/v1/openapi.json", "/healthz", XLSX])
def test_heads_are_answered_wherever_one_may_get(site: Site, address: str) -> None:
    head, whole = site.client.head(address), site.client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert site.client.head("/api/v1/ask").status_code == 405


@pytest.mark.parametrize(
    ("address", "to"),
    [("/sumber/", "/sumber"), ("/indikator/?q=a", "/indikator?q=a"), ("//lain.example/", "/lain.example")],
)
def test_a_slash_at_the_end_is_taken_away_and_leads_nowhere_else(site: Site, address: str, to: str) -> None:
    answer = site.client.get(f"{site.url}{address}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, to)


def test_at_the_first_visit_the_browser_says_the_language(site: Site) -> None:
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    first = site.client.get("/?q=x", headers={**english, "Sec-Fetch-Site": "none"})
    assert first.headers["location"] == "/?q=x&lang=en"
    for path, from_where in (("/", "same-origin"), ("/?lang=id", "none")):  # who goes about here has chosen
        page = site.client.get(path, headers={**english, "Sec-Fetch-Site": from_where})
        assert '<html lang="id">' in page.text
    assert '<html lang="id">' in site.client.get("/", headers={"Accept-Language": "id-ID"}).text


def test_search_engines_phones_and_other_sites_are_told_what_this_is(make_site: MakeSite) -> None:
    public = make_site(public_url="https://pandu.example.go.id/").client
    robots = public.get("/robots.txt").text
    assert "Disallow: /jawaban/" in robots
    assert "Sitemap: https://pandu.example.go.id/sitemap.xml" in robots
    sitemap = public.get("/sitemap.xml").text
    assert "<loc>https://pandu.example.go.id/indikator/37122/19.9?lang=en</loc>" in sitemap
    start = public.get("/", headers=HTML).text
    card = re.search(r'og:image" content="(https://pandu.example.go.id/[^"]+)"', start)
    assert card is not None
    icons = [icon["src"] for icon in public.get("/manifest.webmanifest").json()["icons"]]
    for picture in (card[1], *icons):
        assert public.get(urlsplit(picture).path).headers["content-type"] == "image/png"


def test_searches_the_catalogue(site: Site) -> None:
    page = html(site, "/indikator?q=lampu+merah+pintar")
    first = re.search(r'class="code">([\d.]+)<', page)
    assert first is not None
    assert first[1] == "19.9"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("19.4", ["SNI ISO 37122:2019", "SNI ISO 37120:2018", "19.4"]),
        ("indikator 19.4 SNI ISO 37122", ["SNI ISO 37122:2019", "19.4"]),
        ("banjir", ["ISO 37123:2019", "Kejadian banjir"]),
        ("kesehatan", ["SNI ISO 37122:2019", "SNI ISO 37120:2018", "ISO 37123:2019", "11.1"]),
    ],
)
def test_a_search_finds_codes_themes_and_all_standards(site: Site, q: str, found: list[str]) -> None:
    rows = html(site, f"/indikator?q={q}").partition('class="indicators"')[2].partition("</ul>")[0]
    assert [one for one in found if one not in rows] == []
    assert ("37120" in rows) == (q in ("19.4", "kesehatan"))


def test_from_a_search_to_an_indicator_and_back(site: Site) -> None:
    assert 'href="/indikator/37123/8.7?cari=banjir"' in html(site, "/indikator?q=banjir")
    page = html(site, "/indikator/37123/8.7?cari=banjir")
    assert 'href="/indikator?q=banjir"' in page
    assert 'href="/?q=Apa+itu+indikator+8.7+ISO+37123%3A2019%3F"' in page
    assert 'href="/indikator?standard=37122#transportation"' in html(site, "/indikator/37122/19.9")
    assert '<section class="theme" id="transportation">' in html(site, "/indikator")
    assert site.client.get("/indikator/19.9").headers["location"] == "/indikator/37122/19.9"
    assert site.client.get("/indikator/19.1").headers["location"] == "/indikator?q=19.1"
    assert site.client.get("/indikator/99.1").status_code == 404


def test_a_search_is_shown_as_text(site: Site) -> None:
    page = html(site, "/indikator?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page


def test_ignores_a_filter_that_does_not_exist(site: Site) -> None:
    assert "80 indikator" in html(site, "/indikator?standard=1&theme=x")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/indikator/37122/19.9?n=1.200&d=3.000", "1.200 ÷ 3.000 × 100 = 40 %"),
        ("/indikator/37122/19.9?n=1,200&d=3,000&lang=en", "1,200 ÷ 3,000 × 100 = 40 %"),
        ("/indikator/37122/19.9?n=5&d=0", "nol"),
        ("/indikator/37122/19.9?n=lima&d=3", "Tulis satu angka"),
    ],
)
def test_computes_a_value_or_says_why_not(site: Site, address: str, text: str) -> None:
    result = re.search(r'class="result" role="status">(.*?)</p>', html(site, address))
    assert result is not None
    assert text in result[1]


@pytest.mark.parametrize("standard", ["37120", "37122", "37123"])
def test_the_worksheet_can_be_opened(site: Site, standard: str) -> None:
    response = site.client.get(f"/indikator/pandu-indikator-{standard}.xlsx")
    assert f"pandu-indikator-{standard}.xlsx" in response.headers["content-disposition"]
    assert load_workbook(io.BytesIO(response.content)).active is not None


@pytest.mark.parametrize(
    "address", ["/tidak-ada", "/indikator/37122/99.9", "/indikator/1/1", "/indikator/pandu-indikator-1.xlsx"]
)
def test_what_is_missing_is_said_on_a_page(site: Site, address: str) -> None:
    response = site.client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "Nomor permintaan" in response.text
    assert 'action="/tanya"' in response.text  # and how to go on
    assert response.headers["x-request-id"] in response.text


def test_the_widget_may_be_kept_and_included_by_any_site(site: Site) -> None:
    response = site.client.get("/widget.js")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    again = site.client.get("/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("script", "most"), [("/widget.js", 15_000), ("/page.js", 20_000)])
def test_the_widget_weighs_at_most_15_kilobytes_and_the_page_little_more(site: Site, script: str, most: int) -> None:
    with site.client.stream("GET", script, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert sum(len(piece) for piece in response.iter_raw()) <= most


def test_who_runs_the_service_stands_on_the_privacy_page(make_site: MakeSite, site: Site) -> None:
    named = make_site(operator="Direktorat Contoh <1>", contact="halo@example.go.id", keep_turns_days=30)
    page = html(named, "/privasi")
    assert "Direktorat Contoh &lt;1&gt;" in page
    assert "halo@example.go.id" in page
    assert "30 hari" in page
    assert "dikelola oleh" not in html(site, "/privasi")


def test_https_is_insisted_on_once_the_service_has_it(make_site: MakeSite, site: Site) -> None:
    public = make_site(public_url="https://pandu.example.go.id/")
    assert "max-age" in public.client.get("/").headers["strict-transport-security"]
    assert 'src="https://pandu.example.go.id/widget.js"' in html(public, "/embed").replace("&#34;", '"')
    assert "strict-transport-security" not in site.client.get("/").headers


@pytest.mark.parametrize("address", [*ADDRESSES, "/widget.js", "/api/v1/openapi.json", XLSX, "/static/style.css"])
def test_who_has_the_page_is_not_sent_it_again(site: Site, address: str) -> None:
    first = site.client.get(address)
    assert first.status_code == 200
    again = site.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert site.client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("address", ["/", "/sumber", "/indikator", "/indikator/37122/19.9", "/embed", "/privasi"])
def test_a_page_is_made_once_for_each_language(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    made: list[str] = []
    render = Template.render
    monkeypatch.setattr(Template, "render", lambda self, **values: made.append(self.name) or render(self, **values))
    fresh = make_site()
    for query in ("", "?lang=en", "?unknown=1", "?lang=en&x=2", "?q=", "?standard=0") * 2:
        assert fresh.client.get(address + query).status_code == 200
    assert len(made) == 2


def test_pages_follow_what_is_published(make_site: MakeSite) -> None:
    fresh = make_site()
    empty = fresh.client.get("/sumber")
    assert "Belum ada" in empty.text
    with open_parts(fresh.app.settings.data) as parts:
        parts.document_store.add(version_of("laporan", "Kota punya satu CSCO."))
        release = parts.publish()
    full = fresh.client.get("/sumber", headers={"If-None-Match": empty.headers["etag"]})
    assert full.status_code == 200
    assert release in full.text
    statements: list[str] = []
    event.listen(fresh.app.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert fresh.client.get("/sumber").text == full.text
    assert len(statements) == 2, statements  # the pointer, and what staff set


def test_a_page_that_is_asked_for_by_many_at_once_is_made_once() -> None:
    made = 0

    async def make() -> CachedContent:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        return CachedContent(b"page", "text/html", {})

    async def ask() -> None:
        cache = PageCache()
        await asyncio.gather(*(cache.get(("/",), make) for _ in range(20)))
        for number in range(MAX_PAGES + 10):
            await cache.get((str(number),), make_nothing)
        assert len(cache._pages) == MAX_PAGES

    async def make_nothing() -> CachedContent:
        return CachedContent(b"", "text/html", {})

    asyncio.run(ask())
    assert made == 1


@given(st.text(max_size=20), st.sampled_from(["/", "//", "/\\", "/\t/", "\\\\", "/\n/", "///", "/./", "/%2f"]))
def test_no_link_leads_to_another_server(path: str, start: str) -> None:
    made = address(f"{start}evil.example/{path}", "en")
    seen = re.sub(r"[\t\r\n]", "", made).replace("\\", "/")  # as browsers read addresses
    assert urlsplit(urljoin("https://pandu.example/x", seen)).netloc == "pandu.example"


@pytest.mark.parametrize("path", ["//evil.example", "/%2Fevil.example", "/%5Cevil.example", "/%09/evil.example"])
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_page_of_an_error_links_to_this_server_alone(site: Site, path: str, query: str) -> None:
    head = f"GET {path}{query} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.server.port), timeout=30) as connection:
        connection.sendall(head.encode())
        page = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    assert page.startswith("HTTP/1.1 404 ")
    links = [unescape(one) for one in re.findall(r'href="([^"]*)"', page)]
    assert len(links) > 5
    assert [one for one in links if re.match(r"[/\\\s]{2}|[a-z]+:", one)] == []


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(open_page: OpenPage, site: Site, mode: str, device: str) -> None:
    options = {"viewport": PHONE} if device == "phone" else {}
    page = open_page(site.url, color_scheme=mode, **options)
    for name, path in PAGES.items():
        page.goto(site.url + path)
        snap(page, f"page-{name}-{device}-{mode}", whole=True)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.browser
def test_in_telegram_a_page_wears_the_clients_theme_and_sends_into_the_chat(open_page: OpenPage, site: Site) -> None:
    theme = {"bg_color": "#17212b", "text_color": "#f5f5f5", "section_bg_color": "#17212b", "link_color": "#6ab3f3"}
    start = urlencode({"tgWebAppData": "user=x&hash=y", "tgWebAppThemeParams": json.dumps(theme)})
    page = open_page(f"{site.url}/app/indikator#{start}", viewport=PHONE)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 33, 43)"
    assert "tgWebAppData" not in page.url
    assert violations(page) == []
    snap(page, "app-catalogue-dark", whole=True)
    page.get_by_label("Cari kode").fill("lampu merah pintar")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="19.9").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("19.9")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 33, 43)", "on every page"
    expect(page.get_by_role("link", name="Tanyakan tentang")).to_be_hidden()
    sent: list[str] = []
    page.route("**/app/kirim", lambda route: (sent.append(route.request.post_data or ""), route.fulfill(status=204)))
    page.get_by_role("button", name="Kirim ke percakapan").click()
    expect(page.get_by_text("sudah dikirim ke percakapan")).to_be_visible()
    assert parse_qs(sent[0]) == {"init": ["user=x&hash=y"], "key": ["37122:19.9"]}
    assert violations(page) == []
    snap(page, "app-indicator-dark", whole=True)


def test_a_visitor_asks_on_the_start_page(open_page: OpenPage, site: Site) -> None:
    page = open_page(site.url)
    page.get_by_label("Pertanyaan Anda").fill("Apa itu ASCN?")
    page.get_by_label("Pertanyaan Anda").press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Jawaban ke-1")
    snap(page, "page-start-asked")


@pytest.mark.browser
def test_a_page_without_scripts_still_says_where_to_go(open_page: OpenPage, site: Site) -> None:
    page = open_page(site.url, java_script_enabled=False)
    page.get_by_role("link", name="Buka katalog").click()
    page.get_by_label("Cari kode, tema, atau kata sehari-hari").fill("tempat sampah sensor")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("link", name=re.compile("sampah publik"))).to_be_visible()


@pytest.mark.browser
def test_the_preview_follows_the_options(open_page: OpenPage, site: Site) -> None:
    page = open_page(site.url + "/embed")
    expect(page.get_by_role("button", name="Tanya Pandu ASCN")).to_be_visible()
    page.get_by_label("Bentuk").select_option("inline")
    page.get_by_label("Bahasa", exact=True).select_option("en")
    page.get_by_label("Warna dasar").select_option("dark")
    expect(page.get_by_role("region", name="Pandu ASCN assistant")).to_be_visible()
    expect(page.get_by_role("button", name="Tanya Pandu ASCN")).to_have_count(0)
    expect(page.locator("#snippet")).to_contain_text('<pandu-ascn lang="en" theme="dark"></pandu-ascn>')
    snap(page, "page-embed-options")

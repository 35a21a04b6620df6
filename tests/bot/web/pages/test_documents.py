"""The page of each document: its text, what every statement stands on, its history; and the places in originals."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.web.pages.documents import SECTIONS
from knowledge.documents import Chunk, Document, Section, Source, version_digest
from knowledge.storage.stored_versions import NewVersion
from tests.bot.web.browsing import PHONE, OpenPage, snap, violations
from tests.bot.web.sites import MakeSite, Site
from tests.fakes.scripted_answers import HOSTILE
from tests.ingest.making import terms_pdf
from tests.parts import Parts, open_parts

OFFICER = "Each city shall have one Chief Smart City Officer, who represents the city in the Network."
TOR = Source("tor", "Terms of Reference", "ASEAN", "2019-08-23", "https://asean.org/tor.pdf", "1-7: 11; 8-12: 12")
DUTIES = Document(
    "duties.en",
    "Duties of a city",
    "ascn",
    "en",
    as_of="2026-01",
    translation="duties",
    sources=(TOR, Source("note", "Concept Note")),
)
TEXTS = {
    "officer": f"{OFFICER} [@tor, cl. 4] It says so twice. [@tor, cl. 4; @note, p. 2]",
    "tasks": (
        "The officer has two tasks: [@tor, cl. 10]\n\n1. take part in the activities; [@tor, cl. 10(a)]\n"
        "2. write a report. [@tor, cl. 10(d)]\n\n"
        "| what | when |\n| --- | --- |\n| report | every year [@tor, cl. 10(d)] |"
    ),
}


def _version(document: Document, texts: dict[str, str]) -> NewVersion:
    sections = [
        Section(text, (document.title, f"On {anchor}"), anchor=None if document.collection == "staff" else anchor)
        for anchor, text in texts.items()
    ]
    chunks = [Chunk.of(document.id, section) for section in sections]
    return NewVersion(document, version_digest(document, sections), chunks, document.id)


@contextmanager
def _parts(site: Site) -> Iterator[Parts]:
    with open_parts(site.app.settings.data) as parts:
        yield parts


FILES = {
    "surat": (".pdf", b"%PDF-1.4 isi" + b"x" * 5000),
    "lampiran": (".docx", b"PK isi"),
    "palsu": (".pdf", b"<script>"),
}


def _with_file(site: Site, name: str) -> NewVersion:
    """A version that was read from a file, which is kept."""
    suffix, content = FILES[name]
    original = f"{name}{suffix}"
    folder = site.app.settings.data / "originals"
    folder.mkdir(exist_ok=True)
    (folder / original).write_bytes(content)
    document = Document(name, f"Judul {name}", "staff", "id")
    section = Section(f"Isi {name}.", (document.title, "Hal"), page=3)
    return NewVersion(document, version_digest(document, [section]), [Chunk.of(name, section)], name, original=original)


def _publish(site: Site, *versions: NewVersion) -> None:
    with _parts(site) as parts:
        for version in versions:
            parts.document_store.add(version)
        parts.publish()


@pytest.fixture(scope="module")
def library(make_site: MakeSite, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A server whose release holds a text of ours, the original of its source bound, a long document, and a hostile
    one."""
    site = make_site(client_requests_per_minute=100_000)
    long = Document("panjang", "Dokumen panjang", "staff", "id", date="2026-02", url="https://kota.go.id/panjang.pdf")
    hostile = Document(
        "jahat.id", HOSTILE, "sni", "id", publisher=HOSTILE, sources=(Source("x", HOSTILE, HOSTILE, HOSTILE),)
    )
    table = f"| {HOSTILE} | b |\n| --- | --- |\n| {HOSTILE} | d |"
    _publish(
        site,
        _version(DUTIES, TEXTS),
        _version(long, {f"bagian-{number}": f"Kalimat nomor {number}." for number in range(SECTIONS + 5)}),
        _version(hostile, {"satu": f"{HOSTILE} [@x, {HOSTILE.replace(']', '')}]\n\n- {HOSTILE}\n\n{table}"}),
    )
    with _parts(site) as parts:
        parts.binder.bind("tor", terms_pdf(tmp_path_factory.mktemp("tor") / "tor.pdf"), "test")
    return site


def _page(site: Site, address: str, status: int = 200) -> str:
    response = site.client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == status, address
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _picture(site: Site) -> str:
    """The name of the picture of the place of ``OFFICER``."""
    (one,) = (
        one for one in site.app.originals.of_source("tor") if one.sentence == OFFICER and one.statement == OFFICER
    )
    return one.picture


def test_the_whole_text_is_shown_with_its_headings_and_anchors(library: Site) -> None:
    page = _page(library, "/sumber/duties.en?lang=en")
    assert "<h1>Duties of a city</h1>" in page
    for said in (
        OFFICER,
        "The officer has two tasks:",
        "take part in the activities;",
        "write a report.",
        "every year",
    ):
        assert said in _text(page)
    for anchor in TEXTS:
        assert f'id="{anchor}"><h2>On {anchor}</h2>' in page
    assert "<ol>" in page
    assert '<th scope="col">what</th>' in page
    assert "[@" not in page
    assert page.index("On officer") < page.index("On tasks")


@pytest.fixture(scope="module")
def filed(make_site: MakeSite) -> Site:
    """A server whose documents were read from files, none of them open yet."""
    site = make_site(client_requests_per_minute=100_000)
    _publish(site, *(_with_file(site, name) for name in FILES), _version(DUTIES, TEXTS))
    return site


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("surat", "application/pdf", 'inline; filename="surat.pdf"'),
        (
            "lampiran",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            'attachment; filename="lampiran.docx"',
        ),
        ("palsu", "application/octet-stream", 'attachment; filename="palsu.pdf"'),
    ],
)
def test_a_file_is_served_only_while_it_is_open(filed: Site, name: str, kind: str, disposition: str) -> None:
    address, files = f"/sumber/{name}/berkas", filed.app.originals.open_files
    assert filed.client.get(address).status_code == 404
    assert address not in _page(filed, f"/sumber/{name}")
    files.open(name, "ani")
    answer = filed.client.get(address)
    assert (answer.status_code, answer.content) == (200, FILES[name][1])
    headers = answer.headers
    assert (headers["content-type"], headers["content-disposition"]) == (kind, disposition)
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-cache")
    assert "default-src 'none'" in headers["content-security-policy"]
    part = filed.client.get(address, headers={"Range": "bytes=1-4000"})
    assert (part.content, part.headers["content-encoding"]) == (FILES[name][1][1:4001], "identity")
    page = _page(filed, f"/sumber/{name}")
    assert f'<a href="{address}{"#page=3" if name != "lampiran" else ""}">hlm. 3' in page
    files.close(name)
    assert filed.client.get(address).status_code == 404
    assert address not in _page(filed, f"/sumber/{name}")


def test_who_meets_a_closed_file_is_led_to_the_text(filed: Site) -> None:
    for document in ("surat", "duties.en"):
        page = _page(filed, f"/sumber/{document}/berkas", 404)
        assert "tidak dibuka untuk umum" in page
        assert f'href="/sumber/{document}">Baca teks dokumennya</a>' in page
    assert filed.client.get("/sumber/surat/berkas").json()["code"] == "file-closed"
    assert filed.client.get("/sumber/tiada/berkas").json()["code"] == "not-found"
    filed.app.originals.open_files.open("surat", "ani")
    (filed.app.settings.data / "originals" / "surat.pdf").rename(filed.app.settings.data / "hilang.pdf")
    assert filed.client.get("/sumber/surat/berkas").status_code == 404


def test_it_is_said_whose_words_these_are_and_as_of_when(library: Site) -> None:
    ours = _text(_page(library, "/sumber/duties.en"))
    assert "Ringkasan Pandu: setiap pernyataan disusun dalam kata kami sendiri" in ours
    assert "keadaan Januari 2026" in ours
    assert "as of January 2026" in _text(_page(library, "/sumber/duties.en?lang=en"))
    theirs = _page(library, "/sumber/panjang")
    assert "sebagaimana dibaca Pandu" in theirs
    assert "Ringkasan Pandu" not in theirs
    assert 'href="https://kota.go.id/panjang.pdf"' in theirs


def test_every_mark_leads_to_a_source_and_every_source_to_its_page(library: Site) -> None:
    page = _page(library, "/sumber/duties.en?lang=en")
    marks = re.findall(r'href="#(s\d+)" aria-label="Source (\d+)"', page)
    sources = re.findall(r'<li id="(s\d+)" value="(\d+)">', page)
    assert [number for _, number in sources] == [str(number) for number in range(1, len(sources) + 1)]
    assert {anchor for anchor, _ in marks} == {anchor for anchor, _ in sources}
    assert all(anchor == f"s{number}" for anchor, number in marks + sources)
    listed = _text(page[page.index("What the statements stand on") :])
    assert "Terms of Reference (ASEAN, 23 August 2019, clause 4, p. 1)" in listed
    assert "Concept Note (p. 2)" in listed
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)


def test_a_document_that_is_quoted_from_is_its_own_source(library: Site) -> None:
    page = _page(library, "/sumber/panjang")
    assert "Sumber pernyataan" not in page
    assert "<sup>" not in page


def test_where_the_original_is_held_its_sentence_and_place_are_shown(library: Site) -> None:
    page = _page(library, "/sumber/duties.en?lang=en")
    assert f"<blockquote>{OFFICER}</blockquote>" in page
    assert 'href="https://asean.org/tor.pdf#page=1"' in page
    assert f'<a href="/sumber/asli/{_picture(library)}">See the place in the original</a>' in page


def test_the_place_in_the_original_is_a_picture(library: Site) -> None:
    response = library.client.get(f"/sumber/asli/{_picture(library)}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content.startswith(b"\xff\xd8\xff")


def test_what_is_bound_later_is_on_the_page_at_once(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site()
    _publish(site, _version(DUTIES, TEXTS))
    assert "<blockquote>" not in _page(site, "/sumber/duties.en")
    with _parts(site) as parts:
        parts.binder.bind("tor", terms_pdf(tmp_path / "tor.pdf"), "test")
    assert f"<blockquote>{OFFICER}</blockquote>" in _page(site, "/sumber/duties.en")
    with _parts(site) as parts:
        parts.originals.unbind("tor")
    assert "<blockquote>" not in _page(site, "/sumber/duties.en")


def test_a_picture_is_gone_with_the_original_it_is_of(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site()
    _publish(site, _version(DUTIES, TEXTS))
    with _parts(site) as parts:
        parts.binder.bind("tor", terms_pdf(tmp_path / "tor.pdf"), "test")
    picture = _picture(site)
    assert site.client.get(f"/sumber/asli/{picture}").status_code == 200
    with _parts(site) as parts:
        parts.originals.unbind("tor")
    assert site.client.get(f"/sumber/asli/{picture}").status_code == 404


def _raw(site: Site, path: str) -> str:
    """The answer to a path that a client would tidy."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.server.port), timeout=30) as connection:
        connection.sendall(head.encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")


NAMES = (
    "../pandu.db",
    "..%2Fpandu.db",
    "%2e%2e%2fpandu.db",
    "..%5cpandu.db",
    "%252e%252e%252fpandu.db",
    "....//pandu.db",
    "pandu.db",
    "../secret.key",
    "/etc/passwd",
    "%2Fetc%2Fpasswd",
    "",
    ".",
    "..",
    "%00",
    "{picture}%00",
    "{picture}%0a",
    "{picture}/",
    "{picture}/../../pandu.db",
    "x/../{picture}",
    "{upper}",
    "{picture}.part",
    "{original}",
    "{folder}",
    "{link}",
)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_pictures_of_places_is_served(library: Site, name: str) -> None:
    originals = library.app.settings.data / "originals"
    (original,) = (path.name for path in originals.iterdir() if path.suffix == ".pdf")
    picture, folder, link = _picture(library), f"{'a' * 20}-{'b' * 32}.jpg", f"{'c' * 20}-{'d' * 32}.bmp"
    (originals / folder).mkdir(exist_ok=True)
    (originals / link).unlink(missing_ok=True)
    (originals / link).symlink_to("../pandu.db")
    name = name.format(picture=picture, upper=picture.upper(), original=original, folder=folder, link=link)
    answer = _raw(library, f"/sumber/asli/{name}")
    assert re.match(r"HTTP/1\.1 (?:30[78]|40\d) ", answer), answer[:60]
    assert "SQLite format" not in answer
    assert "%PDF" not in answer
    assert "image/jpeg" not in answer


@pytest.mark.parametrize(
    "address",
    [
        "/sumber/tiada",
        "/sumber/DUTIES.EN",
        "/sumber/duties",
        "/sumber/duties.en%00",
        "/sumber/..%2fduties.en",
        "/sumber/asli",
        "/sumber/duties.en?bagian=2",
        "/sumber/panjang?bagian=3",
        "/sumber/panjang?bagian=9999",
    ],
)
def test_what_is_not_there_is_said_on_a_page(library: Site, address: str) -> None:
    assert "Nomor permintaan" in _page(library, address, 404)


def test_before_anything_is_published_there_is_no_document(site: Site) -> None:
    _page(site, "/sumber/duties.en", 404)


def test_only_what_is_published_is_shown(make_site: MakeSite) -> None:
    site = make_site()
    _publish(site, _version(DUTIES, TEXTS))
    with _parts(site) as parts:
        parts.document_store.add(_version(DUTIES, {"officer": "A draft. [@tor]"}))
        parts.document_store.add(_version(replace(DUTIES, id="draft.en"), {"officer": "A draft. [@tor]"}))
    assert "A draft." not in _page(site, "/sumber/duties.en")
    _page(site, "/sumber/draft.en", 404)
    with _parts(site) as parts:
        parts.document_store.retire("duties.en")
        parts.publish()
    _page(site, "/sumber/duties.en", 404)
    assert "A draft." in _page(site, "/sumber/draft.en")


def test_the_history_names_the_days_and_which_version_is_shown(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    for day, text in ((1, "First. [@tor]"), (15, "Second. [@tor]")):
        at = datetime(2026, 11, day, tzinfo=UTC)
        monkeypatch.setattr("knowledge.storage.stored_versions.now", lambda at=at: at)
        _publish(site, _version(DUTIES, {"officer": text}))
    page = _page(site, "/sumber/duties.en")
    history = _text(page[page.index("<h2>Riwayat</h2>") :])
    assert history.startswith("Riwayat 15 November 2026 – yang ditampilkan 1 November 2026")
    assert "Second." in page
    assert "First." not in page


def test_hostile_texts_stay_text(library: Site) -> None:
    for address in ("/sumber/jahat.id", "/sumber"):
        page = _page(library, address)
        assert "<img src=x" not in page
        assert "<script>window" not in page
        assert "&lt;img src=x" in page
    assert not re.search(r'href="(?:javascript|data):', _page(library, "/sumber/jahat.id"))
    assert "{{7*7}}" in unescape(_page(library, "/sumber/jahat.id"))


def test_a_long_document_comes_in_parts(library: Site) -> None:
    first, second = _page(library, "/sumber/panjang"), _page(library, "/sumber/panjang?bagian=2")
    assert 'href="/sumber/panjang?bagian=2"' in first
    assert 'href="/sumber/panjang?bagian=1"' in second
    assert 'href="/sumber/panjang?bagian=2&amp;lang=en"' in second  # the same part in the other language
    assert 'href="/sumber/panjang?bagian=1&amp;lang=en"' in _page(library, "/sumber/panjang?bagian=2&lang=en")
    assert f"Kalimat nomor {SECTIONS - 1}." in first
    assert f"Kalimat nomor {SECTIONS}." not in first
    assert f"Kalimat nomor {SECTIONS}." in second
    assert "Kalimat nomor 0." not in second
    assert len(set(re.findall(r'class="theme" id="(b-[0-9a-f]{12})"', first + second))) == SECTIONS + 5
    assert "bagian=" not in _page(library, "/sumber/duties.en").replace("bagian=1", "")


@pytest.mark.parametrize("part", ["0", "-1", "x", "1e3", "٢", "", "00002", "99999"])
def test_a_part_that_is_none_is_the_first(library: Site, part: str) -> None:
    assert "Kalimat nomor 0." in _page(library, f"/sumber/panjang?bagian={part}")


def test_the_text_is_marked_with_the_language_it_is_in(library: Site) -> None:
    page = _page(library, "/sumber/duties.en")
    assert '<html lang="id">' in page
    assert re.search(r'<(?:main|div|section|article)[^>]* lang="en"', page)


def test_every_document_is_linked_from_the_list(library: Site) -> None:
    assert 'href="/sumber/duties.en?lang=en"' in _page(library, "/sumber?lang=en")
    assert 'href="/sumber/panjang"' in _page(library, "/sumber")


@pytest.mark.parametrize("address", ["/sumber/duties.en", "/sumber/panjang?bagian=2"])
def test_who_has_the_page_is_not_sent_it_again(library: Site, address: str) -> None:
    first = library.client.get(address)
    again = library.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert library.client.head(address).status_code == 200


def _documents(library: Site) -> Sequence[tuple[str, str]]:
    return (
        ("summary", "/sumber/duties.en?lang=en"),
        ("long", "/sumber/panjang?bagian=2"),
        ("hostile", "/sumber/jahat.id"),
    )


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_on_a_document(open_page: OpenPage, library: Site, mode: str, device: str) -> None:
    options = {"viewport": PHONE} if device == "phone" else {}
    page = open_page(library.url, color_scheme=mode, **options)
    for name, path in _documents(library):
        page.goto(library.url + path)
        snap(page, f"page-document-{name}-{device}-{mode}", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        assert violations(page) == [], name


@pytest.mark.browser
def test_a_reader_goes_from_a_mark_to_its_source_and_on_to_the_place(open_page: OpenPage, library: Site) -> None:
    page = open_page(f"{library.url}/sumber/duties.en?lang=en", viewport=PHONE)
    page.get_by_role("link", name="Source 1").first.click()
    source = page.locator("#s1")
    expect(source).to_be_in_viewport()
    address = source.get_by_role("link", name="See the place in the original").get_attribute("href")
    picture = page.request.get(f"{library.url}{address}")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.browser
def test_markup_of_a_document_is_not_run(open_page: OpenPage, library: Site) -> None:
    page = open_page(f"{library.url}/sumber/jahat.id")
    expect(page.get_by_text("<script>").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    expect(page.locator("main img")).to_have_count(0)

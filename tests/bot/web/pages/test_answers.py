"""An answer under its own address, as a file, on paper, and for who has no scripts."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.bot.web.browsing import OpenPage, snap, violations
from tests.bot.web.sites import Site

HTML = {"Accept": "text/html"}


def asked(site: Site, question: str, **more: object) -> dict[str, Any]:
    """The answer by the API."""
    body: dict[str, Any] = site.client.post("/api/v1/ask", json={"question": question, **more}).json()
    return body


def words(content: bytes) -> str:
    """All that stands in a Word file."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def written(content: bytes) -> str:
    """All that stands in a PDF file, in lines as they are set."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded().replace("\r", "") for page in document)


def test_a_plain_form_answers_and_goes_on(site: Site) -> None:
    first = site.client.post("/tanya", data={"question": "Apa itu ASCN? semua"})
    assert "Apa itu ASCN? semua</h1>" in first.text
    assert 'href="https://asean.example/tor.pdf#page=4"' in first.text
    assert "<td>Banyuwangi</td>" in first.text
    found = re.search(r'name="conversation" value="([\w-]{22})"', first.text)
    assert found is not None
    again = site.client.post("/tanya", data={"question": "Siapa ketuanya?", "conversation": found[1]})
    assert "Jawaban ke-2 atas: Siapa ketuanya?" in again.text
    whole = site.client.post("/percakapan.docx", data={"conversation": found[1]})
    assert "Siapa ketuanya?" in words(whole.content)
    assert "Apa itu ASCN? semua" in words(whole.content)
    printed = site.client.post("/percakapan.pdf?lang=en", data={"conversation": found[1]})
    assert "Page 1" in written(printed.content)
    assert "Siapa ketuanya?" in written(printed.content)
    for ending in ("docx", "pdf"):
        unknown = site.client.post(f"/percakapan.{ending}", data={"conversation": "x" * 22}, headers=HTML)
        assert unknown.status_code == 404


def test_what_the_form_sends_is_text_and_has_limits(site: Site) -> None:
    hostile = site.client.post("/tanya", data={"question": "<script>jahat</script>"}).text
    assert not re.search(r"<script(?! src=)|href=\"javascript|<img src=x", hostile)
    before = len(site.answers.asked)
    assert site.client.post("/tanya", data={"question": " "}).headers["location"] == "/"
    assert site.client.get("/tanya?lang=en").headers["location"] == "/?lang=en"
    limit = site.app.settings.question_limit
    assert site.client.post("/tanya", data={"question": "a" * (limit + 1)}, headers=HTML).status_code == 422
    foreign = site.client.post("/tanya", data={"question": "x"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    linked = site.client.get("/", params={"q": '"><script>x</script>'})
    assert "&lt;script&gt;x&lt;/script&gt;</textarea>" in linked.text
    assert len(site.answers.asked) == before  # to read a page writes nothing


def test_an_answer_has_an_address_as_long_as_it_is_kept(site: Site) -> None:
    body = asked(site, "apa itu ASCN?")
    page = site.client.get(f"/jawaban/{body['turn']}", headers=HTML)
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["cache-control"] == "no-store"
    for text in ("Jawaban ke-1", "ASCN Terms of Reference", "Rilis r-test", "Ditanyakan", "berlaku sampai"):
        assert text in page.text
    assert body["conversation"] not in page.text
    assert "The whole text" in site.client.get(f"/jawaban/{body['turn']}?lang=en").text
    file = site.client.get(f"/jawaban/{body['turn']}.docx")
    assert ".docx" in file.headers["content-disposition"]
    said = words(file.content)
    assert "[1] ASCN Terms of Reference (ASEAN, 2022, clause 17" in said
    assert f"{site.url}/jawaban/{body['turn']}" in said
    site.client.delete("/api/v1/conversation", headers={"X-Conversation": body["conversation"]})
    for address in (*(f"/jawaban/{body['turn']}{ending}" for ending in ("", ".docx", ".pdf")), "/jawaban/x"):
        gone = site.client.get(address, headers=HTML)
        assert gone.status_code == 404
        assert "Anda dapat menanyakannya lagi" in gone.text


def test_of_every_kind_of_block_files_are_made(site: Site) -> None:
    for question, text in (
        ("semua", "· Keyakinan sumber: A"),
        ("jahat", "<script>"),
        ("paham", "Saya memahami"),
    ):
        address = f"/jawaban/{asked(site, question)['turn']}"
        assert text in words(site.client.get(f"{address}.docx").content)
        printed = site.client.get(f"{address}.pdf")
        assert printed.headers["content-type"] == "application/pdf"
        assert '.pdf"' in printed.headers["content-disposition"]
        assert text in written(printed.content)


@pytest.mark.browser
def test_a_link_asks_and_the_answer_can_be_passed_on_and_printed(open_page: OpenPage, site: Site) -> None:
    page = open_page(
        f"{site.url}/?q=jawaban+panjang", permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce"
    )
    answer = page.get_by_role("article")
    expect(answer).to_contain_text("Yang menjawab.")
    assert page.url == f"{site.url}/"
    page.reload()
    expect(answer).to_have_count(1)
    paper = pypdfium2.PdfDocument(page.pdf())
    printed = "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    assert "jawaban panjang" in printed
    assert "Alinea 8." in printed  # folded on the screen
    assert "ASCN Terms of Reference" in printed
    assert "Jangan tulis data pribadi" not in printed
    answer.get_by_role("button", name="Salin tautan").click()
    expect(answer.get_by_text("Tautan disalin")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh percakapan sebagai PDF").click()
    assert "Alinea 8." in written(download.value.path().read_bytes())
    page.goto(link)
    expect(page.get_by_role("heading", name="jawaban panjang")).to_be_visible()
    snap(page, "page-permalink", whole=True)
    assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1440, 900), (375, 812)])
def test_without_scripts_it_is_asked_all_the_same(open_page: OpenPage, site: Site, size: tuple[int, int]) -> None:
    page = open_page(site.url, java_script_enabled=False, viewport={"width": size[0], "height": size[1]})
    snap(page, f"page-plain-{size[0]}")
    page.get_by_label("Pertanyaan Anda").fill("Apa itu ASCN?")
    page.get_by_role("button", name="Tanyakan").click()
    expect(page.get_by_role("article")).to_contain_text("Jawaban ke-1")
    page.get_by_label("Pertanyaan lanjutan").fill("Siapa ketuanya?")
    page.get_by_role("button", name="Tanyakan").click()
    expect(page.get_by_role("article")).to_contain_text("Jawaban ke-2")
    snap(page, f"page-plain-asked-{size[0]}", whole=True)

"""A document on its way, in a browser: from its file through the draft to the public page, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bot.staff.conftest import MakeConsole, browser, make_console, open_page
from tests.bot.staff.consoles import Console
from tests.bot.web.browsing import OpenPage, snap, violations
from tests.ingest.making import regulation_pdf
from tests.parts import version_of

__all__ = ["browser", "make_console", "open_page"]
QUESTION = "Siapa yang memimpin Tim Pelaksana Kota Cerdas?"
SAYS = "dipimpin oleh Sekretaris Daerah"
SIZES = ((1440, "light"), (820, "dark"), (375, "light"))


@pytest.fixture
def console(make_console: MakeConsole, tmp_path: Path) -> Iterator[Console]:
    """A console whose server reads what is uploaded; one document is published."""
    golden = tmp_path / "golden"
    golden.mkdir()
    case = {"id": "head", "collection": "none", "language": "id", "style": "formal", "question": QUESTION}
    (golden / "cases.yaml").write_text(
        json.dumps([{**case, "expect": "answered", "required": ["sekretaris daerah"]}]), encoding="utf-8"
    )
    made = make_console(golden=golden)
    made.app.document_store.add(version_of("sumedang", "Kota Sumedang memasang 250 sensor banjir pada tahun 2031."))
    builder = made.app.builder()
    builder.publish(builder.build().release_id, "first")
    reader = made.app.upload_reader()
    reader.start()
    yield made
    reader.stop()


def looked_at(page: Page, name: str) -> None:
    """The page is accessible and fits, at every width, in both themes."""
    for width, scheme in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
        snap(page, f"staff-{name}-{width}", whole=True)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.browser
def test_a_pdf_is_uploaded_read_corrected_tried_published_and_taken_back(
    console: Console, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(f"{console.url}/staf/masuk")
    console.enter(page, "editor")
    page.get_by_role("link", name="Dokumen").first.click()
    page.get_by_role("link", name="Unggah dokumen").click()
    page.get_by_label("Berkas", exact=True).set_input_files(regulation_pdf(tmp_path / "Perwal <b>5.pdf"))
    page.get_by_role("button", name="Unggah", exact=True).click()
    expect(page.locator("#kiriman li.good")).to_contain_text("terkirim")
    expect(page.locator("#antrean")).to_contain_text("dokumen baru", timeout=60_000)
    page.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["# Catatan Bogor\\n\\nBogor melapor.\\n"], "catatan.md"));
            document.getElementById("tempat").dispatchEvent(new DragEvent("drop", {dataTransfer: dropped}));
        }"""
    )
    expect(page.locator("#antrean")).to_contain_text("Catatan Bogor", timeout=60_000)
    looked_at(page, "upload")

    page.locator("#antrean .result-of a").last.click()
    expect(page.locator(".understood img").first).to_have_js_property("complete", value=True)
    assert page.locator(".understood img").first.evaluate("image => image.naturalWidth") > 0
    expect(page.locator(".understood").first).to_contain_text("Dewan Kota Cerdas")
    expect(page.locator(".field.guessed")).to_have_count(4)
    looked_at(page, "document")
    page.get_by_label("Tanggal").fill("2021-03-01")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status").first).to_contain_text("Keterangan dibetulkan")
    expect(page.locator(".field.guessed")).to_have_count(0)
    title = page.get_by_role("heading", level=1).inner_text()

    page.get_by_role("link", name="Perbedaan versi").first.click()
    expect(page.locator("ins").first).to_have_text("2021-03-01")
    looked_at(page, "difference")
    page.goto(f"{console.url}/staf/dokumen?tanda=unpublished")
    expect(page.get_by_role("table")).to_contain_text(title)
    looked_at(page, "documents")
    page.goto(f"{console.url}/staf/terbitan")
    expect(page.get_by_role("main")).to_contain_text(title)

    public = open_page(f"{console.url}/")
    assert SAYS not in _asked(public)
    publisher = open_page(f"{console.url}/staf/masuk")
    console.enter(publisher, "publisher")
    _previewed_and_tried(publisher, console.url)
    publisher.goto(f"{console.url}/staf/terbitan/terbitkan")
    publisher.get_by_label("Apa yang berubah dan mengapa").fill("Peraturan wali kota tentang kota cerdas")
    publisher.get_by_role("button", name="Terbitkan").click()
    publisher.get_by_text("sudah terbit dan menjawab mulai sekarang").wait_for()
    answer = _asked(public)
    assert SAYS in answer
    assert "hlm. 1" in answer, "cited with its place"

    publisher.get_by_text("Batalkan rilis ini").click()
    publisher.get_by_role("button", name="Ya, batalkan rilis").click()
    publisher.get_by_text("Kembali ke ").first.wait_for()
    assert SAYS not in _asked(public)


def _previewed_and_tried(page: Page, url: str) -> None:
    page.goto(f"{url}/staf/terbitan")
    page.get_by_role("button", name="Pratinjau dampak").click()
    page.get_by_role("heading", name=QUESTION).first.wait_for(timeout=120_000)
    page.goto(f"{url}/staf/terbitan/coba")
    page.get_by_label("Pertanyaan").fill(QUESTION)
    page.get_by_role("button", name="Tanyakan ke keduanya").click()
    page.get_by_text("Kini tidak terjawab; dari draf akan terjawab.").wait_for()


def _asked(page: Page) -> str:
    """What the public page answers."""
    before = page.get_by_role("article").count()
    page.get_by_label("Pertanyaan Anda").fill(QUESTION)
    page.get_by_label("Pertanyaan Anda").press("Enter")
    answer = page.get_by_role("article").nth(before)
    expect(answer).to_be_visible(timeout=30_000)
    return answer.text_content() or ""  # the folded list of sources too

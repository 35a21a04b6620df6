"""The review queue and the sources of the console."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console, Person
from tests.parts import version_of

REVIEWS, SOURCES = "/staf/tinjauan", "/staf/sumber"


@pytest.fixture(scope="module")
def console(make_console: MakeConsole) -> Iterator[Console]:
    """A console with a text of 2020 that cites a source."""
    made = make_console()
    new = version_of("tugas", "Kota anggota wajib melapor setiap tahun. [@tor, cl. 4]", collection="ascn")
    made.app.document_store.add(replace(new, document=replace(new.document, as_of="2020-01"), origin="console:tugas"))
    return made


@pytest.fixture
def editor(console: Console) -> Person:
    return console.people["editor"]


def test_what_is_past_its_review_is_said_to_be_right_with_a_reason(console: Console, editor: Person) -> None:
    page = editor.get(REVIEWS).text
    assert "1 menunggu ditinjau" in page
    assert "Judul tugas" in page
    assert editor.post(REVIEWS, {"document": "tugas", "note": ""}).status_code == 422
    assert editor.post(REVIEWS, {"document": "tiada", "note": "x"}).status_code == 404
    assert editor.post(REVIEWS, {"document": "tugas", "section": "tiada", "note": "x"}).status_code == 404
    assert editor.post(REVIEWS, {"document": "tugas", "note": "Dibandingkan dengan <ToR>"}).status_code == 303
    assert "Tidak ada yang lewat" in editor.get(REVIEWS).text
    assert "Dibandingkan dengan &lt;ToR&gt;" in editor.get("/staf/dokumen/isi/tugas").text
    (entry,) = console.app.audit.entries(action="document.reviewed")
    assert (entry.by, entry.target) == ("editor", "tugas")


def test_an_original_is_bound_and_tells_what_it_does_not_bear_out(console: Console, editor: Person) -> None:
    assert "belum ada" in editor.get(f"{SOURCES}?q=reference").text
    assert "Tidak ada." in editor.get(f"{SOURCES}?q=tiada").text
    text = b"# ToR\n\n4. Every member city may report to the Secretariat of the network every year.\n"
    files = {"original": ("tor.md", text, "text/markdown")}
    path = f"{SOURCES}/tor"
    assert editor.post(path, {}, at=path, files=files).headers["location"] == path
    assert "menunggu" in editor.get(path).text
    upload = console.app.uploads.claim()
    assert upload is not None
    console.app.upload_reader().read(upload)
    page = editor.get(path).text
    assert "Every member city may report" in page
    assert "kewajiban berbeda" in page
    assert "1 diragukan" in editor.get(SOURCES).text
    assert editor.post(f"{path}/lepas").status_code == 303
    assert editor.post(f"{path}/lepas").status_code == 404
    assert "Every member city" not in editor.get(path).text
    actions = [one.action for one in console.app.audit.entries(target="tor")]
    assert actions == ["source.unbound", "source.bound"]
    assert editor.get(f"{SOURCES}/tiada").status_code == editor.post(f"{SOURCES}/tiada").status_code == 404


def test_a_publisher_opens_a_file_to_the_public_after_looking_at_its_personal_data(console: Console) -> None:
    masked = {"counts": {"phone": 2}, "places": []}
    new = replace(version_of("peserta", "Dua orang hadir."), original="a.pdf", masked=masked)
    console.app.document_store.add(new)
    page, files = "/staf/dokumen/isi/peserta", console.app.originals.open_files
    publisher = console.people["publisher"]
    assert "Yang dapat membukanya ialah penerbit" in console.people["editor"].get(page).text
    assert console.people["editor"].post(f"{page}/berkas", {"public": "opened", "seen": "1"}).status_code == 403
    refused = publisher.post(f"{page}/berkas", {"public": "opened"})
    assert (refused.status_code, "Periksa berkasnya dahulu" in refused.text) == (422, True)
    assert not files.is_open("peserta", "a.pdf")
    assert publisher.post(f"{page}/berkas", {"public": "opened", "seen": "1"}).status_code == 303
    assert "Tutup bagi umum" in publisher.get(page).text
    assert publisher.post(f"{page}/berkas", {"public": "closed"}).status_code == 303
    assert not files.is_open("peserta", "a.pdf")
    done = [(one.action, one.target) for one in console.app.audit.entries(by="publisher", limit=2)]
    assert done == [("document.file_closed", "peserta"), ("document.file_opened", "peserta")]

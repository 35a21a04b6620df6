"""The documents of the console: the list, one document, versions, search and the personal data report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console, Person
from tests.ingest.making import terms_pdf

PATH = "/staf/dokumen"


def take(app: App, folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return app.importer.take(path, f"upload:{name}").document


@pytest.fixture(scope="module")
def console(make_console: MakeConsole, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console whose documents are two reports, one with two versions, and a PDF."""
    made, folder = make_console(), tmp_path_factory.mktemp("berkas")
    text = "# Laporan Denpasar\n\nKota Denpasar memasang {} kamera lalu lintas.\n"
    take(made.app, folder, "laporan.md", text.format(40))
    take(made.app, folder, "laporan.md", text.format(60))
    take(made.app, folder, "catatan.md", "# Catatan Rapat\n\nHubungi Budi di 0812-3456-7890 bila perlu.\n")
    terms_pdf(folder / "tor.pdf")
    made.app.importer.take(folder / "tor.pdf", "upload:tor.pdf")
    return made


@pytest.fixture
def editor(console: Console) -> Person:
    return console.people["editor"]


def test_documents_are_listed_with_what_somebody_should_look_at(editor: Person) -> None:
    page = editor.get(PATH).text
    assert "Laporan Denpasar</a>" in page
    assert page.count("Belum terbit</span>") == page.count("Ada tebakan</span>") == 3
    assert "Catatan Rapat" not in editor.get(f"{PATH}?q=denpasar&urut=changed").text
    assert "Tidak ada." in editor.get(f"{PATH}?koleksi=sni").text
    for odd in ("hal=99", "hal=x", "urut=%27", "tanda=x", "koleksi=x", "q=%00"):
        assert editor.get(f"{PATH}?{odd}").status_code == 200


def test_a_guess_is_corrected_and_the_rest_confirmed(console: Console, editor: Person) -> None:
    (document,) = [one.id for one in console.app.documents.entries() if "Denpasar" in one.title]
    path = f"{PATH}/isi/{document}"
    assert editor.get(path).text.count("tag bad") >= 4
    form = {"title": "Laporan Denpasar", "publisher": "Kota Denpasar", "date": "2026-31-31", "language": "id"}
    wrong = editor.post(path, form)
    assert (wrong.status_code, "Tulis seperti 15 Juni 2026" in wrong.text) == (422, True)
    assert 'value="Kota Denpasar"' in wrong.text, "what was typed is kept"
    assert editor.post(path, {**form, "date": "2026-05-31", "confirm": "1"}).status_code == 303
    now = console.app.document_store.current(document).document
    assert (now.title, now.publisher, now.date) == ("Laporan Denpasar", "Kota Denpasar", "2026-05-31")
    (listed,) = [one for one in console.app.documents.entries() if one.id == document]
    assert listed.guessed == ()
    actions = [(one.by, one.action) for one in console.app.audit.entries(target=document)]
    assert actions == [("editor", "document.confirmed"), ("editor", "document.corrected")]
    assert "dinyatakan benar oleh editor" in editor.get(path).text


def test_a_title_is_only_ever_text(editor: Person) -> None:
    path = f"{PATH}/isi/catatan-rapat"
    for title in ("<script>alert(1)</script>", "Catatan Rapat"):
        assert editor.post(path, {"title": title, "language": "id"}).status_code == 303
        for page in (PATH, path, f"{path}/beda", f"{PATH}/cari?q=hubungi", f"{PATH}/data-pribadi"):
            assert "<script>alert" not in editor.get(page).text


def test_a_document_is_retired_and_restored(console: Console, editor: Person) -> None:
    path = f"{PATH}/isi/catatan-rapat"
    assert editor.post(f"{path}/tarik").headers["location"] == path
    assert "catatan-rapat" not in editor.get(PATH).text
    assert "catatan-rapat" in editor.get(f"{PATH}?tanda=retired").text
    assert "Pulihkan" in editor.get(path).text
    form = {"title": "x", "language": "id"}
    assert editor.post(path, form).status_code == 404, "what is retired is not corrected"
    assert editor.post(f"{path}/pulihkan").status_code == 303
    assert "catatan-rapat" in editor.get(PATH).text
    actions = [one.action for one in console.app.audit.entries(target="catatan-rapat", limit=2)]
    assert actions == ["document.restored", "document.retired"]
    assert editor.post(f"{PATH}/isi/tiada/tarik").status_code == editor.get(f"{PATH}/isi/tiada").status_code == 404


def test_two_versions_are_told_apart_word_by_word(console: Console, editor: Person) -> None:
    (document,) = [one.id for one in console.app.documents.entries() if "Denpasar" in one.title]
    first, second = (one.version for one in console.app.document_store.history(document)[:-3:-1])
    page = editor.get(f"{PATH}/isi/{document}/beda?dari={first}&ke={second}").text
    assert "<del>40</del>" in page
    assert "<ins>60</ins>" in page
    assert editor.get(f"{PATH}/isi/{document}/beda?dari=x&ke=y").status_code == 200


def test_a_section_stands_beside_the_picture_of_its_page(console: Console, editor: Person) -> None:
    (document,) = [one.id for one in console.app.documents.entries() if one.origin == "upload:tor.pdf"]
    page = editor.get(f"{PATH}/isi/{document}").text
    assert "Chief Smart City Officer" in page
    assert f"{document}/halaman/1.jpg" in page
    picture = editor.get(f"{PATH}/isi/{document}/halaman/1.jpg")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    for number in (0, 99, 99999):
        assert editor.get(f"{PATH}/isi/{document}/halaman/{number}.jpg").status_code == 404
    assert "halaman/" not in editor.get(f"{PATH}/isi/catatan-rapat").text


def test_words_are_found_in_texts_that_are_not_published(editor: Person) -> None:
    page = editor.get(f"{PATH}/cari?q=kamera+lalu+lintas").text
    assert "60 kamera" in page
    assert "Belum terbit" in page
    assert editor.get(f"{PATH}/cari?q=%25_").status_code == 200


def test_personal_data_is_reported_by_kind_and_never_shown(editor: Person) -> None:
    page, lines = editor.get(f"{PATH}/data-pribadi").text, editor.get(f"{PATH}/data-pribadi/pandu-data-pribadi.csv")
    assert "1 nomor telepon" in page
    assert "catatan-rapat," in lines.text
    assert "phone,1" in lines.text
    assert "0812" not in page + lines.text + editor.get(f"{PATH}/isi/catatan-rapat").text

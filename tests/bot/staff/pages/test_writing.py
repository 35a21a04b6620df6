"""Writing and editing documents in the console."""

from __future__ import annotations

from typing import Any

from tests.bot.staff.consoles import Console, Person

PATH = "/staf/dokumen/tulis"
TEXT = "Kota melapor paling lambat 31 Maret. [@perwal-5, Art. 4]\n\n- laporan <b>ringkas</b>; [@perwal-5, Art. 5]"
SECTION = {
    "section_title": "Batas waktu laporan",
    "section_text": "Kota melapor paling lambat 31 Maret. [@perwal-5, Art. 4]",
    "section_shown": "Kapan kota melapor?",
    "section_questions": "kapan lapor?\nbatas lapor kapan\ndeadline laporan kota?",
    "section_anchor": "",
    "section_as_of": "",
    "section_answerability": "full",
}
SOURCE = {
    "source_id": "perwal-5",
    "source_title": "Peraturan Wali Kota Nomor 5",
    "source_publisher": "Kota Contoh",
    "source_date": "2026-03-01",
    "source_url": "https://contoh.go.id/perwal",
}
FORM: dict[str, Any] = {
    "title": "Pelaporan kota",
    "collection": "staff",
    "language": "id",
    "main": "perwal-5",
    **SECTION,
    **SOURCE,
}


def write(person: Person, do: str, **changes: Any) -> Any:
    return person.post(f"{PATH}/simpan" if do == "save" else PATH, {**FORM, "do": do, **changes}, at=PATH)


def test_a_preview_shows_sections_with_their_sources_and_what_is_wrong(console: Console) -> None:
    editor = console.people["editor"]
    fine = write(editor, "preview").text
    assert "Tidak ada yang perlu dibetulkan." in fine
    assert "Pasal 4" in fine
    assert "[@" not in fine.partition('id="pratinjau"')[2], "marks are shown as numbers"
    part = editor.client.post(
        PATH, data={**FORM, "do": "preview", "csrf": editor.token()}, headers={"HX-Request": "true"}
    ).text
    assert "<html" not in part
    wrong = write(editor, "preview", section_text=f"{TEXT}\n\nTanpa sumber.", section_shown="", review_after="x").text
    for sentence in ("Huruf tebal", "Belum ada sumber untuk: Tanpa sumber.", "Pertanyaan untuk tombol belum ada"):
        assert sentence in wrong
    assert "<b>ringkas" not in wrong
    assert not any(one.id == "pelaporan-kota" for one in console.app.documents.entries())
    assert not console.app.audit.entries(target=PATH), "every pause in typing asks for a preview"


def test_sections_and_sources_are_added_and_removed_without_a_script(console: Console) -> None:
    editor = console.people["editor"]
    assert write(editor, "section").text.count('name="section_title"') == 2
    two = {name: [value, ""] for name, value in SECTION.items()} | {"section_answerability": ["full", "full"]}
    dropped = write(editor, "drop-0", **two).text
    assert dropped.count('name="section_title"') == 1
    assert "Batas waktu laporan" not in dropped
    assert write(editor, "source").text.count('name="source_id"') == 2
    assert write(editor, "preview", section_title=["a", "b"]).status_code == 422


def test_what_is_written_is_stored_with_its_sources_and_can_be_changed(console: Console) -> None:
    editor = console.people["editor"]
    refused = write(editor, "save", section_text="Tanpa sumber.")
    assert (refused.status_code, "Belum ada sumber" in refused.text) == (422, True)
    saved = write(editor, "save")
    path = saved.headers["location"]
    assert path == "/staf/dokumen/isi/pelaporan-kota"
    page = editor.get(path).text
    assert "Peraturan Wali Kota Nomor 5" in page
    assert "tebakan" not in page, "nothing of it is guessed"
    edited = editor.get(f"{path}/ubah").text
    base = edited.split('name="base" value="')[1].split('"')[0]
    assert 'name="section_anchor" value="batas-waktu-laporan"' in edited
    asked = editor.get(f"{path}/ubah?bagian=batas-waktu-laporan&tanya=Tempo+lapor%3F").text
    assert "deadline laporan kota?\nTempo lapor?</textarea>" in asked, "as a gap asks"
    change = {"id": "pelaporan-kota", "base": base, "section_anchor": "batas-waktu-laporan"}
    later = {"section_text": "Kota melapor paling lambat 30 April. [@perwal-5, Art. 4]"}
    assert write(editor, "save", **change, **later).headers["location"] == path
    assert "<ins>30 April.</ins>" in editor.get(f"{path}/beda").text
    stale = write(editor, "save", **change)
    assert (stale.status_code, "diubah orang lain" in stale.text) == (422, True)
    actions = [one.action for one in console.app.audit.entries(target="pelaporan-kota")]
    assert actions == ["document.written", "document.written"]


def test_what_was_read_from_a_file_is_not_edited(console: Console, tmp_path_factory: Any) -> None:
    file = tmp_path_factory.mktemp("berkas") / "laporan.md"
    file.write_text("# Laporan Medan\n\nMedan melapor.\n")
    document = console.app.importer.take(file, "upload:laporan.md").document
    editor = console.people["editor"]
    path = f"/staf/dokumen/isi/{document}"
    assert editor.get(f"{path}/ubah").headers["location"] == path
    assert "unggah sebagai versi baru" in editor.get(path).text
    assert editor.get("/staf/dokumen/isi/tiada/ubah").status_code == 404
    assert write(editor, "save", id="tiada").status_code == 404

"""Word, slides, sheets, web pages, text, mail and pictures: what is read and what is refused."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.errors import DocumentError, Notice
from ingest.loaders.registry import Limits, load, sniff
from tests.ingest import making


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    loaded = load(making.write_docx(tmp_path / "pedoman.bin"))
    assert loaded.document.title == "Pedoman Kota Cerdas"
    scope, budget = loaded.sections
    assert scope.heading == ("Pedoman Kota Cerdas", "Ruang lingkup")
    assert scope.text.endswith("- rencana induk;\n- peta jalan.")
    assert scope.page is None
    assert "| 2024 | 7 miliar |" in budget.text


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for text in ("Kota mengusulkan diri melalui perwakilan nasional.", "Usulan dibahas dalam rapat tahunan."):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "nomor.docx"))
    (section,) = load(tmp_path / "nomor.docx").sections
    assert section.text.startswith("1. Kota mengusulkan")
    assert "2. Usulan dibahas" in section.text


def test_slides_are_pages(tmp_path: Path) -> None:
    loaded = load(making.write_pptx(tmp_path / "paparan.pptx"))
    assert loaded.pages == 2
    assert [(section.page, section.heading[-1]) for section in loaded.sections] == [
        (1, "Tujuan jaringan"),
        (2, "Anggota"),
    ]
    assert loaded.sections[0].text == "- Kerja sama antarkota\n- Proyek layak bank"
    assert "| Indonesia | Makassar |" in loaded.sections[1].text
    assert "Makassar bergabung sejak awal." in loaded.sections[1].text


def test_each_visible_sheet_is_a_table(tmp_path: Path) -> None:
    loaded = load(making.write_xlsx(tmp_path / "indikator.xlsx"))
    assert [section.heading[-1] for section in loaded.sections] == ["Indikator", "Kota"]
    assert "| 19.1 | Kendaraan listrik | 12.5 |" in loaded.sections[0].text
    assert loaded.sections[1].text.startswith("Daftar kota anggota\n\n| Kota | Tahun |")
    assert "tersembunyi" not in str(loaded.sections)
    assert [notice.message("id") for notice in loaded.warnings] == ["1 lembar tersembunyi dilewati."]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_separator(tmp_path: Path, separator: str) -> None:
    rows = (("kode", "nama"), ("19.1", "Kendaraan listrik"), ("19.2", "Parkir pintar"))
    (tmp_path / "a.csv").write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    (section,) = load(tmp_path / "a.csv").sections
    assert section.text.splitlines()[-1] == "| 19.2 | Parkir pintar |"


def test_a_web_page_is_its_main_content(tmp_path: Path) -> None:
    (tmp_path / "halaman").write_text(making.HTML, encoding="utf-8")
    loaded = load(tmp_path / "halaman")
    text = "\n".join(section.text for section in loaded.sections)
    assert "Beranda" not in text
    assert "Hak cipta" not in text
    assert "alert" not in text
    assert loaded.document.title == "Jaringan Kota Cerdas"
    assert loaded.document.url == "https://contoh.go.id/kota-cerdas"
    conditions = next(s for s in loaded.sections if s.heading[-1] == "Syarat keanggotaan")
    assert "perwakilan nasional:\n\n- rencana aksi kota cerdas;\n- surat usulan" in conditions.text
    assert "| Jakarta | 2018 |" in conditions.text


def test_markdown_keeps_headings_and_drops_marks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Panduan\n\nTeks **tebal** dengan [tautan](https://a.id).\n\n## Syarat\n- satu\n- dua\n", encoding="utf-8"
    )
    loaded = load(tmp_path / "a.md")
    assert [section.heading for section in loaded.sections] == [("Panduan",), ("Panduan", "Syarat")]
    assert [section.text for section in loaded.sections] == ["Teks tebal dengan tautan.", "- satu\n- dua"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Naskah ini memuat tanda – misalnya “kutipan” dan kata kafé – dalam bahasa Indonesia untuk diuji.\n" * 3
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert "“kutipan” dan kata kafé" in load(tmp_path / "a.txt").sections[0].text


def test_invisible_characters_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kota\u200b cer\u202edas\u2066 maju.", encoding="utf-8")
    assert load(tmp_path / "a.txt").sections[0].text == "Kota cerdas maju."


def test_a_file_of_invisible_characters_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\u200b\u200b \u2060", encoding="utf-8")
    with pytest.raises(DocumentError, match="holds no text"):
        load(tmp_path / "a.txt")


def test_a_message_is_its_text_and_names_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Undangan rapat ASCN"
    message["From"] = "sekretariat@contoh.go.id"
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 +0700"
    message.set_content("Rapat tahunan diadakan di Jakarta.\n\nMohon konfirmasi.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="agenda.pdf")
    (tmp_path / "surat").write_bytes(bytes(message))
    loaded = load(tmp_path / "surat")
    assert (loaded.document.title, loaded.document.date) == ("Undangan rapat ASCN", "2026-11-23")
    assert "Rapat tahunan diadakan di Jakarta." in loaded.sections[0].text
    assert loaded.warnings == ("The attachment was not read: agenda.pdf.",)


def test_kinds_are_told_from_content_not_from_names(tmp_path: Path) -> None:
    assert sniff(making.write_docx(tmp_path / "a.pdf")) == "docx"
    assert sniff(making.clause_pdf(tmp_path / "b.txt")) == "pdf"
    assert sniff(making.write_xlsx(tmp_path / "c.docx")) == "xlsx"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + bytes(100), "program files are not supported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office file"),
        (b"Rar!\x1a\x07" + bytes(50), "RAR files are not supported"),
        (bytes(range(256)) * 20, "not text"),
        (b"PK\x03\x04" + bytes(40), "damaged or cut short"),
    ],
)
def test_other_kinds_are_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "berkas").write_bytes(content)
    with pytest.raises(DocumentError, match=reason) as caught:
        load(tmp_path / "berkas")
    assert caught.value.message("id") != caught.value.message("en")


def test_a_zip_bomb_in_office_clothes_is_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(50 * 1024 * 1024))
    with pytest.raises(DocumentError, match="zip bomb"):
        load(tmp_path / "a.docx")


@pytest.mark.parametrize("build", [making.xml_bomb_docx, making.outside_entity_docx])
def test_entities_are_refused(tmp_path: Path, build: object) -> None:
    assert callable(build)
    with pytest.raises(DocumentError, match="can do harm"):
        load(build(tmp_path / "a.docx"))


def test_an_image_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="decompression bomb"):
        load(making.image_bomb(tmp_path / "a.png"))


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="more than 5 cells"):
        load(making.write_xlsx(tmp_path / "a.xlsx"), Limits(cells=5))


def test_a_notice_speaks_both_languages_and_survives_pickling() -> None:
    import pickle

    notice = pickle.loads(pickle.dumps(Notice("Halaman rusak.", "A damaged page.")))
    assert (notice, notice.message("id"), notice.message("en")) == (
        "A damaged page.",
        "Halaman rusak.",
        "A damaged page.",
    )

"""Lines on pages become paragraphs, without page numbers and running heads."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.loaders.registry import load
from ingest.pages.grid import Table
from ingest.pages.paragraphs import pieces
from ingest.pages.reading_order import Page, Segment
from tests.ingest.making import PdfPage, write_pdf


def test_a_line_of_dots_and_a_page_number_is_not_text(tmp_path: Path) -> None:
    page = PdfPage().text(72, 80, "Pendahuluan .................... 4").text(72, 120, "Isi dokumen ini singkat saja.")
    loaded = load(write_pdf(tmp_path / "isi.pdf", [page]))
    assert [section.text for section in loaded.sections] == ["Isi dokumen ini singkat saja."]


def test_a_running_head_goes_whatever_ornament_stands_beside_it(tmp_path: Path) -> None:
    pages = []
    for number, ornament in enumerate(("• ", "e ", "", "» ")):
        page = PdfPage().text(200, 30, f"{ornament}Laporan Jaringan Kota 2019", 9)
        pages.append(page.lines(72, 120, [f"Isi halaman {word}" for word in ("satu", "dua", f"nomor {number}")]))
    text = " ".join(section.text for section in load(write_pdf(tmp_path / "kepala.pdf", pages)).sections)
    assert "Isi halaman nomor 3" in text
    assert "Laporan" not in text


def _page(number: int, *texts: tuple[str, float, bool] | str, gap: float = 2) -> Page:
    """A page of lines below each other; a text alone is of the usual size and not bold."""
    top, segments = 100.0, []
    for entry in texts:
        text, size, bold = entry if isinstance(entry, tuple) else (entry, 10.0, False)
        segments.append(Segment(text, 50, top, 550 if len(text) > 40 else 50 + 6 * len(text), top + size, size, bold))
        top += size + gap
    return Page(number, 600, 800, tuple(segments))


LONG = "Kota anggota menyusun rencana aksi dan melaporkannya setiap"


def test_lines_are_joined_and_broken_words_as_the_document_writes_them_elsewhere() -> None:
    (piece,) = pieces([_page(1, "Kota melaporkan rencana aksi kota cerdas lalu mela-", "porkan kemajuannya.")])
    assert piece.text.endswith("lalu melaporkan kemajuannya.")
    (piece,) = pieces([_page(1, "Daftar kota-kota anggota jaringan dan semua kota-", "kota lain.")])
    assert piece.text.endswith("semua kota-kota lain.")


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("anak", "anak", "anak-anak"),
        ("kupu", "kupu", "kupu-kupu"),
        ("Alat", "alat", "Alat-alat"),
        ("anak", "anaknya", "anak-anaknya"),
        ("berlari", "lari", "berlari-lari"),
        ("kemerah", "merahan", "kemerah-merahan"),
        ("tolong", "menolong", "tolong-menolong"),
        ("surat", "menyurat", "surat-menyurat"),
        ("sayur", "mayur", "sayur-mayur"),
        ("me", "laporkan", "melaporkan"),
        ("menekan", "kan", "menekankan"),
        ("me", "mengaruhi", "memengaruhi"),
        ("pemban", "gunan", "pembangunan"),
        ("ke", "kerapan", "kekerapan"),
        ("trans", "portasi", "transportasi"),
        ("dipertang", "gungjawabkan", "dipertanggungjawabkan"),
        ("di", "disiplinkan", "didisiplinkan"),
    ],
)
def test_a_word_said_twice_keeps_its_hyphen_at_the_end_of_a_line(before: str, after: str, joined: str) -> None:
    (piece,) = pieces([_page(1, f"Pemerintah kota mendukung agar {before}-", f"{after} di semua kecamatan.")])
    assert piece.text == f"Pemerintah kota mendukung agar {joined} di semua kecamatan."


@pytest.mark.parametrize(
    ("before", "after", "joined"), [("anak", "anak", "anak-anak"), ("melapor", "kan", "melaporkan")]
)
def test_so_it_does_at_the_end_of_a_page(before: str, after: str, joined: str) -> None:
    (piece,) = pieces([_page(1, LONG, f"tahun dan mendukung agar {before}-"), _page(2, f"{after} di semua kecamatan.")])
    assert piece.text.endswith(f"agar {joined} di semua kecamatan.")
    assert piece.page == 1


def test_what_stands_apart_is_a_paragraph_of_its_own() -> None:
    page = _page(1, "Nama kota: Kota Melati", "Luas: 115", "Dan seterusnya")
    apart = tuple(replace(segment, apart=place < 2) for place, segment in enumerate(page.segments))
    assert [piece.text for piece in pieces([replace(page, segments=apart)])] == [
        "Nama kota: Kota Melati",
        "Luas: 115",
        "Dan seterusnya",
    ]


def test_larger_and_bold_lines_are_headings_by_their_size() -> None:
    found = pieces(
        [_page(1, ("Judul", 20.0, False), ("Bagian", 14.0, False), LONG, "tahun.", ("Rincian", 10.0, True), LONG)]
    )
    assert [(piece.kind, piece.level) for piece in found] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 3),
        ("paragraph", 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "235Buses",
        "30% dari semua proyek",
        "Penduduk: 161.030 jiwa",
        "Luas: 115km² Penduduk: 161,030 Kepadatan: 1,395 / km²",
    ],
)
def test_figures_set_large_are_no_headings(text: str) -> None:
    found = pieces([_page(1, ("Battambang", 18, False), (text, 14, False), LONG)])
    assert [piece.kind for piece in found] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["2nd Annual Meeting", "5G untuk kota", "7 Dimensi Kota Cerdas", "BAB 2: Kewajiban"])
def test_a_heading_may_begin_with_a_number(text: str) -> None:
    assert pieces([_page(1, (text, 14, False), LONG)])[0].kind == "heading"


def test_a_sentence_in_bold_is_no_heading() -> None:
    (piece,) = pieces([_page(1, ("Kota wajib melapor setiap tahun.", 10.0, True))])
    assert piece.kind == "paragraph"


def test_bullets_are_items_without_their_sign() -> None:
    found = pieces([_page(1, "Syarat:", "• rencana aksi", "• surat usulan")])
    assert [(piece.kind, piece.text) for piece in found[1:]] == [("item", "rencana aksi"), ("item", "surat usulan")]


def test_a_paragraph_runs_on_over_the_page_it_begins_on() -> None:
    (piece,) = pieces([_page(1, LONG), _page(2, "tahun kepada sekretariat.")])
    assert (piece.page, piece.text) == (1, f"{LONG} tahun kepada sekretariat.")
    assert len(pieces([_page(1, f"{LONG}."), _page(2, "Tahun baru.")])) == 2


def test_a_number_that_is_referred_to_begins_no_paragraph() -> None:
    law = [
        "(3) Ketentuan lebih lanjut mengenai tarif sebagaimana dimaksud pada ayat",
        "(1) dan ayat (2) diatur dengan Keputusan Wali Kota.",
        "(4) Denda sebagaimana dimaksud dalam Peraturan ini adalah denda atas",
        "(2) berupa uang.",
    ]
    assert [piece.text[:3] for piece in pieces([_page(1, *law)])] == ["(3)", "(4)"]
    over = pieces([_page(1, law[0]), _page(2, law[1])])
    assert len(over) == 1


def test_a_title_in_capitals_ends_before_the_text_below_it() -> None:
    found = pieces([_page(1, "I. KETENTUAN UMUM", "Dalam Surat Edaran ini yang dimaksud dengan:", "II. PENUTUP")])
    assert [piece.text for piece in found] == [
        "I. KETENTUAN UMUM",
        "Dalam Surat Edaran ini yang dimaksud dengan:",
        "II. PENUTUP",
    ]


def test_labels_with_their_values_are_paragraphs() -> None:
    found = pieces([_page(1, "Nomor : 005/21/2026", "Hal : Undangan", "tanggal : 9 Maret 2026", "pukul : 09.00 WIB")])
    assert len(found) == 4


def test_an_address_on_the_right_is_not_run_into_a_title_in_the_middle() -> None:
    right = Segment("Tempat", 400, 100, 440, 110, 10)
    title = Segment("SURAT EDARAN", 260, 112, 340, 122, 10)
    text = Segment("Kota melapor setiap tahun kepada sekretariat jaringan kota.", 50, 140, 550, 150, 10)
    assert [piece.text for piece in pieces([Page(1, 600, 800, (right, title, text))])][:2] == ["Tempat", "SURAT EDARAN"]


def test_a_table_takes_its_header_over_a_page_that_shows_fewer_columns() -> None:
    header, rows = ("Kota", "Luas", "Warga"), (("Melati", "3", "12"), ("Mawar", "4", "13"))
    tables = [Table((header, *rows), "seen"), Table((("", "4"), ("", "5")), "none"), Table(rows, "none")]
    pages = [
        Page(number, 595, 842, (Segment("", 60, 80, 500, 700, 10, table=table),))
        for number, table in enumerate(tables, 1)
    ]
    assert [piece.text.startswith("| Kota |") for piece in pieces(pages)] == [True, False, True]


def test_a_face_that_all_text_has_makes_no_heading() -> None:
    lines = ("Pasal 1", "Dalam peraturan ini yang dimaksud dengan:", "Kota adalah daerah otonom.")
    assert {piece.kind for piece in pieces([_page(1, *((line, 10, True) for line in lines))])} == {"paragraph"}


def test_the_facts_of_a_profile_are_lines_of_their_own_in_whatever_size() -> None:
    facts = ("Area: 243 km2", "Population: 1.8 million(projected 2018)", "Population density: 7,377 / km2")
    found = pieces(
        [_page(1, "Kota Melati.", *((fact, 13.0, False) for fact in facts), ("Current status", 13.0, True), LONG)]
    )
    assert [(piece.kind, piece.text) for piece in found[1:5]] == [
        *(("paragraph", fact) for fact in facts),
        ("heading", "Current status"),
    ]

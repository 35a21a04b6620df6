"""Texts in rows and columns without lines are read across; columns of running text are not."""

from collections.abc import Sequence

from ingest.pages.alignment import with_alignment
from ingest.pages.reading_order import Segment

RUNNING = (
    "Pemerintah kota menyelenggarakan",
    "layanan data terpadu bagi semua",
    "perangkat daerah dan warga yang",
    "tinggal di kota itu. Kota yang",
    "melapor setiap tahun mendapat",
    "bantuan dari sekretariat jaringan",
    "sesudah laporan itu diterima.",
)


def _row(top: float, *cells: tuple[float, str], bold: bool = False) -> list[Segment]:
    return [Segment(text, x, top, x + 5.0 * len(text), top + 10, 10, bold) for x, text in cells]


def _rows(columns: Sequence[float], *rows: Sequence[str], pitch: float = 16, bold: bool = False) -> list[Segment]:
    """Rows of cells; an empty cell is left out. The first row is bold when ``bold``."""
    return [
        segment
        for number, row in enumerate(rows)
        for segment in _row(
            100 + pitch * number,
            *((x, cell) for x, cell in zip(columns, row, strict=True) if cell),
            bold=bold and not number,
        )
    ]


def _tables(segments: Sequence[Segment]) -> list[tuple[tuple[str, ...], ...]]:
    return [segment.table.rows for segment in with_alignment(segments) if segment.table]


def _lines(segments: Sequence[Segment]) -> list[str]:
    return [segment.text for segment in sorted(with_alignment(segments), key=lambda s: (s.top, s.x0))]


def test_numbers_in_columns_are_a_table() -> None:
    rows = [("Kecamatan", "Penduduk", "Rumah"), ("Asam", "12.450", "3.210"), ("Cermai", "9.870", "2.540")]
    around = [*_row(60, (50, "Tabel berikut memuat capaian layanan.")), *_row(190, (50, "Sumber: dinas."))]
    segments = [*around, *_rows((50, 200, 300), *rows)]
    assert _tables(segments) == [tuple(rows)]
    assert [s.text for s in with_alignment(segments) if not s.table] == [s.text for s in around]


def test_words_in_three_columns_are_a_table() -> None:
    rows = [
        ("Layanan", "Syarat", "Lama"),
        ("Akta lahir", "Surat lahir", "3 hari"),
        ("Surat pindah", "Kartu keluarga", "2 hari"),
    ]
    assert _tables(_rows((50, 200, 350), *rows)) == [tuple(rows)]


def test_a_cell_of_several_lines_is_one() -> None:
    segments = _rows(
        (50, 200, 400),
        ("Layanan", "Syarat", "Lama"),
        ("Akta kelahiran", "Surat keterangan lahir dari", "3 hari"),
        ("anak", "bidan dan kartu keluarga", ""),
        ("Surat pindah", "Kartu keluarga", "2 hari"),
        ("Legalisasi", "Berkas asli dan salinan yang", "1 jam"),
        ("", "akan dilegalisasi", ""),
        pitch=12,
    )
    (table,) = _tables(segments)
    assert table[1:] == (
        ("Akta kelahiran anak", "Surat keterangan lahir dari bidan dan kartu keluarga", "3 hari"),
        ("Surat pindah", "Kartu keluarga", "2 hari"),
        ("Legalisasi", "Berkas asli dan salinan yang akan dilegalisasi", "1 jam"),
    )


def test_a_name_that_has_no_room_on_its_line_goes_on_below_and_another_does_not() -> None:
    segments = _rows(
        (50, 140, 240),
        ("Kecamatan", "Penduduk", "Luas"),
        ("Kenanga Raya", "12.450", "3,21"),
        ("Utara-Selatan", "", ""),
        ("Mawar", "9.870", "2,5"),
        ("Wilayah II", "", ""),
        ("Melati", "1.640", "1,9"),
        pitch=12,
    )
    (table,) = _tables(segments)
    assert [row[0] for row in table] == ["Kecamatan", "Kenanga Raya Utara-Selatan", "Mawar", "Wilayah II", "Melati"]


def test_a_cell_set_in_the_middle_of_its_row_is_of_that_row() -> None:
    segments = [
        *_row(100, (50, "Indikator"), (250, "Satuan"), (350, "Nilai")),
        *_row(130, (50, "Ruang terbuka hijau")),
        *_row(136, (250, "m2"), (350, "9,1")),
        *_row(142, (50, "di wilayah kota")),
        *_row(166, (50, "Air bersih"), (250, "persen"), (350, "88")),
        *_row(184, (50, "Internet"), (250, "persen"), (350, "-")),
    ]
    (table,) = _tables(segments)
    assert table[1] == ("Ruang terbuka hijau di wilayah kota", "m2", "9,1")
    assert table[3] == ("Internet", "persen", "-")


def test_names_set_over_several_lines_stand_above_their_columns() -> None:
    segments = [
        *_row(86, (220, "Jumlah"), bold=True),
        *_row(98, (50, "Kecamatan"), (215, "penduduk"), (330, "Luas"), bold=True),
        *_row(110, (225, "(jiwa)"), (330, "(km2)"), bold=True),
        *_rows((50, 230, 340), ("", "", "")),
        *_row(126, (50, "Melati"), (230, "12.450"), (340, "3,21")),
        *_row(142, (50, "Mawar"), (230, "9.870"), (340, "2,5")),
        *_row(158, (50, "Kenanga"), (230, "1.640"), (340, "1,9")),
    ]
    (table,) = _tables(segments)
    assert table[0] == ("Kecamatan", "Jumlah penduduk (jiwa)", "Luas (km2)")
    assert table[1] == ("Melati", "12.450", "3,21")


def test_columns_of_running_text_stay_columns() -> None:
    for columns in (2, 3):
        segments = _rows([50 + 180 * n for n in range(columns)], *([line] * columns for line in RUNNING), pitch=12)
        assert with_alignment(segments) == segments


def test_text_beside_bold_words_in_the_margin_stays_text() -> None:
    segments = [
        segment
        for number, line in enumerate(RUNNING)
        for segment in (
            *_row(100 + 12 * number, (50, "Tujuan"), bold=True),
            *_row(100 + 12 * number, (150, line.lower())),
        )
    ]
    assert with_alignment(segments) == segments


def test_numbered_and_bulleted_lists_are_no_tables() -> None:
    for points in (("1.", "2.", "3."), ("a.", "b.", "c."), ("•", "•", "•"), ("I.", "II.", "III.")):
        segments = _rows((50, 80), *((point, "Kota melapor") for point in points))
        assert with_alignment(segments) == segments
    lists = _rows((50, 300), *((f"• kota {n}", f"• desa {n}") for n in "abc"))
    assert with_alignment(lists) == lists


def test_signatures_side_by_side_are_no_table() -> None:
    segments = _rows(
        (80, 350), ("Mengetahui,", "Contoh, 5 Mei 2026"), ("Kepala Bidang", "Pembuat"), ("Budi Santoso", "Siti Aminah")
    )
    assert with_alignment(segments) == segments


def test_labels_stand_with_their_values() -> None:
    segments = _rows(
        (50, 130, 145),
        ("Kepada", ":", "Kepala Badan Perencanaan"),
        ("Nomor", ":", "005/127/2026"),
        ("Hal", ":", "Undangan rapat indikator"),
        ("", "", "kota cerdas"),
    )
    assert _lines(segments) == [
        "Kepada : Kepala Badan Perencanaan",
        "Nomor : 005/127/2026",
        "Hal : Undangan rapat indikator kota cerdas",
    ]
    joined = _rows((50, 145), ("Pukul", ": 13.00"), ("Tempat", ": Ruang Rapat 2"))
    assert _lines(joined) == ["Pukul : 13.00", "Tempat : Ruang Rapat 2"]


def test_a_value_goes_on_below_where_the_lines_stand_far_apart() -> None:
    rows = [("Kepada", ": Dinas Taman"), ("Dari", ": Bagian Umum"), ("Perihal", ": Pengadaan jasa"), ("", "dan taman")]
    assert _lines(_rows((50, 120), *rows, pitch=21))[-1] == "Perihal : Pengadaan jasa dan taman"


def test_the_address_beside_labels_is_not_mixed_with_their_values() -> None:
    segments = _rows(
        (50, 130, 145, 380),
        ("Nomor", ":", "600/12/2026", "Contoh, 3 Maret 2026"),
        ("Sifat", ":", "Penting", "Kepada Yth."),
        ("Hal", ":", "Permohonan data", "Kepala Dinas Kominfo"),
    )
    found = [segment.text for segment in with_alignment(segments)]
    assert {"Nomor : 600/12/2026", "Sifat : Penting", "Hal : Permohonan data"} < set(found)
    assert {"Contoh, 3 Maret 2026", "Kepada Yth.", "Kepala Dinas Kominfo"} < set(found)


def test_points_behind_a_label_stand_one_by_one() -> None:
    segments = _rows(
        (50, 130, 145, 165),
        ("Menimbang", ":", "a.", "bahwa kota melapor;"),
        ("", "", "b.", "bahwa perlu ditetapkan;"),
        ("Mengingat", ":", "1.", "Undang-Undang;"),
    )
    assert _lines(segments) == [
        "Menimbang : a. bahwa kota melapor;",
        "b. bahwa perlu ditetapkan;",
        "Mengingat : 1. Undang-Undang;",
    ]


def test_facts_are_names_with_what_they_are() -> None:
    pairs = (("Luas wilayah", "100,4 km2"), ("Wali kota", "Ani Lestari"), ("Program unggulan", "Sensor banjir"))
    bold = [
        segment
        for number, (name, value) in enumerate(pairs)
        for segment in (
            *_row(100 + 16 * number, (50, name), bold=True),
            *_row(100 + 16 * number, (250, value)),
        )
    ]
    assert _lines(bold) == [f"{name}: {value}" for name, value in pairs]
    numbers = _rows((50, 250), ("Sepeda motor", "Rp 2.000"), ("Mobil", "Rp 5.000"), ("Bus", "Rp 10.000"))
    assert _lines(numbers) == ["Sepeda motor: Rp 2.000", "Mobil: Rp 5.000", "Bus: Rp 10.000"]


def test_a_table_of_contents_is_left_alone() -> None:
    segments = [*_row(60, (50, "DAFTAR ISI")), *_rows((50, 400), ("Satu", "1"), ("Dua", "4"), ("Tiga", "9"))]
    assert with_alignment(segments) == segments

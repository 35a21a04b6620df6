"""Columns are read one after the other."""

from pathlib import Path

from ingest.loaders.registry import load
from ingest.pages.reading_order import Page, Segment, lines, regions, without_running_heads
from tests.ingest import making


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    loaded = load(making.two_column_pdf(tmp_path / "kolom.pdf"))
    text = "\n".join(section.text for section in loaded.sections if section.page == 1)
    assert text.index("kiri baris 9") < text.index("kanan baris 0")
    assert "transportasi umum" in text
    assert "Laporan Tahunan" not in text
    assert [section.page for section in loaded.sections] == sorted(s.page or 0 for s in loaded.sections)
    assert {section.heading[-1] for section in loaded.sections if section.page == 2} == {"Bagian Nomor 2"}


def _segment(text: str, x0: float, top: float, width: float = 200, size: float = 10) -> Segment:
    return Segment(text, x0, top, x0 + width, top + size, size)


def test_columns_stand_between_what_runs_across() -> None:
    segments = [_segment("judul", 50, 10, 460)]
    for row in range(6):
        segments += [_segment(f"kanan {row}", 310, 40 + 12 * row), _segment(f"kiri {row}", 50, 40 + 12 * row)]
    segments.append(_segment("kaki", 50, 130, 460))
    read = [segment.text for region in regions(segments) for segment in region]
    assert read == ["judul", *(f"kiri {row}" for row in range(6)), *(f"kanan {row}" for row in range(6)), "kaki"]


def test_segments_of_one_row_are_one_line_with_a_tab_where_the_gap_is_wide() -> None:
    near, wide = _segment("Kota", 50, 10, 30), _segment("cerdas", 84, 10.5, 40)
    (line,) = lines([wide, near])
    assert (line.text, line.x0, line.x1) == ("Kota cerdas", 50, 124)
    (line,) = lines([_segment("1.", 50, 10, 10), _segment("Kota", 80, 10, 30)])
    assert line.text == "1.\tKota"


def test_what_repeats_in_the_margin_goes_and_page_numbers_with_it() -> None:
    pages = [
        Page(
            number,
            600,
            800,
            (
                _segment(f"Laporan ASCN hal {number}", 50, 20),
                _segment("Isi yang sama", 50, 400),
                _segment(f"- {number} -", 290, 780),
            ),
        )
        for number in range(1, 5)
    ]
    kept = [[segment.text for segment in page.segments] for page in without_running_heads(pages)]
    assert kept == [["Isi yang sama"]] * 4


def test_a_clause_at_the_top_of_pages_stays() -> None:
    pages = [Page(number, 600, 800, (_segment(f"{number}. Kota melapor", 50, 20),)) for number in range(1, 5)]
    assert without_running_heads(pages) == pages


def test_two_pages_are_too_few_to_tell_a_running_head() -> None:
    pages = [Page(number, 600, 800, (_segment("Laporan", 50, 20),)) for number in (1, 2)]
    assert without_running_heads(pages) == pages


def _pages(*lines: tuple[tuple[str, float, float], ...]) -> list[Page]:
    return [
        Page(number, 600, 800, tuple(_segment(text, x, top, 6 * len(text)) for text, x, top in page))
        for number, page in enumerate(lines, 1)
    ]


def _kept(pages: list[Page]) -> list[list[str]]:
    return [[segment.text for segment in page.segments] for page in without_running_heads(pages)]


def test_the_number_of_a_clause_at_the_top_of_a_page_stays_with_its_text() -> None:
    pages = _pages((("5.", 50, 400), ("Kota melapor", 80, 400)), (("2.", 50, 60), ("Kota hadir", 80, 60)))
    assert _kept(pages) == [["5.", "Kota melapor"], ["2.", "Kota hadir"]]


def test_numbers_at_the_edge_that_count_no_pages_stay() -> None:
    pages = _pages(*((("Isi", 50, 400), (f"Jumlah: {count}", 50, 770)) for count in (120, 340, 95, 7250)))
    assert _kept(pages) == [["Isi", f"Jumlah: {count}"] for count in (120, 340, 95, 7250)]
    rows = _pages((("Cermai", 50, 770), ("9.870", 300, 770)), (("Duku", 50, 770), ("22.115", 300, 770)))
    assert _kept(rows) == [["Cermai", "9.870"], ["Duku", "22.115"]]
    assert _kept(_pages((("Isi", 50, 400), ("2024", 300, 770)))) == [["Isi", "2024"]]


def test_page_numbers_go_however_they_count() -> None:
    after_roman = _pages(*((("Isi", 50, 400), (number, 300, 780)) for number in ("iii", "iv", "v", "vi")))
    assert _kept(after_roman) == [["Isi"]] * 4
    later = _pages(*((("Isi", 50, 400), (str(number), 300, 780)) for number in (17, 18, 19)))
    assert _kept(later) == [["Isi"]] * 3
    spread = _pages(*((("Isi", 50, 400), (str(2 * n), 50, 780), (str(2 * n + 1), 500, 780)) for n in range(1, 5)))
    assert _kept(spread) == [["Isi"]] * 4
    named = _pages(*((("Isi", 50, 400), (f"Halaman {n} dari 2", 300, 780)) for n in (1, 2)))
    assert _kept(named) == [["Isi"]] * 2


def test_a_page_number_beside_a_running_head_goes_with_it() -> None:
    pages = _pages(*(((f"{n}", 50, 20), ("Laporan Kota", 300, 20), ("Isi", 50, 400)) for n in range(4, 8)))
    assert _kept(pages) == [["Isi"]] * 4


def test_a_segment_is_cut_between_words_only() -> None:
    whole = Segment("No Program", 80, 5, 160, 15, 10, words=((80, 95), (105, 160)))
    assert [(part.text, part.x0, part.x1) for part in whole.cut([100])] == [("No", 80, 95), ("Program", 105, 160)]
    assert whole.cut([130]) == [whole]
    assert Segment("No Program", 80, 5, 160, 15, 10).cut([100])[0].text == "No Program"

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

"""What a page says of its place alone."""

from ingest.pages.page_ends import without_page_ends
from ingest.pages.reading_order import Page, Segment


def _page(number: int, *lines: str) -> Page:
    """A page with these lines; what stands apart in a line are segments of their own."""
    segments = (
        Segment(text, 80 + 100 * place, 115 + 20 * row, 170 + 100 * place, 125 + 20 * row, 10)
        for row, line in enumerate(lines)
        for place, text in enumerate(line.split("|"))
    )
    return Page(number, 595, 842, tuple(segments))


def _kept(*pages: Page) -> list[list[str]]:
    return [[segment.text for segment in page.segments] for page in without_page_ends(pages)]


def test_the_number_of_a_statutes_page_and_its_catchword_go() -> None:
    kept = _kept(
        _page(2, "- 2 -", "2.|Dokumen Hukum adalah produk hukum.", "3.|Pengelolaan ..."),
        _page(3, "-|3|-", "3.|Pengelolaan Dokumentasi adalah kegiatan.", "Pasal 2 …"),
        _page(4, "– 4 –", "Pasal 2", "Cukup jelas."),
    )
    assert kept == [
        ["2.", "Dokumen Hukum adalah produk hukum."],
        ["3.", "Pengelolaan Dokumentasi adalah kegiatan."],
        ["Pasal 2", "Cukup jelas."],
    ]


def test_what_the_next_page_does_not_begin_with_stays() -> None:
    unlike = _page(1, "Kota menyusun rencana, anggaran, ..."), _page(2, "Pasal 2", "- 7 -")
    apart = _page(1, "Pasal 2 ..."), _page(3, "Pasal 2"), _page(4)
    dots = _page(1, "..."), _page(2, "Pasal 2")
    for pages in (unlike, apart, dots):
        assert _kept(*pages) == [[segment.text for segment in page.segments] for page in pages]

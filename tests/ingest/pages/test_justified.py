"""Words of a justified line that stand far apart are one line of text; cells of a table are not."""

from collections.abc import Sequence

from ingest.pages.alignment import with_alignment
from ingest.pages.justified import closed_up
from ingest.pages.reading_order import Segment


def _line(top: float, *words: tuple[float, float, str]) -> list[Segment]:
    return [Segment(text, x0, top, x1, top + 10, 10, words=((x0, x1),)) for x0, x1, text in words]


def _texts(lines: Sequence[Sequence[Segment]]) -> list[list[str]]:
    return [[segment.text for segment in line] for line in closed_up(lines)]


POINT = _line(
    100, (50, 60, "5."), (80, 150, "Peraturan"), (180, 240, "Nomor 9"), (270, 330, "Tahun"), (360, 440, "2019")
)
BELOW = _line(112, (80, 435, "tentang Penyediaan Tanah untuk Taman di Kota"))


def test_a_wide_line_is_put_together_and_its_number_stays() -> None:
    assert _texts([POINT, BELOW]) == [["5.", "Peraturan Nomor 9 Tahun 2019"], [BELOW[0].text]]
    above = _line(88, (80, 440, "sebagaimana telah diubah dengan aturan lain"))
    assert _texts([above, POINT[1:]])[1] == ["Peraturan Nomor 9 Tahun 2019"]
    other = _line(124, (50, 60, "6."), (80, 200, "Peraturan lain."))
    assert [segment.text for segment in with_alignment([*POINT, *BELOW, *other])][1] == "Peraturan Nomor 9 Tahun 2019"


def test_cells_stay_apart() -> None:
    years = _line(100, (80, 110, "2019"), (140, 170, "2020"), (200, 230, "2021"))
    values = _line(112, (80, 110, "12"), (140, 170, "13"), (200, 230, "14"))
    assert _texts([years, values])[0] == ["2019", "2020", "2021"]
    uneven = _line(100, (80, 110, "Kota"), (180, 220, "Luas"), (240, 300, "Warga"))
    assert _texts([uneven, BELOW])[0] == ["Kota", "Luas", "Warga"]


def test_labels_before_a_wide_line_stay_apart() -> None:
    labels = _line(100, (20, 40, "AAA"), (50, 65, "TTK"))
    wide = _line(100, (80, 150, "Rapat"), (170, 240, "di"), (262, 330, "aula"), (352, 440, "kota"))
    assert _texts([[*labels, *wide], BELOW])[0] == ["AAA", "TTK", "Rapat di aula kota"]


def test_two_wide_lines_tell_each_other() -> None:
    one = _line(100, (80, 90, "Di"), (102, 150, "sungai"), (160, 215, "Melati,"), (226, 280, "badan"))
    other = _line(112, (80, 130, "Otorita"), (141, 190, "telah"), (201, 230, "dan"), (240, 280, "akan"))
    assert _texts([one, other]) == [["Di sungai Melati, badan"], ["Otorita telah dan akan"]]
    columns = _line(112, (80, 95, "12"), (102, 140, "taman"), (160, 215, "bersih"), (226, 280, "Dinas"))
    assert _texts([one, columns])[0] == ["Di", "sungai", "Melati,", "badan"]

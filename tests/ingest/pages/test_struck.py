"""Words struck out on a page are not read."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import HEIGHT, RawPdf, line

FIRST, OLD, NEW = "Batas usia peserta lomba robot adalah", "17 tahun", "19 tahun pada hari lomba."
# Helvetica of 11 points: the words begin at 60, 253 and 303 and stand on the line at 80 from the top.
BASE = HEIGHT - 80


def _page(drawn: str) -> str:
    return line(60, 80, FIRST) + line(253, 80, OLD) + line(303, 80, NEW) + drawn


def _load(folder: Path, content: str, entries: str = "", resources: str = "") -> tuple[str, str]:
    loaded = load(RawPdf().page(content, resources, entries).write(folder / "a.pdf"))
    return loaded.sections[0].text, " ".join(loaded.warnings)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(f"0.8 w 252 {BASE + 3.2} m 298 {BASE + 3.2} l S", id="a line"),
        pytest.param(f"252 {BASE + 2.8} 46 0.7 re f", id="a filled bar"),
        pytest.param(f"1 0 0 RG 1.5 w 252 {BASE + 3} m 298 {BASE + 3.5} l S", id="red and not quite level"),
        pytest.param(
            f"0.5 w 252 {BASE + 2.5} m 298 {BASE + 2.5} l 252 {BASE + 4} m 298 {BASE + 4} l S", id="two lines"
        ),
        pytest.param(
            f"253 {BASE + 3} 13 0.6 re 266 {BASE + 3} 3 0.6 re 269 {BASE + 3} 28 0.6 re f", id="a bar for each word"
        ),
        pytest.param(f"q 0.5 0 0 0.5 0 0 cm 1.6 w 504 {2 * BASE + 6} m 596 {2 * BASE + 6} l S Q", id="scaled"),
    ],
)
def test_a_line_through_words_strikes_them_out(tmp_path: Path, drawn: str) -> None:
    text, told = _load(tmp_path, _page(drawn))
    assert text == f"{FIRST} {NEW}"
    assert "struck out on page 1" in told


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(f"0.8 w 252 {BASE - 1.5} m 298 {BASE - 1.5} l S", id="under it"),
        pytest.param(f"0.8 w 252 {BASE + 10} m 298 {BASE + 10} l S", id="over it"),
        pytest.param(f"0.8 w 20 {BASE + 3} m 580 {BASE + 3} l S", id="across the page"),
        pytest.param(f"252 {BASE - 2} 46 12 re S", id="around it"),
        pytest.param(f"1 1 0 rg 252 {BASE - 2} 46 12 re f 0 g", id="a highlight"),
        pytest.param(f"0.8 w 240 {BASE + 3} m 250 {BASE + 3} l S", id="a dash before it"),
    ],
)
def test_other_lines_do_not(tmp_path: Path, drawn: str) -> None:
    text, told = _load(tmp_path, drawn + "\n" + _page(""))
    assert text == f"{FIRST} {OLD} {NEW}"
    assert told == ""


def test_a_part_of_a_word_may_be_struck_out(tmp_path: Path) -> None:
    content = line(60, 80, "Biaya Rp350.000Rp400.000 per tahun bagi anggota.") + f"91 {BASE + 3} 57 0.7 re f"
    text, _ = _load(tmp_path, content)
    assert text == "Biaya Rp400.000 per tahun bagi anggota."


def test_letters_with_a_line_of_their_own_are_struck_out() -> None:
    from types import SimpleNamespace

    from ingest.pages.page_objects import PageObjects
    from ingest.pages.text_layer import with_symbols

    text = with_symbols(SimpleNamespace(), "Rp 3\u03365\u03360\u0336 400", PageObjects())
    assert text.split() == ["Rp", "400"]


@pytest.mark.parametrize(
    "annotation",
    [
        f"/Subtype /StrikeOut /Rect [252 {BASE - 3} 298 {BASE + 9}] "
        f"/QuadPoints [252 {BASE + 9} 298 {BASE + 9} 252 {BASE - 3} 298 {BASE - 3}]",
        f"/Subtype /Line /Rect [250 {BASE} 300 {BASE + 6}] /L [252 {BASE + 3} 298 {BASE + 3}]",
        f"/Subtype /Ink /Rect [250 {BASE} 300 {BASE + 6}] "
        f"/InkList [[252 {BASE + 2} 270 {BASE + 4} 285 {BASE + 2} 298 {BASE + 4}]]",
    ],
    ids=["a mark of the text", "a line laid over", "by hand"],
)
def test_an_annotation_strikes_words_out(tmp_path: Path, annotation: str) -> None:
    text, told = _load(tmp_path, _page(""), f"/Annots [<< /Type /Annot {annotation} >>]")
    assert text == f"{FIRST} {NEW}"
    assert "struck out on page 1" in told


def test_the_lines_of_a_table_strike_nothing_out(tmp_path: Path) -> None:
    from tests.ingest import making

    loaded = load(making.table_pdf(tmp_path / "tabel.pdf"))
    assert loaded.warnings == ()
    assert sum(section.text.count("Indikator nomor") for section in loaded.sections) == 9

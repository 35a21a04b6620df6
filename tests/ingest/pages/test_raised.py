"""Raised digits are powers or marks of footnotes, not digits of the number before them."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import HEIGHT, RawPdf, line


def _runs(*runs: tuple[str, float, float]) -> str:
    """One line of runs of text: what they say, their size, and how far they stand off the line."""
    said = ((text.replace("(", r"\(").replace(")", r"\)"), size, rise) for text, size, rise in runs)
    parts = "".join(f"/R {size} Tf {rise} Ts ({text}) Tj " for text, size, rise in said)
    return f"BT 60 {HEIGHT - 80} Td {parts} ET\n"


def _text(folder: Path, content: str) -> str:
    page = content + line(60, 110, "Angka dihitung oleh dinas pada akhir tahun menurut laporan.")
    (section,) = load(RawPdf().page(page).write(folder / "a.pdf")).sections
    return section.text.split("Angka dihitung")[0].strip()


def _plain(text: str) -> tuple[str, float, float]:
    return text, 11, 0


def _up(text: str, size: float = 7, rise: float = 4) -> tuple[str, float, float]:
    return text, size, rise


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([_plain("Jumlah halte 25"), _up("1"), _plain(" unit")], "Jumlah halte 25 ¹ unit"),
        ([_plain("Jumlah halte 25"), _up("1", 5.5, 5), _plain(" unit")], "Jumlah halte 25 ¹ unit"),
        ([_plain("Jumlah halte 25"), _up("1)"), _plain(" unit")], "Jumlah halte 25 ¹ unit"),
        ([_plain("Jumlah halte 25"), _up("12"), _plain(", naik")], "Jumlah halte 25 ¹², naik"),
        ([_plain("menurut Bappeda"), _up("3"), _plain(" kota")], "menurut Bappeda ³ kota"),
        ([_plain("menurut Bappeda."), _up("3"), _plain(" Kota")], "menurut Bappeda. ³ Kota"),
        ([_plain("turun 4 x 10"), _up("6"), _plain(" kilogram")], "turun 4 x 10⁶ kilogram"),
        ([_plain("turun 4x10"), _up("6"), _plain(" kilogram")], "turun 4x10⁶ kilogram"),
        ([_plain("sebesar 10"), _up("-3"), _plain(" gram")], "sebesar 10⁻³ gram"),
        ([_plain("seluas 18 km"), _up("2"), _plain(" menurut")], "seluas 18 km² menurut"),
        ([_plain("sebanyak 40 m"), _up("3"), _plain("/hari, naik")], "sebanyak 40 m³/hari, naik"),
        ([_plain("(m"), _up("2"), _plain(") per orang")], "(m²) per orang"),
        ([_plain("jiwa/km"), _up("2"), _plain(".")], "jiwa/km²."),
        ([_plain("nilai R"), _up("2"), _plain(" model")], "nilai R² model"),
        ([_plain("emisi CO"), _up("2", 7, -2), _plain(" kota")], "emisi CO₂ kota"),
        ([_plain("partikel PM"), _up("2,5", 7, -2), _plain(" kota")], "partikel PM₂,₅ kota"),
        ([_plain("air H"), _up("2", 7, -2), _plain("O dan C"), _up("2", 7, -2), _plain("H")], "air H₂O dan C₂H"),
        ([_plain("sebesar 9,8 m/s"), _up("2"), _plain(", naik")], "sebesar 9,8 m/s², naik"),
        ([_plain("yang ke-35"), _up("th"), _plain(" kali")], "yang ke-35th kali"),
        ([_plain("pada 12.450 warga dan 9,5 persen (2024)")], "pada 12.450 warga dan 9,5 persen (2024)"),
        ([_up("1"), _plain(" Catatan kaki")], "¹ Catatan kaki"),
        ([_up("1"), _plain("Catatan kaki")], "¹ Catatan kaki"),
        ([_plain("seluas 18 km\xb2 dan 25\xb9 halte")], "seluas 18 km² dan 25 ¹ halte"),
        ([_plain("Rp 1.250"), ("25", 7, 0), _plain(" ribu")], "Rp 1.25025 ribu"),
    ],
)
def test_raised_and_lowered_digits_are_written_as_such(
    tmp_path: Path, runs: list[tuple[str, float, float]], text: str
) -> None:
    assert _text(tmp_path, _runs(*runs)) == text


def test_so_they_are_where_they_are_placed_one_by_one_on_a_turned_page(tmp_path: Path) -> None:
    content = (
        "BT 0 1 -1 0 200 100 Tm /R 11 Tf (Jumlah halte di kota Nilam 25) Tj ET "
        "BT 0 1 -1 0 196 247 Tm /R 7 Tf (1) Tj ET BT 0 1 -1 0 200 254 Tm /R 11 Tf (unit menurut dinas) Tj ET"
    )
    (section,) = load(RawPdf().page(content, entries="/Rotate 90").write(tmp_path / "a.pdf")).sections
    assert section.text == "Jumlah halte di kota Nilam 25 ¹ unit menurut dinas"

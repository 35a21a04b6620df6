"""Letters of symbol fonts are read as what they show."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from ingest.pages.symbol_fonts import shown, symbols_of
from tests.ingest.raw_pdf import RawPdf, line


@pytest.mark.parametrize(
    ("font", "told", "seen"),
    [
        ("Wingdings", "ü", "✓"),
        ("ABCDEF+Wingdings-Regular", "\uf0fc", "✓"),
        ("Wingdings", "û", "✗"),
        ("Wingdings", "þ", "☑"),
        ("Wingdings", "\uf0a8", "☐"),
        ("Wingdings2", "P", "✓"),
        ("Wingdings 2", "O", "✗"),
        ("Wingdings 2", "\uf052", "☑"),
        ("Webdings", "a", "✓"),
        ("SymbolMT", "\uf0a3", "≤"),
        ("Symbol", "£", "≤"),
        ("Symbol", "\uf0b1", "±"),
        ("Symbol", "≥", "≥"),
        ("Symbol", "×", "×"),
        ("Symbol", "a", "α"),
        ("ZapfDingbats", "4", "✔"),
        ("ZapfDingbats", "✘", "✘"),
        ("Helvetica", "P", "P"),
        ("Arial", "\uf0b7", "•"),
        ("Arial", "\uf0fc", "✓"),
        ("Ikon", "\uf095", "\uf095"),
    ],
)
def test_a_letter_shows_what_its_font_makes_of_it(font: str, told: str, seen: str) -> None:
    assert shown(told, symbols_of(font)) == seen


def test_signs_of_symbol_fonts_on_a_page(tmp_path: Path) -> None:
    pdf = RawPdf()
    pdf.fonts["W"] = pdf.add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Wingdings-Regular /Encoding /WinAnsiEncoding >>"
    )
    content = (
        line(60, 80, "Suhu ruang arsip")
        + line(147, 80, "\xa3", font="S")
        + line(156, 80, "24 derajat, dengan ayunan")
        + line(292, 80, "\xb1", font="S")
        + line(301, 80, "5 persen.")
        + line(60, 110, "\xfc", font="W")
        + line(78, 110, "Memiliki pusat kendali")
        + line(60, 130, "8", font="Z")
        + line(78, 130, "Memiliki data terbuka")
    )
    text = "\n".join(section.text for section in load(pdf.page(content).write(tmp_path / "a.pdf")).sections)
    assert "Suhu ruang arsip ≤ 24 derajat, dengan ayunan ± 5 persen." in text
    assert "✓ Memiliki pusat kendali\n\n✘ Memiliki data terbuka" in text

"""Letters of symbol fonts."""

from ingest.structure.symbol_fonts import UNKNOWN, is_symbol_font, shown


def test_letters_of_symbol_fonts_are_signs() -> None:
    assert shown("\uf0a3 24, \uf0b1", "Symbol") == "≤ 24, ±"
    assert shown("abg", "Symbol") == "αβγ"
    assert shown("ü û \uf0fc", "Wingdings") == "✓ ✗ ✓"
    assert shown("PO", "Wingdings 2") == "✓✗"
    assert shown("ar", "Webdings") == "✓✗"


def test_a_letter_without_a_sign_leaves_a_box_and_other_fonts_their_letters() -> None:
    assert shown("\uf021\uf0ff", "Webdings") == UNKNOWN * 2
    assert shown("Kota ü", "Calibri") == "Kota ü"
    assert shown("✓", "Wingdings") == "✓"
    assert is_symbol_font("Wingdings 3")
    assert not is_symbol_font("Arial")

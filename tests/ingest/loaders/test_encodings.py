"""Bytes are read in the encoding that they speak for, whatever is said of them."""

import pytest

from ingest.loaders.encodings import decode_bytes

TEXT = "Naskah “kutipan” – misalnya kafé – untuk diuji dalam bahasa Indonesia. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_usual_encodings_are_told_apart(encoding: str) -> None:
    assert decode_bytes(TEXT.encode(encoding)) == (TEXT, 0)


@pytest.mark.parametrize("bad", [b"\xff", b"\x93", b"\xe2\x80"])
@pytest.mark.parametrize("stated", ["", "utf-8", "iso-8859-1", "unknown-8bit"])
def test_one_bad_byte_costs_one_character(bad: bytes, stated: str) -> None:
    decoded = decode_bytes(TEXT.encode() + bad + b" lagi", stated)
    assert decoded == (f"{TEXT}\N{REPLACEMENT CHARACTER} lagi", 1)
    assert "1 places" in decoded.notices[0]


def test_utf_8_is_what_it_is_whatever_is_stated() -> None:
    assert decode_bytes(TEXT.encode(), "iso-8859-1") == (TEXT, 0)


def test_a_stated_encoding_is_followed_where_it_fits_and_is_known() -> None:
    thai = "กรุงเทพมหานคร"
    assert decode_bytes(thai.encode("tis-620"), "tis-620") == (thai, 0)
    assert decode_bytes("Tarif “baru”".encode("cp1252"), "unknown-8bit") == ("Tarif “baru”", 0)
    assert decode_bytes("Tarif “baru”".encode("cp1252"), "base64") == ("Tarif “baru”", 0)


def test_a_single_old_byte_among_ascii_is_western() -> None:
    assert decode_bytes(b"Tarif 5\x96" + b"10 ribu rupiah") == ("Tarif 5–10 ribu rupiah", 0)

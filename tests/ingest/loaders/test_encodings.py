"""Texts in any usual encoding."""

import pytest

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.loaders.encodings import damage, decode

TEXT = "Kafé di dermaga – “dua jam” ½ €\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("place", [0, 10, 60])
def test_utf8_with_one_bad_byte_stays_utf8(place: int) -> None:
    data = (TEXT * 3).encode()
    while data[place] >= 0x80:
        place += 1
    text = decode(data[:place] + b"\xe2" + data[place:])
    assert text.count("\ufffd") == 1
    assert text.replace("\ufffd", "") == TEXT * 3
    assert len(damage(text)) == 1


def test_one_accented_letter_of_an_old_text_is_read() -> None:
    assert decode("Biaya café 5 ribu".encode("cp1252")) == "Biaya café 5 ribu"
    assert not damage("café")


def test_a_text_in_another_script_is_guessed() -> None:
    text = "เมืองอัจฉริยะ คือ เมืองที่ใช้เทคโนโลยี เพื่อคุณภาพชีวิตของประชาชน " * 5
    assert decode(text.encode("cp874")) == text


def test_binary_data_and_long_texts_are_refused() -> None:
    with pytest.raises(DocumentError, match="not text"):
        decode(bytes(range(256)) * 20)
    with pytest.raises(DocumentError, match="longer than 10 characters"):
        decode(b"x" * 11, Limits(characters=10))

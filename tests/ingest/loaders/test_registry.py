"""Every kind of file goes to its loader; what none can take is refused in words."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import load


def test_invisible_characters_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kota\u200b cer\u202edas\u2066 maju.", encoding="utf-8")
    assert load(tmp_path / "a.txt").sections[0].text == "Kota cerdas maju."


def test_a_file_of_invisible_characters_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\u200b\u200b \u2060", encoding="utf-8")
    with pytest.raises(DocumentError, match="holds no text"):
        load(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + bytes(100), "program files are not supported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office file"),
        (b"Rar!\x1a\x07" + bytes(50), "RAR files are not supported"),
        (bytes(range(256)) * 20, "not text"),
        (b"PK\x03\x04" + bytes(40), "damaged or cut short"),
    ],
)
def test_other_kinds_are_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "berkas").write_bytes(content)
    with pytest.raises(DocumentError, match=reason) as caught:
        load(tmp_path / "berkas")
    assert caught.value.message("id") != caught.value.message("en")

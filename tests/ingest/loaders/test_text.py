"""Plain text and Markdown in any usual encoding."""

from pathlib import Path

import pytest

from ingest.loaders.registry import load


def test_markdown_keeps_headings_and_drops_marks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Panduan\n\nTeks **tebal** dengan [tautan](https://a.id).\n\n## Syarat\n- satu\n- dua\n", encoding="utf-8"
    )
    loaded = load(tmp_path / "a.md")
    assert [section.heading for section in loaded.sections] == [("Panduan",), ("Panduan", "Syarat")]
    assert [section.text for section in loaded.sections] == ["Teks tebal dengan tautan.", "- satu\n- dua"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Naskah ini memuat tanda – misalnya “kutipan” dan kata kafé – dalam bahasa Indonesia untuk diuji.\n" * 3
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert "“kutipan” dan kata kafé" in load(tmp_path / "a.txt").sections[0].text

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


def read(tmp_path: Path, text: str, name: str = "a.md") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    loaded = load(tmp_path / name)
    return "\n\n".join(f"# {' > '.join(section.heading[1:])}\n{section.text}" for section in loaded.sections)


def test_underlined_headings_are_headings(tmp_path: Path) -> None:
    text = "Layanan Kapal\n=============\n\nTiket\n-----\n\nRp 11.000.\n\nJadwal\n---\nSetiap jam.\n\n---\n\nAkhir.\n"
    for name in ("a.md", "a.txt"):
        assert read(tmp_path, text, name) == "# Tiket\nRp 11.000.\n\n# Jadwal\nSetiap jam.\n\nAkhir."
        assert load(tmp_path / name).document.title == "Layanan Kapal"


@pytest.mark.parametrize("fence", ["```", "~~~~", "```sh"])
def test_code_is_text_line_by_line(tmp_path: Path, fence: str) -> None:
    closing = fence.rstrip("sh")
    text = f"# Panduan\n\n{fence}\n# bukan judul\n\n- bukan butir **a**\n{closing}\n\nSelesai.\n"
    assert read(tmp_path, text) == "# \n# bukan judul\n\n- bukan butir **a**\n\nSelesai."


def test_code_in_a_line_and_escaped_marks_mean_themselves(tmp_path: Path) -> None:
    said = read(tmp_path, r"Tulis `<b>~~a~~</b>` atau \*x\*, 2*3*4 dan nama_kota_a, **te**bal.")
    assert said == "# \nTulis <b>~~a~~</b> atau *x*, 2*3*4 dan nama_kota_a, tebal."


def test_html_in_markdown_is_read(tmp_path: Path) -> None:
    text = (
        "# Tarif\n\n<table><tr><th>Ukuran</th><th>Tarif</th></tr>\n\n"
        "<tr><td>Kecil</td><td>Rp 20.000</td></tr></table>\n\n"
        "H<sub>2</sub>O 10<sup>6</sup>, <del>lama</del> baru &ge; 5<br>lalu <nama kota> & 5 < 6.\n\n"
        "<!-- catatan\n\nRAHASIA -->\n\n"
        "<div style='display:none'>\n\nRAHASIA\n\n</div>\n\n"
        "<details><summary>Buka</summary>\n\nIsi **tebal**.\n\n</details>\n"
    )
    said = read(tmp_path, text)
    assert "| Ukuran | Tarif |\n| --- | --- |\n| Kecil | Rp 20.000 |" in said
    assert "H₂O 10⁶, baru ≥ 5 lalu <nama kota> & 5 < 6." in said
    assert "Buka\n\nIsi tebal." in said
    assert "RAHASIA" not in said
    assert load(tmp_path / "a.md").warnings == ("Struck-out text was left out: 1 places.",)


def test_tags_in_plain_text_are_what_they_are(tmp_path: Path) -> None:
    assert read(tmp_path, "Ketik <b>nama</b> &amp; kota.\n> 60 persen", "a.txt") == (
        "# \nKetik <b>nama</b> &amp; kota. > 60 persen"
    )


def test_tables_of_bars_and_in_columns_are_tables(tmp_path: Path) -> None:
    for text in (
        "A | B\n-- | --:\n1 | 2\n",
        "| A | B |\n|---|---|\n| 1 | 2 |\n",
        "+--+--+\n| A | B |\n+==+==+\n| 1 | 2 |\n+--+--+\n",
    ):
        assert read(tmp_path, text) == "# \n| A | B |\n| --- | --- |\n| 1 | 2 |"
    columns = (
        "Kelurahan   Luas    Penduduk\n---------   ----    --------\nBeji        3,25    10.450\nBaru\t2,10\t12.300\n"
    )
    assert "| Beji | 3,25 | 10.450 |" in read(tmp_path, columns, "a.txt")
    letter = "Nomor      : 005/1\nSifat      : Biasa\nPerihal    : Undangan\n"
    assert "Nomor : 005/1\n\nSifat : Biasa\n\nPerihal : Undangan" in read(tmp_path, letter, "a.txt")


def test_lists_within_lists_and_their_numbers(tmp_path: Path) -> None:
    text = (
        "Syarat:\n\n1. Pemilik\n   - kartu\n   - pajak\n2. Kapal\n   1. ukur\n   2. laik\n\n# A\n\nx\n\n"
        "# B\n\n1. a\n1. b\n\n# C\n\n3. c\n4. d\n- [x] ya\n- [ ] tidak\n"
    )
    said = read(tmp_path, text)
    assert "1. Pemilik\n- kartu\n- pajak\n2. Kapal\n1. ukur\n2. laik" in said
    assert "# B\n1. a\n2. b" in said
    assert "# C\n3. c\n4. d\n- ☑ ya\n- ☐ tidak" in said


def test_struck_words_are_left_out_and_told(tmp_path: Path) -> None:
    text = "~~Biaya Rp 300.000.~~ Biaya Rp 450.000.\n\n- ~~lama~~\n- baru\n\n| A | B |\n|---|---|\n| ~~1~~ 2 | 3 |\n"
    said = read(tmp_path, text)
    assert said == "# \nBiaya Rp 450.000.\n\n- baru\n\n| A | B |\n| --- | --- |\n| 2 | 3 |"
    assert load(tmp_path / "a.md").warnings == ("Struck-out text was left out: 3 places.",)


def test_notes_links_and_what_stands_before_the_text(tmp_path: Path) -> None:
    text = (
        '---\ntitle: "Tarif Kapal"\ndate: 2025-03-04\n---\nTarif 500[^1] di [laman][l] <https://a.id>.\n\n'
        "[l]: https://a.id\n[^1]: Termasuk pajak.\n"
    )
    assert read(tmp_path, text) == "# \nTarif 500 ¹ di laman https://a.id.\n\n¹ Termasuk pajak."
    document = load(tmp_path / "a.md").document
    assert (document.title, document.date) == ("Tarif Kapal", "2025-03-04")


def test_one_bad_byte_is_told_and_changes_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Kapal wajib melapor – “dua jam” – di kafé. ".encode() * 4 + b"\xff\n")
    loaded = load(tmp_path / "a.txt")
    assert "– “dua jam” – di kafé" in loaded.sections[0].text
    assert loaded.warnings[0].startswith("Damaged in 1 places")

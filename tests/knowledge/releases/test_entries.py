"""What of a chunk is embedded and searched."""

from dataclasses import replace

from knowledge.documents import Chunk, Document, Source
from knowledge.releases.entries import entries, headed, keys, searched

ACT = Document("perwal-12", "Peraturan Wali Kota Nomor 12", "staff", "id")
TABLE = "| No. | Kota | Proyek |\n| --- | --- | --- |\n| 1 | Makassar | Dottoro'ta |\n| 2 |  | Lorong wisata |"
CHUNK = Chunk("c1", ACT.id, TABLE, (ACT.title, "Lampiran I", "Daftar Proyek"), clause="Pasal 5 ayat (2)")


def test_a_chunk_stands_under_its_act_its_headings_and_its_clause() -> None:
    assert headed(CHUNK).startswith(
        "Peraturan Wali Kota Nomor 12 – Lampiran I – Daftar Proyek – Pasal 5 ayat (2)\n| No."
    )
    told = replace(CHUNK, heading=(ACT.title, "Pasal 5 ayat (2)"))
    assert headed(told).count("Pasal 5") == 1
    assert searched(replace(CHUNK, example_questions=("proyek apa saja?",))).endswith("\nproyek apa saja?")


def test_headings_and_rows_are_stated_one_by_one() -> None:
    assert keys(CHUNK) == [
        "Daftar Proyek",
        "Lampiran I – Daftar Proyek",
        "Lampiran I – Daftar Proyek: No.: 1; Kota: Makassar; Proyek: Dottoro'ta",
        "Lampiran I – Daftar Proyek: No.: 2; Proyek: Lorong wisata",
    ]
    assert keys(replace(CHUNK, heading=(ACT.title,), text="Kota melapor.")) == []


def test_a_line_that_labels_a_value_is_a_key_under_its_heading() -> None:
    city = replace(
        CHUNK, heading=(ACT.title, "Kota Melati"), text="Luas: 130 km2\n\nPenduduk: 821.000 jiwa\n\nKota ini tua."
    )
    assert keys(city) == ["Kota Melati – Luas: 130 km2", "Kota Melati – Penduduk: 821.000 jiwa"]


def test_only_documents_that_are_quoted_have_keys_and_not_without_end() -> None:
    rows = "\n".join(f"| {number} | Kota {number} | Proyek {number} |" for number in range(2100))
    long = replace(CHUNK, text=f"| No. | Kota | Proyek |\n{rows}")
    texts, owners = entries([CHUNK, long, CHUNK], {ACT.id: ACT})
    assert owners.count(0) == 1 + 4
    assert owners.count(1) == 1 + 2000 - 4
    assert owners.count(2) == 1
    assert texts[0] == ("text", headed(CHUNK))
    ours = replace(ACT, sources=(Source("tor", "ToR"),))
    asked = replace(CHUNK, example_questions=("proyek apa saja?",))
    assert entries([asked], {ACT.id: ours})[0] == [("text", headed(asked)), ("asked", "proyek apa saja?")]

"""Chunks: structure first, length second."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import LIMIT, SMALL, TARGET, split
from knowledge.documents import Document, Section
from knowledge.markup import blocks

DOCUMENT = Document(id="d", title="Dokumen", collection="staff", language="id")
SENTENCE = "Kota anggota menyusun rencana aksi kota cerdas dan melaporkannya kepada ketua jaringan setiap tahun. "


def _words(text: str) -> int:
    return blocks.count_words(text)


def test_a_section_that_fits_is_one_chunk_with_its_anchors() -> None:
    section = Section(
        "Satu kalimat.", ("Dokumen", "Bagian"), page=3, clause="17(d)", anchor="a", example_questions=("apa?",)
    )
    (chunk,) = split(DOCUMENT, [section])
    assert (chunk.text, chunk.page, chunk.clause, chunk.anchor, chunk.example_questions) == (
        "Satu kalimat.",
        3,
        "17(d)",
        "a",
        ("apa?",),
    )


def test_long_text_is_cut_between_sentences() -> None:
    chunks = split(DOCUMENT, [Section(SENTENCE * 40)])
    assert len(chunks) == len({chunk.id for chunk in chunks})
    assert all(chunk.text.endswith("tahun.") for chunk in chunks)
    assert all(SMALL <= _words(chunk.text) <= LIMIT for chunk in chunks)


def test_a_list_stays_with_its_lead_in() -> None:
    items = "\n".join(
        f"- butir ke-{number} yang panjangnya kira-kira sepuluh kata saja seperti ini" for number in range(40)
    )
    chunks = split(DOCUMENT, [Section(f"{SENTENCE}\n\nKota wajib:\n\n{items}")])
    lists = [chunk.text for chunk in chunks if "- butir" in chunk.text]
    assert len(lists) > 1
    assert all("Kota wajib:" in text for text in lists)
    assert sum(text.count("- butir") for text in lists) == 40


def test_each_part_of_a_table_has_its_header() -> None:
    rows = "\n".join(
        f"| {number} | Kota nomor {number} di negara anggota | sedang berjalan baik |" for number in range(60)
    )
    chunks = split(DOCUMENT, [Section(f"| No. | Kota | Status |\n| --- | --- | --- |\n{rows}")])
    assert len(chunks) > 1
    assert all(chunk.text.startswith("| No. | Kota | Status |\n| --- | --- | --- |") for chunk in chunks)


def test_a_row_too_long_is_told_cell_by_cell() -> None:
    row = f"| 1 | {SENTENCE * 30} |"
    chunks = split(DOCUMENT, [Section(f"| No. | Keterangan |\n| --- | --- |\n{row}")])
    assert all(_words(chunk.text) <= LIMIT for chunk in chunks)
    assert any("Keterangan: Kota anggota" in chunk.text for chunk in chunks)


def test_a_cited_section_is_one_chunk_and_never_cut_inside_a_statement() -> None:
    statement = f"{SENTENCE}[@tor, cl. 7; @note, p. 2] "
    (whole,) = split(DOCUMENT, [Section((statement * 12).strip())])
    assert whole.text.count("[@") == 12
    parts = split(DOCUMENT, [Section((statement * 40).strip())])
    assert len(parts) > 1
    assert all(part.text.endswith("[@tor, cl. 7; @note, p. 2]") for part in parts)


def test_short_letters_of_one_clause_are_joined_under_their_lead_in() -> None:
    sections = [
        Section(f"Chief Officers\n\n- {letter}. do something useful;", ("D", "Roles"), 14, f"17({letter})")
        for letter in "abcd"
    ]
    (chunk,) = split(DOCUMENT, sections)
    assert chunk.clause == "17(a)–(d)"
    assert chunk.text.count("Chief Officers") == 1
    assert chunk.text.count("do something useful") == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"clause": "Pasal 64 ayat (1)"}, {"clause": "Pasal 64 ayat (2)"}),
        ({"page": 1}, {"page": 2}),
        ({"heading": ("D", "A")}, {"heading": ("D", "B")}),
        ({"clause": "16(c)"}, {"clause": "17(a)"}),
    ],
)
def test_what_is_cited_apart_stays_apart(one: dict[str, object], other: dict[str, object]) -> None:
    sections = [Section("Teks singkat.", **one), Section("Teks lain.", **other)]  # type: ignore[arg-type]
    assert len(split(DOCUMENT, sections)) == 2


_TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=3000),
        st.integers(1, 60).map(lambda n: SENTENCE * n),
        st.integers(1, 60).map(lambda n: "\n".join(f"- {SENTENCE}" for _ in range(n))),
        st.integers(1, 60).map(lambda n: "\n".join(f"| {row} | {SENTENCE} |" for row in range(n))),
    ),
    max_size=6,
).map("\n\n".join)


@given(_TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_chunk_is_above_the_limit_and_no_word_is_lost(text: str) -> None:
    chunks = split(DOCUMENT, [Section(text)])
    assert all(_words(chunk.text) <= LIMIT for chunk in chunks)
    assert all(len(chunk.text) <= LIMIT * 16 for chunk in chunks)
    kept = set(" ".join(chunk.text for chunk in chunks).split())
    assert {word for word in ("anggota", "jaringan", "tahun.") if word in text.split()} <= kept
    assert TARGET < LIMIT

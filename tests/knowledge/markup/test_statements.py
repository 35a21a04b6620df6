"""Sections as blocks and as statements with the sources they stand on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.markup import blocks
from knowledge.markup.blocks import Block
from knowledge.markup.citation_marks import Mark, strip_marks
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import parse_section


def test_a_paragraph_is_cut_after_its_marks() -> None:
    (block,) = parse_section("Satu. Dua. [@tor, cl. 7; @note, p. 2] Tiga. [@tor]\n")
    assert [(one.text, one.marks) for one in block.statements] == [
        ("Satu. Dua.", (Mark("tor", "cl. 7"), Mark("note", "p. 2"))),
        ("Tiga.", (Mark("tor"),)),
    ]
    assert block.marks == (Mark("tor", "cl. 7"), Mark("note", "p. 2"), Mark("tor"))


def test_what_follows_the_last_marks_stands_on_none() -> None:
    (block,) = parse_section("Satu. [@tor] Dua.")
    assert [one.marks for one in block.statements] == [(Mark("tor"),), ()]


def test_items_without_marks_stand_on_those_of_the_lead_in() -> None:
    lead, items = parse_section("Isi SCAP: [@tor, cl. 7]\n\n1. visi;\n2. bidang fokus. [@note]")
    assert lead.kind == "paragraph"
    assert (items.kind, items.ordered) == ("list", True)
    assert [(one.text, one.marks) for one in items.statements] == [
        ("visi;", (Mark("tor", "cl. 7"),)),
        ("bidang fokus.", (Mark("note"),)),
    ]


def test_rows_of_a_table() -> None:
    _, table = parse_section(
        "Kota: [@tor]\n\n| Kota | Tahun |\n| --- | --- |\n| Makassar | 2018 [@note] |\n| Jakarta | |"
    )
    assert table.header == ("Kota", "Tahun")
    assert [(one.text, one.marks) for one in table.statements] == [
        ("Makassar\t2018", (Mark("note"),)),
        ("Jakarta", (Mark("tor"),)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Menurut Perpres No. 63 Tahun 2019 hlm. 4. Lalu.", ["Menurut Perpres No. 63 Tahun 2019 hlm. 4.", "Lalu."]),
        ("Dr. A. Budi hadir. Selesai.", ["Dr. A. Budi hadir.", "Selesai."]),
        ("Nilainya 19.9 persen. “Baik,” katanya.", ["Nilainya 19.9 persen.", "“Baik,” katanya."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


_WORD = st.text(st.characters(categories=["Ll", "Lu"]), min_size=2, max_size=8)
_PLAIN = st.lists(_WORD, min_size=1, max_size=8).map(" ".join)
_BLOCK = st.one_of(
    _PLAIN.map(lambda text: Block("paragraph", (text,))),
    st.lists(_PLAIN, min_size=1, max_size=4).map(lambda items: Block("list", tuple(f"- {item}" for item in items))),
    st.lists(_PLAIN, min_size=1, max_size=4).map(
        lambda items: Block("list", tuple(f"{number}. {item}" for number, item in enumerate(items, start=1)))
    ),
    st.lists(st.lists(_PLAIN, min_size=2, max_size=2), min_size=2, max_size=4).map(blocks.table),
)


def _apart(parts: list[Block]) -> list[Block]:
    """Without lists and tables that follow one of their kind, which would be read as one."""
    return [block for at, block in enumerate(parts) if at == 0 or block.kind != parts[at - 1].kind]


@given(st.lists(_BLOCK, min_size=1, max_size=5).map(_apart))
def test_blocks_come_back_as_they_were_written(parts: list[Block]) -> None:
    assert blocks.parse(blocks.render(parts)) == parts


@given(st.text(max_size=400))
def test_reading_and_writing_settles(text: str) -> None:
    once = blocks.render(blocks.parse(text))
    assert blocks.render(blocks.parse(once)) == once


@given(st.lists(_BLOCK, min_size=1, max_size=5).map(_apart), st.lists(st.sampled_from(["tor", "note"]), max_size=3))
def test_a_section_keeps_every_word_and_mark(parts: list[Block], sources: list[str]) -> None:
    marked = "".join(f" [@{source}, cl. {number}]" for number, source in enumerate(sources))
    lead = Block("paragraph", (f"Awal kalimat.{marked}",))
    text = blocks.render([lead, *parts])
    read = parse_section(text)
    said = " ".join(" ".join((*block.header, *(one.text for one in block.statements))) for block in read)
    wanted = strip_marks(text).replace("|", " ").replace("---", " ").split()
    markers = {"-", *(f"{number}." for number in range(1, 5))}
    assert [word for word in wanted if word not in markers] == said.replace("\t", " ").split()
    assert read[0].marks == tuple(Mark(source, f"cl. {number}") for number, source in enumerate(sources))


@given(st.text(max_size=400))
def test_any_text_is_borne(text: str) -> None:
    for block in parse_section(text):
        assert all(one.text.strip() == one.text for one in block.statements)

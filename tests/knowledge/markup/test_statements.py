"""Sections as statements with the sources they stand on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.markup import blocks
from knowledge.markup.blocks import Block
from knowledge.markup.citation_marks import Mark, strip_marks
from knowledge.markup.statements import parse_section
from tests.knowledge.markup.texts import block_lists


def test_a_paragraph_is_cut_after_its_marks() -> None:
    (block,) = parse_section("Satu. Dua. [@tor, cl. 7; @note, p. 2] Tiga. [@tor]\n")
    assert [(statement.text, statement.marks) for statement in block.statements] == [
        ("Satu. Dua.", (Mark("tor", "cl. 7"), Mark("note", "p. 2"))),
        ("Tiga.", (Mark("tor"),)),
    ]
    assert block.marks == (Mark("tor", "cl. 7"), Mark("note", "p. 2"), Mark("tor"))


def test_what_follows_the_last_marks_stands_on_none() -> None:
    (block,) = parse_section("Satu. [@tor] Dua.")
    assert [statement.marks for statement in block.statements] == [(Mark("tor"),), ()]


def test_items_without_marks_stand_on_those_of_the_lead_in() -> None:
    lead, items = parse_section("Isi SCAP: [@tor, cl. 7]\n\n1. visi;\n2. bidang fokus. [@note]")
    assert lead.kind == "paragraph"
    assert (items.kind, items.ordered) == ("list", True)
    assert [(statement.text, statement.marks) for statement in items.statements] == [
        ("visi;", (Mark("tor", "cl. 7"),)),
        ("bidang fokus.", (Mark("note"),)),
    ]


def test_items_keep_the_numbers_that_they_have() -> None:
    (items,) = parse_section("3. Peraturan ini mulai berlaku.\n5) Peraturan lama dicabut.")
    assert [(one.text, one.number) for one in items.statements] == [
        ("Peraturan ini mulai berlaku.", 3),
        ("Peraturan lama dicabut.", 5),
    ]
    (plain,) = parse_section("- satu\n- dua")
    assert [one.number for one in plain.statements] == [0, 0]


def test_rows_of_a_table() -> None:
    _, table = parse_section(
        "Kota: [@tor]\n\n| Kota | Tahun |\n| --- | --- |\n| Makassar | 2018 [@note] |\n| Jakarta | |"
    )
    assert table.header == ("Kota", "Tahun")
    assert [(statement.text, statement.marks) for statement in table.statements] == [
        ("Makassar\t2018", (Mark("note"),)),
        ("Jakarta", (Mark("tor"),)),
    ]


@given(block_lists(), st.lists(st.sampled_from(["tor", "note"]), max_size=3))
def test_a_section_keeps_every_word_and_mark(parts: list[Block], sources: list[str]) -> None:
    marked = "".join(f" [@{source}, cl. {number}]" for number, source in enumerate(sources))
    lead = Block("paragraph", (f"Awal kalimat.{marked}",))
    text = blocks.render([lead, *parts])
    read = parse_section(text)
    said = " ".join(" ".join((*block.header, *(statement.text for statement in block.statements))) for block in read)
    wanted = strip_marks(text).replace("|", " ").replace("---", " ").split()
    markers = {"-", *(f"{number}." for number in range(1, 5))}
    assert [word for word in wanted if word not in markers] == said.replace("\t", " ").split()
    assert read[0].marks == tuple(Mark(source, f"cl. {number}") for number, source in enumerate(sources))


@given(st.text(max_size=400))
def test_any_text_is_borne(text: str) -> None:
    for block in parse_section(text):
        assert all(statement.text.strip() == statement.text for statement in block.statements)

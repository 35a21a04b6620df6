"""What of a passage answers comes first; the shipped reader tells it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.answering.arrangement import arranged, in_brief
from knowledge.documents import Chunk, Passage
from knowledge.language.query import Query
from knowledge.markup.statements import parse_section
from knowledge.reading.reader import Reader, Relevance, shipped_reader
from tests.knowledge.answering.parts import DOCUMENT

NETWORK = """ASCN adalah jejaring kerja sama kota-kota di ASEAN untuk pembangunan yang cerdas dan berkelanjutan. [@x]

- sejak kapan: dibentuk para pemimpin ASEAN di Singapura, 28 April 2018; [@x]
- anggota: 38 kota per Januari 2026; [@y]
- tujuan: mempermudah kerja sama antarkota. [@x]"""
NAMES = """Singkatan untuk orang dan badan: [@x]

| singkatan | kepanjangan |
| --- | --- |
| NR | National Representative, suara pemerintah negara dalam ASCN |
| CSCO | Chief Smart City Officer, suara kota dalam ASCN |
| JCM | Joint Consultative Meeting |"""
STANDARDS = """ISO 37120 mengukur layanan perkotaan, ISO 37122 kota cerdas. [@x]

| standar | untuk apa | SNI |
| --- | --- | --- |
| ISO 37120 | layanan perkotaan | SNI ISO 37120:2018 |
| ISO 37122 | kota cerdas | SNI ISO 37122:2019 |
| ISO 37123 | kota tangguh | SNI ISO 37123:2019 |
| ISO 37101 | kerangka manajemen | belum terverifikasi |"""
VISIONS = """Visi 2045 melanjutkan Visi 2025. [@x]

| aspek | Visi 2025 | Visi 2045 |
| --- | --- | --- |
| disahkan | 2015 | 2025 |
| jangka waktu | sepuluh tahun | dua puluh tahun |
| TAHUN 2030 | tidak disebut | disebut |"""


class Scores(Reader):
    """A reader that gives these scores to the units of whatever it reads."""

    def __init__(self, *scores: float) -> None:
        self._scores = scores

    def read(self, question: str, chunks: Sequence[Chunk]) -> list[Relevance]:
        return [Relevance(max(self._scores), self._scores) for _ in chunks]


def _passage(text: str) -> Passage:
    return Passage(
        Chunk(f"arranged-{hash(text)}", DOCUMENT.id, text, ("Dasar-dasar ASCN", "Apa itu ASCN")),
        DOCUMENT,
        0.5,
        0.8,
        5.0,
    )


def _lines(text: str, question: str, *, read: bool = True) -> tuple[list[str], list[str]]:
    blocks, others = arranged(_passage(text), Query(question, "id"), shipped_reader() if read else None)
    return [statement.text.replace("\t", " | ") for block in blocks for statement in block.statements], others


def test_the_item_that_answers_is_said_first_and_once() -> None:
    blocks, _ = arranged(_passage(NETWORK), Query("kapan ASCN dibentuk?", "id"), Scores(-1.0, 1.0, -2.0, -2.0))
    lines = [statement.text for block in blocks for statement in block.statements]
    assert lines[0] == "Sejak kapan: dibentuk para pemimpin ASEAN di Singapura, 28 April 2018."
    assert lines[1].startswith("ASCN adalah")
    assert [line[:7] for line in lines[2:]] == ["anggota", "tujuan:"]


def test_a_lead_that_answers_stays() -> None:
    assert _lines(NETWORK, "apa itu ASCN?") == _lines(NETWORK, "apa itu ASCN?", read=False)


def test_a_row_that_answers_comes_before_its_table() -> None:
    reader = Scores(-1.0, -3.0, -2.0, 0.0, -2.0)
    blocks, others = arranged(_passage(NAMES), Query("siapa suara kota di jejaring itu?", "id"), reader)
    first, lead, rest = blocks
    assert [row.text.split("\t")[0] for row in first.statements] == ["CSCO"]
    assert lead.kind == "paragraph"
    assert [row.text.split("\t")[0] for row in rest.statements] == ["NR", "JCM"]
    assert first.header == rest.header
    assert others == []


def test_what_answers_hardly_better_stays_in_its_place() -> None:
    for scores in ((-1.0, -3.0, -2.0, -0.5, -2.0), (-1.0, 3.0, -2.0, -2.0, -2.0), (-1.0, 3.0)):  # hardly; a header; odd
        blocks, _ = arranged(_passage(NAMES), Query("siapa suara kota?", "id"), Scores(*scores))
        assert blocks == parse_section(NAMES)


def test_a_paragraph_comes_first_only_where_it_answers_far_better() -> None:
    text = "ASCN bertemu tiap tahun. [@x]\n\n- di negara ketua; [@x]\n\nBiayanya ditanggung peserta. [@x]"
    for ahead, first in ((1.0, "ASCN bertemu tiap tahun."), (2.0, "Biayanya ditanggung peserta.")):
        blocks, _ = arranged(_passage(text), Query("siapa menanggung biayanya?", "id"), Scores(0.0, -1.0, ahead))
        assert blocks[0].statements[0].text == first
        assert len(blocks) == 3


@pytest.mark.parametrize("read", [True, False])
def test_of_named_rows_the_others_are_only_named(read: bool) -> None:
    lines, others = _lines(STANDARDS, "apa beda SNI ISO 37120 dan 37123?", read=read)
    assert [line[:9] for line in lines[1:]] == ["ISO 37120", "ISO 37123"]
    assert others == ["ISO 37122", "ISO 37101"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (STANDARDS, "standar apa saja selain ISO 37120?"),  # what is named is not meant
        (STANDARDS, "ISO 37120, 37122, 37123 dan 37101?"),  # all are
        (STANDARDS, "standar kota apa saja yang ada?"),  # none is
        (VISIONS, "tahun berapa Visi 2025 dan Visi 2045 disahkan, apa TAHUN 2030 disebut?"),  # columns are compared
    ],
)
def test_else_a_table_stays_whole(text: str, question: str) -> None:
    assert _lines(text, question, read=False)[1] == []


def test_in_brief_is_the_lead_and_what_it_announces() -> None:
    assert [block.kind for block in in_brief(parse_section(NETWORK))] == ["paragraph"]
    assert [block.kind for block in in_brief(parse_section(NAMES))] == ["paragraph", "table"]
    assert in_brief([]) == []

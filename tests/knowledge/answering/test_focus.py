"""Of a passage, the statements that speak of what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.focus import focused
from knowledge.documents import Passage
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.markup.citation_marks import find_marks
from knowledge.markup.statements import StatedBlock
from tests.knowledge.answering.parts import PASSAGE

TEXT = """Kota anggota mempunyai kewajiban: [@tor, cl. 4]

- menunjuk seorang Chief Smart City Officer; [@tor, cl. 5]
- membayar biaya perjalanan ke pertemuan tahunan; [@tor, cl. 6]
- menyerahkan laporan tahunan kepada Sekretariat. [@tor, cl. 7]
"""
TABLE = "| Kota | Tahun bergabung |\n| --- | --- |\n| Makassar | 2018 |\n| Banyuwangi | 2018 |\n| Sumedang | 2024 |"


def _passage(text: str) -> Passage:
    return replace(PASSAGE, chunk=replace(PASSAGE.chunk, text=text))


def _texts(blocks: list[StatedBlock]) -> list[str]:
    return [statement.text for block in blocks for statement in block.statements]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("kapan laporan tahunan diserahkan kepada sekretariat?", "laporan tahunan"),
        ("siapa yang membayar biaya perjalanan ke pertemuan tahunan?", "biaya perjalanan"),
    ],
)
def test_the_statement_that_speaks_of_the_question_is_taken_with_its_source(
    question: str, word: str, shipped: OnnxEmbedder
) -> None:
    blocks = focused(_passage(TEXT), question, shipped)
    texts = _texts(blocks)
    assert any(word in text for text in texts)
    assert len(texts) < 4
    assert all(statement.marks for block in blocks for statement in block.statements)


def test_what_is_taken_stands_in_the_passage_in_its_order(shipped: OnnxEmbedder) -> None:
    texts = _texts(focused(_passage(TEXT), "laporan tahunan, biaya perjalanan, pertemuan tahunan", shipped))
    places = [TEXT.index(text) for text in texts]
    assert places == sorted(places)
    assert not any(find_marks(text) for text in texts[1:])


def test_of_a_table_the_row_is_taken_under_its_header(shipped: OnnxEmbedder) -> None:
    (block,) = focused(_passage(TABLE), "Kota Sumedang bergabung tahun berapa, tahun 2024?", shipped)
    assert block.header == ("Kota", "Tahun bergabung")
    assert "Sumedang\t2024" in [statement.text for statement in block.statements]


def test_of_a_passage_that_does_not_speak_of_it_nothing_is_taken(shipped: OnnxEmbedder) -> None:
    assert focused(_passage(TEXT), "resep rendang padang pakai santan", shipped) == []


def test_a_passage_of_one_statement_is_left_whole(shipped: OnnxEmbedder) -> None:
    assert focused(_passage("Kota melapor setiap tahun. [@tor]"), "kapan kota melapor?", shipped) == []


def test_at_most_three_statements_are_taken(shipped: OnnxEmbedder) -> None:
    items = "\n".join(f"- kota menyerahkan laporan tahunan nomor {number}; [@tor]" for number in range(9))
    assert 1 <= len(_texts(focused(_passage(items), "laporan tahunan kota", shipped))) <= 3

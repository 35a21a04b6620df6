"""A question for what is left out is not answered by what it is left out of, as if that were asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.polarity import turned_round
from knowledge.embedding.onnx import OnnxEmbedder
from tests.knowledge.answering.parts import PASSAGE

KNOWN = ("Apa saja kewajiban kota anggota?", "Kota mana saja yang menjadi anggota?", "Kota mana yang bukan anggota?")


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("Apa yang bukan kewajiban kota anggota?", True),
        ("kewajiban kota anggota selain laporan apa", True),
        ("Apa saja kewajiban kota anggota?", False),
        ("kota mana yg tidak jadi anggota", False),
    ],
)
def test_it_is_told_by_the_question_that_the_passage_is_known_to_answer(
    question: str, turned: bool, shipped: OnnxEmbedder
) -> None:
    passage = replace(PASSAGE, chunk=replace(PASSAGE.chunk, example_questions=KNOWN))
    assert turned_round(question, passage, shipped) == turned
    assert not turned_round(question, PASSAGE, shipped)

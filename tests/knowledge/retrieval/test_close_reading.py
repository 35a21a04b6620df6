"""Questions beside the sentences of a passage."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.documents import Chunk
from knowledge.language.query import Query
from knowledge.retrieval.close_reading import CloseReading
from knowledge.retrieval.retriever import Retriever
from tests.parts import Parts

ASKED = "Berapa petani muda yang ikut?"


@pytest.fixture
def reading(readable: Parts) -> CloseReading:
    return CloseReading(readable.releases.embedder)


def _vector(readable: Parts, question: str) -> np.ndarray:
    return readable.releases.embedder.embed_questions([question])[0]


def test_one_sentence_may_say_what_all_of_a_passage_hardly_does(readable: Parts, reading: CloseReading) -> None:
    told = Chunk("c1", "d", "Laporan dikirim ke pusat. Petani muda yang ikut 927 orang. Pantai kami indah.")
    other = Chunk("c2", "d", "Laporan dikirim ke pusat. Pantai kami indah.")
    table = Chunk("c3", "d", "| Petani muda | Ikut |\n| --- | --- |\n| 927 | ya |")
    vector = _vector(readable, ASKED)
    first, second, third = reading.similarities([told, other, table], vector)
    assert first > second + 0.2
    assert third == -1
    assert reading.similarities([told], vector)[0] == pytest.approx(first)


@pytest.mark.parametrize("fits", ["Apa saja kewajiban kota anggota ASCN?", "ASCN"])
def test_a_word_that_does_not_fit_is_noticed(readable: Parts, reading: CloseReading, fits: str) -> None:
    index = readable.releases.current()
    row = Retriever(readable.releases).retrieve(Query("Apa saja kewajiban kota anggota ASCN?", "id")).passages[0].row

    def misfit(question: str) -> float:
        return reading.misfit(index, row, Query(question, "id"), _vector(readable, question), closely=False)

    assert misfit("Berapa gaji kota anggota ASCN?") > misfit(fits) >= 0

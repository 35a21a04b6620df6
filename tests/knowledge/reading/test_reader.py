"""The shipped reader, over passages of the starter corpus' kind in both languages."""

from __future__ import annotations

from knowledge.documents import Chunk
from knowledge.reading.reader import shipped_reader
from knowledge.reading.units import units

REPORTS = Chunk(
    "r",
    "tor.id",
    "Kota menunjuk seorang CSCO. Laporan disampaikan setiap tahun, paling lambat bulan Maret.",
    ("Laporan",),
)
MEETING = Chunk("m", "tor.id", "The annual meeting is chaired by the country that chairs ASEAN.", ("Meeting",))


def _scores(question: str) -> dict[str, float]:
    read = shipped_reader().read(question, [REPORTS, MEETING])
    return {chunk.id: one.score for chunk, one in zip((REPORTS, MEETING), read, strict=True)}


def test_the_passage_that_answers_is_put_first_in_whichever_language() -> None:
    for question in ("kapan laporan kota disampaikan?", "When is the city's report due?"):
        scores = _scores(question)
        assert scores["r"] > scores["m"], question
    for question in ("Who chairs the annual meeting?", "siapa yang memimpin pertemuan tahunan?"):
        scores = _scores(question)
        assert scores["m"] > scores["r"], question


def test_it_names_the_sentence_that_answers() -> None:
    read = shipped_reader().read("kapan laporan disampaikan?", [REPORTS])
    assert "setiap tahun" in units(REPORTS.text)[read[0].unit]


def test_a_passage_is_read_the_same_whether_it_is_remembered_or_not() -> None:
    question = "siapa CSCO kota kami?"
    assert _scores(question) == _scores(question)


def test_nothing_to_read_is_no_error() -> None:
    assert shipped_reader().read("apa itu?", []) == []
    assert shipped_reader().read("", [REPORTS])[0].score == 0.0
    assert len(shipped_reader().read("apa?", [Chunk("e", "tor.id", "", ())])) == 1

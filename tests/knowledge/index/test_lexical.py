"""BM25 on the question and its translation."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.index.lexical import MISTYPED, LexicalIndex, LexicalScores
from knowledge.language.query import Query

PASSAGES = [
    "Jaringan Kota Cerdas ASEAN dibentuk pada tahun 2018 di Singapura.",
    "Waste management in the city is paid for from the municipal budget.",
    "Indikator 19.9 SNI ISO 37122 tentang lampu jalan.",
    "Indikator 19.10 SNI ISO 37122 tentang angkutan umum.",
    "Flood early warning uses sensors along the river.",
    "Wali kota menunjuk pejabat kepala kota cerdas.",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES)


def _scores(index: LexicalIndex, question: str) -> LexicalScores:
    return index.scores(Query(question, "id").terms)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Kapan jaringan kota cerdas ASEAN dibentuk?", 0),
        ("When was the ASEAN smart cities network established?", 0),
        ("pengelolaan sampah dibayar dari mana?", 1),
        ("anggaran untuk sampah", 1),
        ("apa isi indikator 19.9", 2),
        ("indicator 19.10", 3),
        ("peringatan dini banjir", 4),
        ("who does the mayor appoint?", 5),
    ],
)
def test_the_right_passage_is_first_in_either_language(index: LexicalIndex, question: str, row: int) -> None:
    assert int(_scores(index, question).scores.argmax()) == row


@pytest.mark.parametrize(("question", "row"), [("pringatan dini banjr", 4), ("Singapra", 0), ("pengeloalan sampah", 1)])
def test_typing_errors_in_rare_words_are_forgiven(index: LexicalIndex, question: str, row: int) -> None:
    assert int(_scores(index, question).scores.argmax()) == row


def test_a_corrected_word_counts_less(index: LexicalIndex) -> None:
    (right,) = _scores(index, "Singapura").terms
    (mistyped,) = _scores(index, "Singapra").terms
    assert mistyped[0].stem == right[0].stem
    assert (right[1], mistyped[1]) == (1.0, MISTYPED)


def test_coverage_is_the_share_of_what_was_attainable(index: LexicalIndex) -> None:
    near = _scores(index, "lampu jalan")
    far = _scores(index, "resep rendang padang lampu")
    assert 0 < far.coverage < near.coverage <= 1


@pytest.mark.parametrize("question", ["", "apa itu?", "🙂", "zzyzx qwxk"])
def test_a_question_without_known_words_finds_nothing(index: LexicalIndex, question: str) -> None:
    found = _scores(index, question)
    assert not found.scores.any()
    assert found.coverage == 0


def test_covered_counts_rows_together(index: LexicalIndex) -> None:
    found = _scores(index, "lampu jalan dan banjir")
    share, rarest = index.covered(found, [2])
    both, none = index.covered(found, [2, 4])
    assert share < both
    assert both == pytest.approx(1)
    assert rarest > none == 0


@pytest.mark.parametrize("texts", [[], ["", "?"]])
def test_an_index_of_nothing_can_be_asked(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    index.save(tmp_path)
    for opened in (index, LexicalIndex.load(tmp_path)):
        assert _scores(opened, "kota cerdas").scores.shape == (len(texts),)
        assert _scores(opened, "kota cerdas").coverage == 0


def test_what_is_saved_is_read_again(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "new")
    again = LexicalIndex.load(tmp_path / "new")
    assert again.rows == len(PASSAGES)
    for question in ("kota cerdas", "flood", "19.9"):
        np.testing.assert_array_equal(_scores(again, question).scores, _scores(index, question).scores)


def test_scores_are_those_of_bm25s() -> None:
    """For untranslatable terms both searches are the same, so that the score is (1.3 + 0.3) times BM25."""
    import bm25s

    texts = ["xarb quil", "quil quil venk xarb", "venk", "xarb"]
    model = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    index = LexicalIndex.build(texts)
    model.index([index.analyzer.terms(text) for text in texts], show_progress=False)
    expected = model.get_scores(index.analyzer.terms("xarb quil"))
    np.testing.assert_allclose(_scores(index, "xarb quil").scores, expected * 1.6, rtol=1e-5)


def test_a_missing_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LexicalIndex.load(tmp_path)


def test_two_builds_of_the_same_passages_are_equal_to_the_byte(tmp_path: Path) -> None:
    """Sets have another order in every process; an index must not."""
    build = (
        "import sys; from pathlib import Path; from tests.knowledge.index.test_lexical import PASSAGES, LexicalIndex;"
    )
    build += "LexicalIndex.build(PASSAGES).save(Path(sys.argv[1]))"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", build, str(tmp_path / seed)], check=True, env=environment)
    first, second = (np.load(tmp_path / seed / "lexical.npz") for seed in ("1", "2"))
    assert first.files == second.files
    for name in first.files:
        np.testing.assert_array_equal(first[name], second[name])


def test_a_question_is_spelled_out_by_what_stands_in_the_index(index: LexicalIndex) -> None:
    assert index.spelled_out("brp lampu jln ttg prngatan dni?") == "brp lampu jln ttg prngatan dni?"
    assert index.spelled_out("wali kota menunjk siapa") == "wali kota menunjuk siapa"
    assert index.spelled_out("Wali Kota MENUNJK siapa") == "Wali Kota MENUNJK siapa"  # a name is left as it is

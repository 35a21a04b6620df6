"""What a question asks for, told by its form."""

from __future__ import annotations

from math import log1p

import pytest

from knowledge.language.query import Query
from knowledge.retrieval.question_features import question_features


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Berapa kota anggota ASCN?", {"counts"}),
        ("how many cities are members", {"counts"}),
        ("Siapa ketua ASCN?", {"who"}),
        ("gmn cara gabung", {"how"}),
        ("How do cities join, and who decides?", {"how", "who"}),
        ("Apa itu ASCN?", set()),
        ("whole siapapun caranyaX", set()),  # whole words only
    ],
)
def test_the_form_tells_what_is_asked_for(question: str, kinds: set[str]) -> None:
    found = question_features(Query(question, "id"))
    assert {kind for kind in ("counts", "who", "how") if getattr(found, kind)} == kinds


def test_the_length_counts_words_that_are_indexed() -> None:
    assert question_features(Query("Apa itu kota cerdas?", "id")).length == log1p(2)
    assert question_features(Query("?", "id")).length == 0

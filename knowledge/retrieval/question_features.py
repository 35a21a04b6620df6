"""What a question asks for, told by its form: a number, a person, a way of doing something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p

from knowledge.language.query import Query

_COUNTS = re.compile(r"\b(berapa|brp|brapa|jumlah|banyaknya|how (?:many|much)|number of|total)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(siapa|sapa|siapakah|who|whose|whom)\b", re.IGNORECASE)
_HOW = re.compile(
    r"\b(bagaimana|gimana|gmn|gmna|cara(?:nya)?|how (?:do|does|can|could|to|is|are|should))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFeatures:
    """Features of a question alone that bear on how much evidence an answer to it needs.

    ``length``: log(1 + its words that are indexed); the more of them match, the surer. ``counts``, ``who``, ``how``: 1
    when it asks for a number, a person or office, or a procedure, which a passage on the same subject often lacks.
    """

    length: float
    counts: float
    who: float
    how: float


def question_features(query: Query) -> QuestionFeatures:
    """The features of a question."""
    return QuestionFeatures(
        length=log1p(len(query.terms)),
        counts=float(_COUNTS.search(query.text) is not None),
        who=float(_WHO.search(query.text) is not None),
        how=float(_HOW.search(query.text) is not None),
    )

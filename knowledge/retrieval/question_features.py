"""What a question asks for, told by its form: a number, a person, a way of doing something."""

from __future__ import annotations

import re
from math import log1p

from knowledge.language.analyzer import default_analyzer

_FORMS = {
    "counts": r"\b(berapa|brp|brapa|jumlah|banyaknya|how (?:many|much)|number of|total)\b",
    "who": r"\b(siapa|sapa|siapakah|who|whose|whom)\b",
    "how": r"\b(bagaimana|gimana|gmn|gmna|cara(?:nya)?|how (?:do|does|can|could|to|is|are|should))\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _FORMS.items()}


def features_of(question: str) -> dict[str, float]:
    """Features of a question alone that bear on how much evidence an answer to it needs.

    ``length``: log(1 + its words that are indexed); the more of them match, the surer. ``counts``, ``who``, ``how``: 1
    when it asks for a number, a person or office, or a procedure, which a passage on the same subject often lacks.
    """
    asked = {name: float(bool(pattern.search(question))) for name, pattern in _PATTERNS.items()}
    return {"length": log1p(len(default_analyzer().terms(question))), **asked}

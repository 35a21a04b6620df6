"""Proper names: a question about Surabaya is not answered by a passage that never mentions it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.analysis import tokens

_INSIDE = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][^\W\d_]{2,}")
_LOWER = re.compile(r"\b[a-z][^\W\d_]{2,}")


def find_names(texts: Iterable[str]) -> set[str]:
    """Words that these texts only ever write with a capital, also inside a sentence; lower case, as tokens."""
    capital: Counter[str] = Counter()
    lower: set[str] = set()
    for text in texts:
        capital.update(word.lower() for word in _INSIDE.findall(text))
        lower.update(_LOWER.findall(text))
    return {token for word in capital if word not in lower for token in tokens(word)}


def unmentioned(question: str, names: set[str], passage: str) -> int:
    """How many of the names and numbers in a question a passage does not mention."""
    asked = {token for token in tokens(question) if token in names or token[0].isdigit()}
    return len(asked - set(tokens(passage)))

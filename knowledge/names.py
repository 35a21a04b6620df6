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


def names_in(question: str, names: set[str]) -> set[str]:
    """The names and numbers that a question mentions, as tokens."""
    return {token for token in tokens(question) if token in names or token[0].isdigit()}

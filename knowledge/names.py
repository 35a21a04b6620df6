"""Proper names: a question about Surabaya is not answered by a passage that never mentions it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.analysis import default_analyzer, tokens

_INSIDE = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][^\W\d_]{2,}")
_LOWER = re.compile(r"\b[a-z][^\W\d_]{2,}")


def find_names(texts: Iterable[str]) -> set[str]:
    """Words that these texts only ever write with a capital, also inside a sentence; lower case, as tokens."""
    capital: Counter[str] = Counter()
    lower: set[str] = set()
    for text in texts:
        capital.update(word.lower() for word in _INSIDE.findall(text))
        lower.update(_LOWER.findall(text))
    names = {token for word in capital if word not in lower for token in tokens(word)}
    return {name for name in names if not _is_common(name)}


def _is_common(word: str) -> bool:
    """A word that the dictionary translates by another is none, even if these texts happen to write it large."""
    translations = {translation for translation, _ in default_analyzer().lexicon.translate(word)}
    return bool(translations) and word not in translations


def names_in(question: str, names: set[str]) -> set[str]:
    """The names and numbers that a question mentions, as tokens."""
    return {token for token in tokens(question) if token in names or token[0].isdigit()}

"""Proper names: a question about Surabaya is not answered by a passage that never mentions it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set

from knowledge.language.analyzer import default_analyzer, tokens

_INSIDE = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][^\W\d_]{2,}")
_ORDINAL = re.compile(r"\bke[- ]?(\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th)\b")
_COUNTING = (
    ("pertama", "first"),
    ("kedua", "second"),
    ("ketiga", "third"),
    ("keempat", "fourth"),
    ("kelima", "fifth"),
    ("keenam", "sixth"),
    ("ketujuh", "seventh"),
    ("kedelapan", "eighth"),
    ("kesembilan", "ninth"),
    ("kesepuluh", "tenth"),
)
_ORDINAL_WORDS = {word: number for number, words in enumerate(_COUNTING, 1) for word in words}
_LOWER = re.compile(r"\b[a-z][^\W\d_]{2,}")


def find_entities(texts: Iterable[str]) -> set[str]:
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


def entities_in(words: Iterable[str], ordinals: Set[str], names: Set[str]) -> set[str]:
    """The names, numbers and ordinals that a text mentions, as tokens.

    Args:
        words: the tokens of the text.
        ordinals: its ordinals, see :func:`ordinals_in`.
        names: the names that are known.
    """
    counted = {ordinal.lstrip("#") for ordinal in ordinals}
    named = {word for word in words if word in names or word[0].isdigit()}
    return (named - counted) | ordinals


def ordinals_in(text: str) -> set[str]:
    """The ordinals of a text, as ``#9`` for ke-9, kesembilan, 9th and ninth: "9 September" is none."""
    lowered = text.lower()
    found = {f"#{first or second}" for first, second in _ORDINAL.findall(lowered)}
    return found | {f"#{number}" for word, number in _ORDINAL_WORDS.items() if re.search(rf"\b{word}\b", lowered)}

"""Which of the two languages a text is in."""

from __future__ import annotations

import re
from functools import cache

from knowledge.documents import Language
from knowledge.language.analyzer import Analyzer, tokens
from knowledge.language.messages import Messages

_FUNCTION_WORDS = Messages("knowledge.language", "function_words.yaml")

_INDONESIAN = frozenset(
    """yang dan di dari untuk dengan pada dalam adalah atau ini itu oleh sebagai akan tidak dapat serta bahwa para
    tentang telah secara kepada antara setiap wajib pasal ayat""".split()  # noqa: SIM905 - a quoted list is twice as long
)
_ENGLISH = frozenset(
    """the and of to in for is are that with by on as be this from or shall will at an which has have its
    their""".split()  # noqa: SIM905 - a quoted list is twice as long
)


def language(text: str) -> Language:
    """Indonesian or English, by the commonest small words."""
    words = re.findall(r"[a-z]+", text[:50_000].lower())
    indonesian = sum(word in _INDONESIAN for word in words)
    return "id" if indonesian >= sum(word in _ENGLISH for word in words) else "en"


@cache
def _function_words(language: Language) -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS.get(language).split())


def detect_language(text: str, analyzer: Analyzer, fallback: Language) -> Language:
    """The language of a question. Function words count most: officials mix English terms into Indonesian."""
    of_indonesian, of_english = _function_words("id"), _function_words("en")
    indonesian = english = 0.0
    lexicon = analyzer.lexicon
    for word in tokens(text):
        if word in of_indonesian or word in lexicon.spellings:
            indonesian += 2
        elif word in of_english:
            english += 2
        elif word in lexicon.english:
            english += 0.5
        elif word in lexicon.from_indonesian:
            indonesian += 0.5
    if indonesian == english:
        return fallback
    return "id" if indonesian > english else "en"

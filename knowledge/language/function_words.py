"""Small words that tell the language of a text, or nothing of its topic."""

from __future__ import annotations

from functools import cache

from knowledge.documents import LANGUAGES, Language
from knowledge.language.messages import Messages

_WORDS = Messages("knowledge.language", "function_words.yaml")


@cache
def function_words(kind: str, language: Language) -> frozenset[str]:
    """The words of a kind in a language: ``question`` and ``document`` tell the language of one."""
    return frozenset(_WORDS.get(kind)[language].split())


@cache
def fillers() -> frozenset[str]:
    """Question words, pronouns, politeness and links of both languages, which carry no topic."""
    return frozenset[str]().union(*(function_words("fillers", language) for language in LANGUAGES))

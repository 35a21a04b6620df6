"""Which of the two languages a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from knowledge.documents import LANGUAGES, Language
from knowledge.language.function_words import fillers, function_words
from knowledge.language.lexicon import Lexicon
from knowledge.language.place_names import CITIES

_READ = 50_000  # characters of a document
_OPENING = frozenset(
    {"apa", "apakah", "siapa", "kapan", "berapa", "bagaimana", "mengapa", "kenapa", "mana"}
    | {"what", "who", "when", "where", "why", "how", "which"}
)
_SEVERAL = 3  # words from which a question tells that it is in another language
_FEW = 0.4  # of its words


def document_language(text: str) -> Language:
    """The language of a document, by its commonest small words; Indonesian if there are as many of both."""
    words = re.findall(r"[a-z]+", text[:_READ].lower())
    indonesian, english = function_words("document", "id"), function_words("document", "en")
    return "id" if sum(word in indonesian for word in words) >= sum(word in english for word in words) else "en"


def is_foreign(tokens: Iterable[str], lexicon: Lexicon, names: Set[str] = frozenset()) -> bool:
    """Whether a question is in neither language: of several words few are known, or of those in other letters.

    Names and terms of the field, such as ASCN, are known words of every language, so that not none has to be.

    Args:
        tokens: the words of the question.
        lexicon: knows words of both languages.
        names: further words that are known.
    """
    words = [token for token in tokens if token not in CITIES and any(map(str.isalpha, token))]
    known = [
        *(function_words(kind, language) for kind in ("document", "question") for language in LANGUAGES),
        *(names, fillers(), lexicon.spellings, lexicon.english, lexicon.from_indonesian),
    ]
    understood = sum(any(word in some or word.removesuffix("nya") in some for some in known) for word in words)
    if any(not word.isascii() for word in words):
        return understood <= len(words) / 2
    return len(words) >= _SEVERAL and understood < _FEW * len(words)


def question_language(tokens: Iterable[str], lexicon: Lexicon, fallback: Language) -> Language:
    """The language of a question. Function words count most: officials mix English terms into Indonesian.

    Args:
        tokens: the words of the question.
        lexicon: knows in which language other words are mostly written.
        fallback: of a question that tells nothing, such as a number.
    """
    of_indonesian, of_english = function_words("question", "id"), function_words("question", "en")
    indonesian = english = 0.0
    for number, token in enumerate(tokens):
        telling = 2 if number or token not in _OPENING else 4  # a name may hold an "and", but begins no question
        if token in of_indonesian or token in lexicon.spellings:
            indonesian += telling
        elif token in of_english:
            english += telling
        elif token in lexicon.english:
            english += 0.5
        elif token in lexicon.from_indonesian:
            indonesian += 0.5
    if indonesian == english:
        return fallback
    return "id" if indonesian > english else "en"

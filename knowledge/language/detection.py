"""Which of the two languages a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.documents import Language
from knowledge.language.function_words import function_words
from knowledge.language.lexicon import Lexicon

_READ = 50_000  # characters of a document


def document_language(text: str) -> Language:
    """The language of a document, by its commonest small words; Indonesian if there are as many of both."""
    words = re.findall(r"[a-z]+", text[:_READ].lower())
    indonesian, english = function_words("document", "id"), function_words("document", "en")
    return "id" if sum(word in indonesian for word in words) >= sum(word in english for word in words) else "en"


def question_language(tokens: Iterable[str], lexicon: Lexicon, fallback: Language) -> Language:
    """The language of a question. Function words count most: officials mix English terms into Indonesian.

    Args:
        tokens: the words of the question.
        lexicon: knows in which language other words are mostly written.
        fallback: of a question that tells nothing, such as a number.
    """
    of_indonesian, of_english = function_words("question", "id"), function_words("question", "en")
    indonesian = english = 0.0
    for token in tokens:
        if token in of_indonesian or token in lexicon.spellings:
            indonesian += 2
        elif token in of_english:
            english += 2
        elif token in lexicon.english:
            english += 0.5
        elif token in lexicon.from_indonesian:
            indonesian += 0.5
    if indonesian == english:
        return fallback
    return "id" if indonesian > english else "en"

"""A question, analysed once for all that look at it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge.documents import Language
from knowledge.language import personal_data
from knowledge.language.analyzer import Analyzer, Term, default_analyzer, tokens
from knowledge.language.cleaning import clean_question
from knowledge.language.detection import question_language
from knowledge.language.entities import entities_in, ordinals_in
from knowledge.language.function_words import fillers
from knowledge.language.personal_data import Finding

MESSAGE_LIMIT = 6000  # characters


@dataclass
class Query:
    """A question with what is derived from its text, each when it is first asked for.

    ``text`` is cleaned and holds no personal data; ``masked`` is what was taken out of it. ``shortened`` tells that it
    was longer than allowed.
    """

    text: str
    language: Language
    masked: tuple[Finding, ...] = ()
    shortened: bool = False
    analyzer: Analyzer = field(default_factory=default_analyzer, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        message: str,
        language: Language | None = None,
        *,
        fallback: Language = "id",
        limit: int = MESSAGE_LIMIT,
        analyzer: Analyzer | None = None,
    ) -> Query:
        """The query of a message as it was typed.

        Args:
            message: what a person wrote, of any length.
            language: in which to answer; None means that of the message.
            fallback: the language of a message that does not tell its own.
            limit: characters that are kept of it.
            analyzer: what stems and translates; None means the one over the shipped lexicon.
        """
        analyzer = analyzer or default_analyzer()
        cleaned = clean_question(message)
        found = personal_data.find(cleaned)
        text = personal_data.mask(cleaned, found=found)
        query = cls(text[:limit], language or fallback, tuple(found), len(text) > limit, analyzer)
        if language is None:  # what stands for personal data is no word of the asker
            words = tokens(cleaned[:limit]) if found else query.tokens
            query.language = question_language(words, analyzer.lexicon, fallback)
        return query

    def reworded(self, text: str) -> Query:
        """The same question in other words, in its language."""
        return self if text == self.text else replace(self, text=text)

    @cached_property
    def tokens(self) -> list[str]:
        """Its words, numbers and codes in lower case."""
        return tokens(self.text)

    @cached_property
    def terms(self) -> list[Term]:
        """Its index terms with their translations; stop words left out."""
        return self.analyzer.question_terms(self.tokens)

    @cached_property
    def content_words(self) -> list[str]:
        """Its words that carry a topic."""
        return content_words(self.tokens)

    @cached_property
    def ordinals(self) -> set[str]:
        """Its ordinals, as ``#9``."""
        return ordinals_in(self.text)

    def entities(self, names: Set[str]) -> set[str]:
        """The names, of those known, the numbers and the ordinals that it mentions, as tokens."""
        return entities_in(self.tokens, self.ordinals, names)


def content_words(words: Iterable[str]) -> list[str]:
    """The words that carry a topic: no question words, pronouns, politeness or links."""
    without_topic = fillers()
    return [word for word in words if word not in without_topic]

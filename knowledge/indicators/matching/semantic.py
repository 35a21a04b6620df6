"""How near a question is in meaning to the phrases of indicators, by the shipped embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.embedding.base import SHIPPED, Embedder, Vectors
from knowledge.indicators.catalogue import Catalogue, Indicator


class SemanticMatcher:
    """Compares questions with titles and everyday phrases; an indicator's vectors are fetched when first needed.

    Args:
        embedder: embeds questions.
        passages: vectors of phrases, such as those a build has kept.
    """

    def __init__(self, embedder: Embedder, passages: Callable[[Sequence[str]], Vectors]) -> None:
        self._embedder = embedder
        self._passages = passages
        self._vectors: dict[str, Vectors] = {}

    def similarities(self, question: str, indicators: Sequence[Indicator]) -> list[float]:
        """The cosine of a question with the nearest phrase of each indicator; raises ``EmbedderError`` when closed."""
        new = [indicator for indicator in indicators if indicator.key not in self._vectors]
        phrases = [phrases_of(indicator) for indicator in new]
        vectors = self._passages([text for group in phrases for text in group])
        start = 0
        for indicator, group in zip(new, phrases, strict=True):
            self._vectors[indicator.key] = vectors[start : start + len(group)]
            start += len(group)
        vector = self._embedder.embed_questions([question])[0]
        return [float((self._vectors[indicator.key] @ vector).max()) for indicator in indicators]


def open_matcher(embedder: Embedder, passages: Callable[[Sequence[str]], Vectors]) -> SemanticMatcher | None:
    """The matcher over an embedder, or None where meanings are not compared."""
    return SemanticMatcher(embedder, passages) if can_match_semantically(embedder) else None


def can_match_semantically(embedder: Embedder) -> bool:
    """Whether meanings are compared: with the shipped model only, on whose cosines the thresholds were chosen."""
    return embedder.name == SHIPPED


def phrases_to_embed(catalogue: Catalogue, embedder: Embedder) -> tuple[str, ...]:
    """What a build embeds beforehand, so that no question waits for it; nothing where meanings are not compared."""
    if not can_match_semantically(embedder):
        return ()
    return tuple(phrase for indicator in catalogue.indicators.values() for phrase in phrases_of(indicator))


def phrases_of(indicator: Indicator) -> tuple[str, ...]:
    """What a question may be near to: everyday phrases and the title, in both languages."""
    return (*indicator.everyday_id, *indicator.everyday_en, indicator.title.indonesian, indicator.title.english)

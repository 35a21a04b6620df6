"""How near a question is in meaning to the phrases of indicators, by the shipped embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from knowledge.embedding import SHIPPED, Embedder, Vectors
from knowledge.indicators import Indicator

_PAUSE = 0.2  # seconds


class Meanings:
    """Compares questions with titles and everyday phrases; an indicator's vectors are computed when first needed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    @classmethod
    def of(cls, embedder: Embedder | None) -> Meanings | None:
        """None for another model than the shipped one, on whose cosines the desk's thresholds were chosen."""
        return cls(embedder) if embedder is not None and embedder.name == SHIPPED else None

    def prepare(self, indicators: Sequence[Indicator], stopped: Event) -> None:
        """Compute the vectors of these indicators ahead of need, behind questions that wait and with pauses, so that
        a server that has just started is not slowed by it; end early once ``stopped`` is set."""
        for indicator in indicators:
            if indicator.key not in self._vectors:
                self._vectors[indicator.key] = self._embedder.embed_passages(_phrases(indicator))
                if stopped.wait(_PAUSE):
                    return

    def similarities(self, question: str, indicators: Sequence[Indicator]) -> list[float]:
        """The cosine of a question with the nearest phrase of each indicator; raises ``EmbedderError`` when closed."""
        new = [one for one in indicators if one.key not in self._vectors]
        phrases = [_phrases(one) for one in new]
        vectors = self._embedder.embed_questions([question, *(text for group in phrases for text in group)])
        start = 1
        for one, group in zip(new, phrases, strict=True):
            self._vectors[one.key] = vectors[start : start + len(group)]
            start += len(group)
        return [float((self._vectors[one.key] @ vectors[0]).max()) for one in indicators]


def _phrases(indicator: Indicator) -> tuple[str, ...]:
    return (*indicator.everyday_id, *indicator.everyday_en, indicator.title.id, indicator.title.en)

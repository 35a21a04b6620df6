"""What a sentence does: asks, greets, tells a story, wants a person, and so on; learned from labelled sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.embedding.base import Embedder
from knowledge.understanding.heads import head

ASKS: Final = frozenset({"question", "request"})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what it does: the likeliest act, and the probabilities of all."""

    text: str
    act: str
    probabilities: dict[str, float]

    @property
    def asks(self) -> bool:
        """Whether it asks for something that the documents may hold."""
        return self.act in ASKS

    @property
    def group(self) -> str:
        """The act without its finer kind: ``answer`` for ``answer.shorter``."""
        return self.act.partition(".")[0]


def classify(texts: Sequence[str], embedder: Embedder) -> list[Said]:
    """What each of these sentences does."""
    acts = head("acts")
    found = []
    for text, vector in zip(texts, embedder.embed_questions(texts), strict=True):
        probabilities = acts.probabilities([text], vector)
        # Asking is one thing in two forms, so that neither loses to a third for being told apart from the other.
        asking = sum(probabilities.get(act, 0.0) for act in ASKS)
        likeliest = max(probabilities, key=lambda act: probabilities[act])
        if asking > probabilities[likeliest]:
            likeliest = max(ASKS, key=lambda act: probabilities.get(act, 0.0))
        found.append(Said(text, likeliest, probabilities))
    return found

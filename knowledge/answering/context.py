"""What the steps of one question share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.answers import Answer, Block, Citation, Outcome
from knowledge.documents import Language
from knowledge.retrieval.retriever import Retrieved


@dataclass(slots=True)
class Context:
    """One question on its way through the steps.

    A step reads what earlier ones found and adds its own; :meth:`finish` ends the way early.
    """

    text: str
    language: Language
    scope: str | None = None
    history: Sequence[Answer] = ()
    question: str = ""
    notice: str = ""
    parts: list[Retrieved] = field(default_factory=list)
    unsure: bool = False
    outcome: Outcome | None = None
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    subjects: tuple[str, ...] = ()
    suggestions: list[str] = field(default_factory=list)
    confidence: float = 0.0
    features: dict[str, float] = field(default_factory=dict)
    release: str = ""

    @property
    def finished(self) -> bool:
        """Whether the outcome is settled, so that the remaining steps are left out."""
        return self.outcome is not None

    def finish(self, outcome: Outcome, *blocks: Block) -> None:
        """Settle the outcome with these blocks."""
        self.outcome = outcome
        self.blocks = list(blocks)


Step = Callable[[Context], None]

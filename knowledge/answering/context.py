"""What the steps of one question share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.answers import Answer, Block, Citation, Outcome
from knowledge.documents import Language
from knowledge.language.query import Query
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved


@dataclass(slots=True)
class Context:
    """One question on its way through the steps.

    A step reads what earlier ones found and adds its own; :meth:`finish` ends the way early. ``query`` is the message
    as it was let in, ``standalone`` the question that is answered: a follow-up completed from the conversation.
    """

    query: Query
    scope: str | None = None
    history: Sequence[Answer] = ()
    notice: str = ""
    standalone: Query = field(init=False)
    parts: list[Retrieved] = field(default_factory=list)
    tentative: bool = False
    outcome: Outcome | None = None
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    subjects: tuple[str, ...] = ()
    suggestions: list[str] = field(default_factory=list)
    confidence: float = 0.0
    features: Features | None = None
    release: str = ""

    def __post_init__(self) -> None:
        self.standalone = self.query

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.query.language

    @property
    def finished(self) -> bool:
        """Whether the outcome is settled, so that the remaining steps are left out."""
        return self.outcome is not None

    def finish(self, outcome: Outcome, *blocks: Block) -> None:
        """Settle the outcome with these blocks."""
        self.outcome = outcome
        self.blocks = list(blocks)


Step = Callable[[Context], None]

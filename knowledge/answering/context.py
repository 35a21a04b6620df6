"""What the steps of one question share, and the replies to one message."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.answers import Answer, Block, Citation, Outcome, Written
from knowledge.documents import Language, Passage
from knowledge.language.query import Query
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.readings import Reading

#: With how much reserve a passage is given: none, a word on how to go on behind it, or a warning before it.
Reserve = Literal["", "behind", "before"]


@dataclass(slots=True)
class Context:
    """One question on its way through the steps.

    A step reads what earlier ones found and adds its own; :meth:`finish` ends the way early. ``query`` is the question
    in its own words, ``background`` and ``subject`` what its message says before it, ``figures`` what of that holds
    figures, ``state`` the conversation, whose last question it mends where it ``corrects``; where it was ``rewritten``,
    it stands by itself; ``brief`` tells that a short answer is wished for, ``documents_first`` that it names what
    documents of the staff speak of. ``standalone`` is the question that is answered, completed from these where it
    needs it, under the ``reading`` that was chosen of ``readings``; ``alternative`` is the passage that answers it
    under another reading which is nearly as likely. ``as_of`` is of when its facts are, as ISO writes it, ``left_out``
    the names of rows of its tables that are not shown.
    """

    query: Query
    scope: str | None = None
    state: ConversationState = field(default_factory=ConversationState)
    background: str = ""
    subject: str = ""
    figures: str = ""
    corrects: bool = False
    rewritten: bool = False
    brief: bool = False
    documents_first: bool = False
    readings: list[Reading] = field(default_factory=list)
    reading: Reading | None = None
    standalone: Query = field(init=False)
    found: Retrieved | None = None
    alternative: Passage | None = None
    reserve: Reserve = ""
    outcome: Outcome | None = None
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    subjects: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    as_of: str = ""
    suggestions: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    confidence: float = 0.0
    features: Features | None = None
    release: str = ""
    written: Written | None = None

    def __post_init__(self) -> None:
        self.standalone = self.query

    @property
    def with_figures(self) -> str:
        """The question behind the figures that its message tells before it."""
        told = self.background if any(map(str.isdigit, self.background)) else ""
        return " ".join(filter(None, (self.figures, told, self.query.text)))

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.query.language

    @property
    def passages_found(self) -> tuple[Passage, ...]:
        """What was found for the question, best first."""
        return self.found.passages if self.found else ()

    @property
    def finished(self) -> bool:
        """Whether the outcome is settled, so that the remaining steps are left out."""
        return self.outcome is not None

    def finish(self, outcome: Outcome, *blocks: Block) -> None:
        """Settle the outcome with these blocks."""
        self.outcome = outcome
        self.blocks = list(blocks)


@dataclass(slots=True)
class Asker:
    """Who asks, and how they are told: ``person`` pays for the tokens, ``tell`` gets each sentence as soon as it is
    verified, ``until`` is when the answer has to be there (monotonic seconds)."""

    person: str = ""
    tell: Callable[[str], None] | None = None
    until: float = field(default=float("inf"))


@dataclass(slots=True)
class Way:
    """What one message gathers on its way to its replies: a Context for each question that the documents were asked,
    how long steps took in milliseconds, and in what ``language`` it is answered."""

    query: Query
    scope: str | None
    state: ConversationState
    history: Sequence[Answer] = ()
    contexts: list[Context] = field(default_factory=list)
    durations: dict[str, float] = field(default_factory=dict)
    language: Language = "id"
    place: str = ""
    brief: bool = False
    asker: Asker | None = None
    rewriting: Written | None = None

    def timed(self, name: str, began: float) -> None:
        """Add to how long a step took that ``began`` at this time (``time.perf_counter``)."""
        self.durations[name] = round(self.durations.get(name, 0.0) + (time.perf_counter() - began) * 1000, 3)


Step = Callable[[Context], None]

"""What a question takes for granted is looked up, too: what the documents say of it stands before the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from knowledge.answering.calibration import calibration, confidence
from knowledge.answering.context import Context
from knowledge.answering.merging import Reply, one_behind_the_other
from knowledge.answering.steps.composition import compose_lead
from knowledge.answering.texts import say
from knowledge.answers import Outcome, Paragraph
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import OriginalStore
from knowledge.grounding.verifier import Ground, Verifier
from knowledge.reading.reader import Reader
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.shapes import pattern

_ENDED: Final = frozenset({Outcome.ANSWERED, Outcome.PARTLY, Outcome.REFUSED})
#: What is wrong with a claim that its passage contradicts, or does not bear out in a figure or name.
_AGAINST: Final = frozenset({"number", "name", "denial", "opposite", "quantity"})
_PARTICLES: Final = frozenset({"kan", "ya", "sih", "dong", "bro", "min", "kak"})
_LONGEST: Final = 90  # characters of a claim that is said again


class Premises:
    """Looks up the claim of a question such as "since the ASCN was founded in 2010, …?".

    Args:
        retriever: finds what the documents say of it.
        embedder: the shipped one, for the verifier that tells whether they say otherwise.
        originals: what the originals of sources say.
        reader: finds the sentence; without one it is the lead.
    """

    def __init__(
        self,
        retriever: Retriever,
        embedder: Embedder,
        originals: OriginalStore | None = None,
        reader: Reader | None = None,
    ) -> None:
        self._retriever = retriever
        self._verifier = Verifier(embedder)
        self._originals = originals
        self._reader = reader

    def __call__(self, context: Context) -> None:
        """Put before the answer what is surely said of the claim and is something else, unless the answer says it."""
        claim = claim_of(context.query.text)
        if not claim or context.outcome not in _ENDED:
            return
        query = context.query.reworded(claim)
        found = self._retriever.retrieve(query, scope=context.scope)
        passage = found.passages[0] if found.passages else None
        if passage is None or passage.document.quoted or passage.chunk.answerability == "none":
            return
        if passage.chunk.id in context.passages or confidence(found) < calibration().answer_threshold:
            return
        ground = Ground(passage.chunk.text, " – ".join(passage.chunk.heading))
        if _AGAINST.isdisjoint(self._verifier.verify(claim, [ground]).problems):
            return
        shown = claim if len(claim) <= _LONGEST else claim[: _LONGEST - 1].rstrip() + "…"
        told = compose_lead(passage, query, self._reader, self._originals)
        told.blocks = [Paragraph(text=say("premise", context.language, claim=shown)), *told.blocks]
        answer = Reply("", context.outcome, context.blocks, context.citations)
        both = one_behind_the_other([told, answer])
        context.outcome, context.blocks, context.citations = both.outcome, both.blocks, both.citations
        context.passages = (*context.passages, passage.chunk.id)
        if context.found is not None:
            context.found = replace(context.found, passages=(*context.found.passages, passage))


def claim_of(question: str) -> str:
    """What a question takes for granted, in its own words; "" where it is not said so."""
    match = pattern("takes_for_granted").search(question)
    claim = next((claim for claim in match.groups() if claim), "") if match else ""
    return " ".join(word for word in claim.split() if word.casefold() not in _PARTICLES)

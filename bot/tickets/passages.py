"""Passages that a reply to a ticket can cite."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.calibration import calibration, confidence
from knowledge.answering.steps.composition import citations_of
from knowledge.answers import Citation
from knowledge.documents import Language, Passage
from knowledge.grounding.originals import OriginalStore
from knowledge.language.query import Query
from knowledge.markup.statements import parse_section
from knowledge.releases.pinned import ReleaseSource
from knowledge.retrieval.retriever import Retriever

_FOUND = 6


class Passages:
    """Finds passages of the published Release.

    Args:
        releases: opens it.
        originals: tells which files may be opened.
    """

    def __init__(self, releases: ReleaseSource, originals: OriginalStore | None = None) -> None:
        self._retriever = Retriever(releases)
        self._originals = originals

    def search(
        self, text: str, language: Language, *, scope: str | None = None, limit: int = _FOUND
    ) -> Sequence[Passage]:
        """The passages that fit a text best, none where an answer would rather be refused than stand on them;
        translations are taken in this language, and documents of one collection where ``scope`` names it.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        found = self._retriever.retrieve(Query.of(text, language), scope=scope, limit=limit)
        return found.passages if confidence(found) >= calibration().refusal_threshold else ()

    def chosen(self, ids: Sequence[str], language: Language) -> Sequence[Passage]:
        """The passages with these ids, in this order; those that are no longer there are left out.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        return self._retriever.in_language(ids, language) if ids else []

    def cited(self, ids: Sequence[str], language: Language) -> list[Citation]:
        """The passages with these ids as cited sources; errors as in :meth:`chosen`."""
        cited: dict[tuple[str, str, str], Citation] = {}
        for passage in self.chosen(ids, language):
            for one in citations_in(passage, language, self._originals):
                cited.setdefault((one.title, one.locator, one.url), one)
        return [one.model_copy(update={"number": number}) for number, one in enumerate(cited.values(), 1)]


def citations_in(passage: Passage, language: Language, originals: OriginalStore | None = None) -> list[Citation]:
    """What an answer of this passage would cite: the sources of a text of ours, or the document that is quoted. A text
    of ours of which no statement names its source is cited itself, but not quoted."""
    citations = citations_of(passage, language, originals)
    for block in parse_section(passage.chunk.text):
        for statement in block.statements:
            if statement.marks:
                citations.numbers(passage, statement.marks, statement.text)
    if citations.all:
        return citations.all
    citations.numbers(passage, (), passage.chunk.text)
    own = {"kind": "summary", "quote": ""} if passage.document.sources else {}
    return [citation.model_copy(update=own) for citation in citations.all]

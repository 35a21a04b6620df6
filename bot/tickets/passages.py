"""Passages that a reply to a ticket can cite."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.steps.composition import citations_of
from knowledge.answers import Citation
from knowledge.documents import Language, Passage
from knowledge.grounding.originals import OriginalStore
from knowledge.language.query import Query
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

    def search(self, text: str, language: Language) -> Sequence[Passage]:
        """The passages that fit a text best; translations are taken in this language.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        return self._retriever.retrieve(Query.of(text, language), limit=_FOUND).passages

    def chosen(self, ids: Sequence[str], language: Language) -> Sequence[Passage]:
        """The passages with these ids, in this order; those that are no longer there are left out.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        return self._retriever.in_language(ids, language) if ids else []

    def cited(self, ids: Sequence[str], language: Language) -> list[Citation]:
        """The passages with these ids as cited sources; errors as in :meth:`chosen`."""
        passages = self.chosen(ids, language)
        return [citation_of(passage, language, number, self._originals) for number, passage in enumerate(passages, 1)]


def citation_of(
    passage: Passage, language: Language, number: int = 1, originals: OriginalStore | None = None
) -> Citation:
    """A passage as a cited source. A document that stands on others says in our words what they say, so it is not
    quoted."""
    citations = citations_of(passage, language, originals)
    citations.numbers(passage, (), passage.chunk.text)
    (citation,) = citations.all
    own = {"kind": "summary", "quote": ""} if passage.document.sources else {}
    return citation.model_copy(update={"number": number, **own})

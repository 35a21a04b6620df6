"""A passage, and evidence of three strengths, for tests of the steps."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any, cast

from knowledge.answering.calibration import confidence
from knowledge.answering.context import Context
from knowledge.documents import Chunk, Document, Language, Passage, Source
from knowledge.language.query import Query
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved, Retriever
from knowledge.understanding.readings import Kind, Reading

DOCUMENT = Document("tor.id", "Kerangka Acuan", "ascn", "id", sources=(Source("tor", "Kerangka Acuan"),))
TEXT = (
    "Kota melapor setiap tahun, paling lambat 31 Maret 2026. [@tor, cl. 7] Sekretariat menjawab dalam 30 hari. [@tor]"
)
PASSAGE = Passage(Chunk("c1", DOCUMENT.id, TEXT, ("Kerangka Acuan", "Laporan")), DOCUMENT, 1.0, 0.8, 5.0)
QUOTED = replace(PASSAGE, document=replace(DOCUMENT, sources=()))
STRONG = Features(
    dense=0.9,
    paraphrase_margin=0.1,
    coverage=1.0,
    margin=0.5,
    agreement=1.0,
    idf_coverage=1.0,
    max_missing_idf=0.0,
    missing_entities=0.0,
    misfit=0.0,
    length=2.0,
    counts=0.0,
    who=0.0,
    how=0.0,
)
MIDDLING = replace(
    STRONG, dense=0.7, paraphrase_margin=0.0, coverage=0.4, margin=0.05, idf_coverage=0.5, max_missing_idf=0.5
)
WEAK = replace(MIDDLING, dense=0.1, coverage=0.05, idf_coverage=0.0, max_missing_idf=1.0, missing_entities=2.0)


def retrieved(features: Features, *passages: Passage) -> Retrieved:
    """These passages, or the one above, judged by these features."""
    return Retrieved("r1", passages or (PASSAGE,), features)


def context(text: str = "?", language: Language = "id", found: Retrieved | None = None, **fields: Any) -> Context:
    """A question on its way, with what was retrieved for it."""
    asked = Context(Query(text, language), found=found, **fields)
    asked.confidence = confidence(found) if found else 0.0
    return asked


def reading(text: str, kind: Kind = "standalone", probability: float = 1.0, about: str = "") -> Reading:
    """One way to read a question."""
    return Reading(kind, text, probability, about)


class ScriptedRetriever:
    """Finds what was told for questions that hold certain words or are about them, else weak evidence; notes what was
    searched for, and which of it was to fall back."""

    def __init__(self, found: Mapping[str, Features | Retrieved] | None = None) -> None:
        self._found = dict(found or {})
        self.searched: list[tuple[str, str | None]] = []
        self.shown: list[Set[str]] = []

    def retrieve(self, query: Query, *, scope: str | None = None) -> Retrieved:
        """What was told for the first word that the question holds."""
        return self.retrieve_apart(query, scope=scope)[0]

    def retrieve_apart(
        self,
        query: Query,
        *,
        about: str = "",
        shown: Set[str] = frozenset(),
        behind: float = 0.0,
        scope: str | None = None,
    ) -> list[Retrieved]:
        """What was told for the first word that the question holds."""
        whole = Reading("topic", query.text, 1.0, about).standalone
        self.searched.append((whole, scope))
        self.shown.append(shown)
        found = next((found for word, found in self._found.items() if word in whole), WEAK)
        return [found if isinstance(found, Retrieved) else retrieved(found)]

    @property
    def real(self) -> Retriever:
        """Itself, for those that ask for a retriever."""
        return cast(Retriever, self)

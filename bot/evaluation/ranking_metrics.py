"""Retrieval scores: at which rank the sections that answer a question were found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents import Passage

DEPTH = 10  # passages looked at


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Means over ``cases`` questions, each 0..1. One section is enough for an answer, so recall is the share of
    questions with one among the first five, and nDCG is that of the first one found."""

    cases: int
    recall_at_5: float
    ndcg_at_10: float
    mrr: float


def section_name(passage: Passage) -> str:
    """A passage as golden cases name it, whatever its language: ``ascn-duties#duties``."""
    document = passage.document.translation or re.sub(r"\.(id|en)$", "", passage.document.id)
    return f"{document}#{passage.chunk.anchor or ''}"


def rank_of(expected: Sequence[str], passages: Sequence[Passage]) -> int | None:
    """The rank, from 1, of the first passage of an expected section; None if it is not among the first ten."""
    for rank, passage in enumerate(passages[:DEPTH], 1):
        if section_name(passage) in expected:
            return rank
    return None


def figures(ranks: Iterable[int | None]) -> RetrievalFigures:
    """The means over the ranks of several questions; all 0 without any."""
    found = list(ranks)
    count = max(len(found), 1)
    return RetrievalFigures(
        cases=len(found),
        recall_at_5=sum(rank is not None and rank <= 5 for rank in found) / count,
        ndcg_at_10=sum(1 / math.log2(1 + rank) for rank in found if rank) / count,
        mrr=sum(1 / rank for rank in found if rank) / count,
    )

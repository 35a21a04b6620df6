"""Of a passage, the statements that speak of what is asked; for a question about what was just shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from knowledge.documents import Passage
from knowledge.embedding.base import Embedder
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.statements import StatedBlock, Statement, parse_section

_LEAST: Final = 0.42  # cosine similarity of a statement that speaks of the question
_NEAR: Final = 0.06  # and by how much others may fall behind the best
_MOST: Final = 3  # statements


def focused(passage: Passage, question: str, embedder: Embedder) -> list[StatedBlock]:
    """The blocks of a passage with only the statements nearest to the question; none when none is near."""
    blocks = parse_section(passage.chunk.text)
    statements = [statement for block in blocks for statement in block.statements]
    if len(statements) < 2:
        return []
    texts = [strip_marks(statement.text) for statement in statements]
    similarities = embedder.embed_passages(texts) @ embedder.embed_questions([question])[0]
    order = np.argsort(-similarities)[:_MOST]
    best = float(similarities[order[0]])
    chosen = {id(statements[at]) for at in order if similarities[at] >= max(_LEAST, best - _NEAR)}
    return [
        replace(block, statements=_kept(block, chosen))
        for block in blocks
        if any(id(s) in chosen for s in block.statements)
    ]


def _kept(block: StatedBlock, chosen: set[int]) -> tuple[Statement, ...]:
    return tuple(statement for statement in block.statements if id(statement) in chosen)

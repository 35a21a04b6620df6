"""A passage as its units: the sentences, list items and table rows of which one may answer a question."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.markup import blocks
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences


def units(text: str) -> list[str]:
    """The sentences, items and rows of a passage in order, without citation marks."""
    return [unit for block in blocks.parse(text) for unit in _of_block(block)]


def _of_block(block: blocks.Block) -> Iterator[str]:
    if block.kind == "paragraph":
        yield from sentences(strip_marks(block.text))
    else:
        yield from (strip_marks(line).strip().strip("|-").strip() for line in block.lines)

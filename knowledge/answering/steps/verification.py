"""Step 10: nothing leaves that does not stand in the passages it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.context import Context
from knowledge.answering.refusal import refuse
from knowledge.answers import Block, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.markup.citation_marks import strip_marks

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Verification:
    """Drops every cited sentence, item or row that is not word for word in a passage; refuses when nothing is left."""

    def __call__(self, context: Context) -> None:
        """Check the blocks of an answer from the documents."""
        if context.found is None or context.outcome not in {Outcome.ANSWERED, Outcome.PARTLY}:
            return  # composed from no passage: the catalogue answers for itself
        stands = _flat(" ".join(passage.chunk.text for passage in context.found.passages))
        kept = [block for block in context.blocks if supported(block, stands)]
        if any(_cited_texts(block) for block in kept):
            context.blocks = kept
        else:
            refuse(context)


def supported(block: Block, passages: str) -> bool:
    """Whether all cited text of a block, and every number in it, stands in these passages (flattened text)."""
    texts = _cited_texts(block)
    return all(_flat(text) in passages for text in texts) and all(
        number in passages for text in texts for number in _NUMBER.findall(text)
    )


def _cited_texts(block: Block) -> Sequence[str]:
    match block:
        case Paragraph() | Quote():
            return [sentence for sentence in block.text.split("\n") if block.citations]
        case ListBlock():
            return [item.text for item in block.items]
        case TableBlock():
            return [cell for row in (block.header, *block.rows) for cell in row]
        case _:
            return []


def _flat(text: str) -> str:
    """Without marks, bars and the full stop that an item gets when it is said by itself, in lower case."""
    return " ".join(strip_marks(text).replace("|", " ").split()).removesuffix(".").casefold()

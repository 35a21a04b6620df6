"""A question and a passage as the tokens that the reader reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

BEGIN, PAD, END = 0, 1, 2
QUESTION_TOKENS, HEADING_TOKENS, PASSAGE_TOKENS = 48, 24, 192
HEADING, FIRST_UNIT = 1, 2


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids, and for each token the part of the passage that it belongs to: 0 none, 1 the heading, 2 the first
    unit, 3 the second, and so on."""

    ids: list[int]
    parts: list[int]


def encode_question(tokenizer: Tokenizer, question: str) -> list[int]:
    """The token ids of a question, cut where it is longer than one may be."""
    ids: list[int] = tokenizer.encode(question, add_special_tokens=False).ids
    return [BEGIN, *ids[: QUESTION_TOKENS - 2], END]


def encode_passage(tokenizer: Tokenizer, heading: str, units: Sequence[str]) -> Encoded:
    """The tokens of a passage, cut where it is longer than one may be."""
    heading_ids, *unit_ids = (one.ids for one in tokenizer.encode_batch([heading, *units], add_special_tokens=False))
    ids = [BEGIN, *heading_ids[:HEADING_TOKENS], END]
    parts = [0, *[HEADING] * (len(ids) - 2), 0]
    for number, unit in enumerate(unit_ids, FIRST_UNIT):
        ids += unit
        parts += [number] * len(unit)
    room = PASSAGE_TOKENS - 1
    return Encoded([*ids[:room], END], [*parts[:room], 0])

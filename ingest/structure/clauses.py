"""Numbers and letters in front of paragraphs: which of them are clauses a citation can name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.pieces import Piece

NUMBER = re.compile(r"(\d{1,3})(?:[.)][\t ]+|\t)(?=\S)")
LETTER = re.compile(r"\(?([a-z])[.)][\t ]+(?=\S)")
PARAGRAPH = re.compile(r"\((\d{1,2}[a-z]?)\)[\t ]+(?=\S)")
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?[\t ]+(?=[A-Z(“\"])")
MIN_RUN = 5  # numbered paragraphs in sequence; fewer are a list
MIN_WORDS = 12  # on average, with the items below them; fewer are a list


@dataclass(slots=True)
class _Run:
    last: int
    members: list[int]
    words: int


def numbered(pieces: Sequence[Piece]) -> set[int]:
    """Places of the paragraphs whose number is a clause: long sequences of long paragraphs, not short lists.

    Numbered lists within a clause start at one again, so several sequences may be open at once.
    """
    open_runs: list[_Run] = []
    waiting: dict[int, list[_Run]] = defaultdict(list)  # open ones by their last number, the innermost last
    closed: list[_Run] = []
    for place, piece in enumerate(pieces):
        match = NUMBER.match(piece.text) if piece.kind in ("paragraph", "heading") else None
        words = len(piece.text.split())
        if match:
            number = int(match[1])
            if waiting[number - 1]:
                run = waiting[number - 1].pop()
                while open_runs[-1] is not run:
                    closed.append(open_runs.pop())
                    waiting[closed[-1].last].pop()
                run.last = number
                run.members.append(place)
                waiting[number].append(run)
            elif number <= 2:
                open_runs.append(_Run(number, [place], 0))
                waiting[number].append(open_runs[-1])
        if open_runs and piece.kind != "table":
            open_runs[-1].words += words
    runs = [r for r in (*open_runs, *closed) if len(r.members) >= MIN_RUN and r.words >= MIN_WORDS * len(r.members)]
    return {place for run in runs for place in run.members}

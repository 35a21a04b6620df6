"""Two answers as one text: what would go and what would come."""

from __future__ import annotations

from typing import Final

from knowledge.answer_text import plain_text, source_lines
from knowledge.answers import Answer
from knowledge.markup.differences import Stretch, word_differences

_SHARED: Final = 0.5  # of the longer text; with less in common, word by word would be harder to read than one by one


def answer_differences(before: Answer, after: Answer) -> list[Stretch]:
    """The second answer with its sources as a change of the first, word by word; of two that have little in common all
    of the first and then all of the second."""
    old, new = _written(before), _written(after)
    stretches = word_differences(old, new)
    shared = sum(len(stretch.text) for stretch in stretches if stretch.kind == "same")
    if shared < _SHARED * max(len(old), len(new)):
        return [Stretch("removed", old), Stretch("added", new)]
    return stretches


def _written(answer: Answer) -> str:
    sources = source_lines(answer.citations, answer.language)
    return "\n".join([plain_text(answer), *sources])

"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\n|[^\s]+")
_MOST = 4_000  # words of each text that are compared one by one; of longer ones, line by line


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both texts have (``same``), that only the first has (``removed``) or only the second (``added``)."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_differences(before: str, after: str) -> list[Stretch]:
    """The second text as a change of the first; what was removed stands before what was added in its place.

    Line breaks count as words, so that items and rows stay apart. Texts of more than 4,000 words are compared by lines.
    """
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > _MOST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return [stretch for stretch in _stretches(old, new) if stretch.text]


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("same", _joined(old[first:last]))
            continue
        if last > first:
            yield Stretch("removed", _joined(old[first:last]))
        if end > start:
            yield Stretch("added", _joined(new[start:end]))


def _pieces(text: str) -> list[str]:
    return _WORD.findall(text)


def _joined(words: Sequence[str]) -> str:
    """Words as running text; a line break needs no blank beside it."""
    return re.sub(r" ?\n ?", "\n", " ".join(words))

"""Whether two documents are the same one in two states: told by titles, numbers of letters and what they say."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from knowledge.documents import Chunk, Document
from knowledge.markup.citation_marks import strip_marks

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b(?:nomor|number|no\.?)\s{0,5}:?\s{0,5}([\w.()-]{1,20}(?:/[\w.()-]{1,30}){1,6})", re.IGNORECASE)
_HEAD = 2_000  # characters in which a letter says its number
_NO_TITLES = ("document", "dokumen")
_SIZE = 64  # hashes that are kept of a text
_HASH = 6  # bytes of each
_NEAR = 0.5  # likeness from which two texts are nearly the same
_RELATED = 0.2  # likeness from which a text at the place of another is its next state
_TOO_SHORT = 25  # words of a text of which nothing can be told


@dataclass(frozen=True, slots=True)
class Likeness:
    """What identifies a document: its title, the number that it states, and a sketch of its text.

    ``title`` is empty where it is but the name of the file. ``sketch`` are the smallest hashes of all runs of three
    words (Broder 1997), by which the share of runs that two texts have in common is estimated; ``words`` counts them up
    to where it matters.
    """

    title: str
    number: str
    sketch: tuple[int, ...]
    words: int

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Likeness:
        """What was stored of a version."""
        return cls(stored["title"], stored["number"], tuple(stored["sketch"]), stored["words"])

    def stored(self) -> dict[str, Any]:
        """As it is stored."""
        return {"title": self.title, "number": self.number, "sketch": list(self.sketch), "words": self.words}

    def share(self, other: Likeness) -> float:
        """The share of runs of words that both texts have, of all that one of them has; 0 to 1."""
        both = set(self.sketch) & set(other.sketch)
        most = _SIZE if _SIZE in (len(self.sketch), len(other.sketch)) else 2 * _SIZE
        union = heapq.nsmallest(most, set(self.sketch) | set(other.sketch))
        return sum(one in both for one in union) / len(union) if union else 0.0

    def continues(self, before: Likeness) -> bool:
        """Whether this is the next state of a document that came from the same place: two letters under one name are
        not. Of texts that are too short to tell it is believed."""
        if self.number and before.number and self.number != before.number:
            return False
        if self.title and self.title == before.title:
            return True
        return min(self.words, before.words) < _TOO_SHORT or self.share(before) >= _RELATED

    def resembles(self, other: Likeness) -> bool:
        """Whether two documents are nearly the same, whatever they are called: a letter as DOCX and as PDF."""
        if self.number and other.number and self.number != other.number:
            return False
        return self.words >= _TOO_SHORT // 3 and self.share(other) >= _NEAR


def likeness(document: Document, chunks: Sequence[Chunk], origin: str) -> Likeness:
    """What identifies a document of these chunks that came from a place."""
    texts = [strip_marks(chunk.text) for chunk in chunks]
    head = " ".join(texts)[:_HEAD] if sum(map(len, texts[:3])) < _HEAD else " ".join(texts[:3])[:_HEAD]
    number = _NUMBER.search(head)
    title, name = _plain(document.title), _plain(PurePath(origin.rpartition("!/")[2].partition(":")[2] or origin).stem)
    words = [word for text in texts for word in _WORD.findall(text.casefold())]
    return Likeness(
        "" if title in (name, _plain(PurePath(origin).stem), *_NO_TITLES) else title,
        _plain(number[1]) if number else "",
        sketch(words),
        len(words),
    )


def sketch(words: Iterable[str]) -> tuple[int, ...]:
    """The smallest hashes of all runs of three words."""
    runs = {f"{first} {second} {third}" for (first, second), (_, third) in pairwise(pairwise(words))}
    hashes = (int.from_bytes(hashlib.blake2b(run.encode(), digest_size=_HASH).digest(), "big") for run in runs)
    return tuple(heapq.nsmallest(_SIZE, hashes))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))

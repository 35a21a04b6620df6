"""What a model writes, taken apart as it comes: sentences and items, each with the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.markup.sentences import sentences

_CITED = re.compile(r"\[(\d{1,2}(?:\s?[,;]\s?\d{1,2}){0,7})\]")
_BEHIND = re.compile(
    r"([.!?…])[ \t]{0,4}((?:\[\d{1,2}(?:\s?[,;]\s?\d{1,2}){0,7}\][ \t]?){1,8})"
)  # marks behind the full stop
_ITEM = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s")
_EMPHASIS = re.compile(r"\*\*|__|`")
#: What an answer never holds: links, tags, fences, and what is left of a prompt.
_MARKUP = re.compile(r"<[/!a-zA-Z]|\]\(|!\[|```|^#{1,6}\s|\{\{|javascript:|data:", re.IGNORECASE | re.MULTILINE)
_LONGEST = 700  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence of a draft: its text without marks, the numbers of the passages that it cites, the line it stands in,
    and whether that is an item of a list. ``clean`` is whether it holds nothing but text."""

    text: str
    cited: tuple[int, ...]
    line: int
    item: bool
    clean: bool


class Draft:
    """Gathers the pieces of a reply, and gives its sentences as soon as they are complete."""

    def __init__(self) -> None:
        self._rest = ""
        self._line = 0

    def add(self, piece: str) -> Iterator[Drafted]:
        """The sentences that this piece completes."""
        self._rest += piece
        while "\n" in self._rest:
            line, self._rest = self._rest.split("\n", 1)
            yield from self._of_line(line)
            self._line += 1
        if _ITEM.match(self._rest.lstrip()):
            return  # an item is whole when its line is
        done = sentences(_joined(self._rest))
        if len(done) > 1:
            for sentence in done[:-1]:
                yield from self._drafted(sentence, item=False)
            self._rest = done[-1]
        elif len(self._rest) > _LONGEST:
            yield from self._drafted(self._rest, item=False)
            self._rest = ""

    def end(self) -> Iterator[Drafted]:
        """What is left when the reply is complete."""
        rest, self._rest = self._rest, ""
        yield from self._of_line(rest)

    def _of_line(self, line: str) -> Iterator[Drafted]:
        line = line.strip()
        item = _ITEM.match(line)
        if item:
            yield from self._drafted(line[item.end() :], item=True)
        else:
            for sentence in sentences(_joined(line)):
                yield from self._drafted(sentence, item=False)

    def _drafted(self, written: str, *, item: bool) -> Iterator[Drafted]:
        numbers = tuple(
            dict.fromkeys(int(number) for found in _CITED.findall(written) for number in re.findall(r"\d+", found))
        )
        bare = _EMPHASIS.sub("", _CITED.sub("", written))
        text = re.sub(r" ([.,;:!?])", r"\1", " ".join(bare.split()))
        if text.strip(" .,:;-–"):
            clean = not _MARKUP.search(written) and len(text) <= _LONGEST
            yield Drafted(text, numbers, self._line, item, clean)


def _joined(text: str) -> str:
    """Marks behind a full stop are brought before it, so that they stay with their sentence."""
    return _BEHIND.sub(lambda match: f" {match[2].strip()}{match[1]} ", text)

"""Strings that a regular expression likes: one for each of its alternatives and repeated parts.

Repeated and followed by something that does not fit, they make a backtracking engine try every way to cut them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_TRIED = "a1 -.Aß,[(_\n\"'@/:;#*é"
_CATEGORIES = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_WORD: " ",
}


class Pump(NamedTuple):
    """A repeated part of a pattern: a text that leads to it, and a text that it takes."""

    before: str
    body: str


def samples(pattern: str, flags: int = 0) -> list[str]:
    """Texts that match the whole of a pattern, or one of its alternatives or repeated parts, each once.

    Raises:
        re.error: the pattern is none.
    """
    tree = parser.parse(pattern, flags)
    found = [_text(tree, {}), *(pump.body for pump in _pumps(tree, "", {}))]
    return [text for text in dict.fromkeys(found) if text]


def pumps(pattern: str, flags: int = 0) -> list[Pump]:
    """Every alternative and repeated part of a pattern with what leads to it, each once.

    Raises:
        re.error: the pattern is none.
    """
    return [pump for pump in dict.fromkeys(_pumps(parser.parse(pattern, flags), "", {})) if pump.body]


def _pumps(tree: Any, before: str, groups: dict[int, str]) -> Iterator[Pump]:
    """The outer parts come before those within them."""
    for kind, value in tree:
        for inner, is_part in _inner(kind, value):
            if is_part:
                yield Pump(before, _text(inner, groups))
            yield from _pumps(inner, before, groups)
        before += _text_of(kind, value, groups)


def _inner(kind: Any, value: Any) -> list[tuple[Any, bool]]:
    """The trees within a node, and whether they are alternatives or repeated."""
    if kind is code.BRANCH:
        return [(alternative, True) for alternative in value[1]]
    if kind in _REPEATS:
        return [(value[2], True)]
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return [(value[1], True)]
    if kind is code.SUBPATTERN:
        return [(value[3], False)]
    return [(value, False)] if kind is code.ATOMIC_GROUP else []


_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def _text(tree: Any, groups: dict[int, str]) -> str:
    return "".join(_text_of(kind, value, groups) for kind, value in tree)


def _text_of(kind: Any, value: Any, groups: dict[int, str]) -> str:
    """A short text for one node; what is optional is there once, so that repeats have something to cut."""
    if kind is code.LITERAL:
        return chr(value)
    if kind is code.NOT_LITERAL:
        return next(one for one in _TRIED if ord(one) != value)
    if kind is code.ANY:
        return "a"
    if kind is code.IN:
        return _member(value)
    if kind is code.BRANCH:
        return _text(value[1][0], groups)
    if kind is code.SUBPATTERN:
        number, _, _, body = value
        text = _text(body, groups)
        if number is not None:
            groups[number] = text
        return text
    if kind in _REPEATS:
        least, most, body = value
        return _text(body, groups) * min(max(least, 1), most)
    if kind is code.GROUPREF:
        return groups.get(value, "")
    if kind is code.ATOMIC_GROUP:
        return _text(value, groups)
    return ""  # borders and lookarounds take no room


def _member(items: list[tuple[Any, Any]]) -> str:
    """A character of a class."""
    if items[0][0] is code.NEGATE:
        return next((one for one in _TRIED if not any(_holds(item, one) for item in items[1:])), "\u4e2d")
    kind, value = items[0]
    if kind is code.LITERAL:
        return chr(value)
    if kind is code.RANGE:
        return chr(value[0])
    return _CATEGORIES.get(value, "a")


def _holds(item: tuple[Any, Any], character: str) -> bool:
    kind, value = item
    if kind is code.LITERAL:
        return ord(character) == value
    if kind is code.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    escape = {
        code.CATEGORY_DIGIT: r"\d",
        code.CATEGORY_NOT_DIGIT: r"\D",
        code.CATEGORY_SPACE: r"\s",
        code.CATEGORY_NOT_SPACE: r"\S",
        code.CATEGORY_WORD: r"\w",
        code.CATEGORY_NOT_WORD: r"\W",
    }[value]
    return re.match(escape, character) is not None

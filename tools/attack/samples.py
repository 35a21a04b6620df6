"""Strings that a regular expression likes: one for each of its alternatives and repeated parts.

Repeated and followed by something that does not fit, they make a backtracking engine try every way to cut them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_TRIED = "a1 -.Aß,[(_\n\"'@/:;#*é"
_CATEGORIES = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_WORD: " ",
}


def samples(pattern: str, flags: int = 0) -> list[str]:
    """Texts that match the whole of a pattern, or one of its alternatives or repeated parts, each once.

    Raises:
        re.error: the pattern is none.
    """
    tree = parser.parse(pattern, flags)
    groups: dict[int, str] = {}
    whole = _text(tree, groups)
    return [text for text in dict.fromkeys([whole, *_parts(tree, groups)]) if text]


def _parts(tree: Any, groups: dict[int, str]) -> Iterator[str]:
    """Texts of every alternative and repeated part, the outer ones first."""
    for kind, value in tree:
        if kind is code.BRANCH:
            for alternative in value[1]:
                yield _text(alternative, groups)
                yield from _parts(alternative, groups)
        elif kind in _REPEATS:
            yield _text(value[2], groups)
            yield from _parts(value[2], groups)
        elif kind is code.SUBPATTERN:
            yield from _parts(value[3], groups)
        elif kind is code.ATOMIC_GROUP:
            yield from _parts(value, groups)
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            yield _text(value[1], groups)
            yield from _parts(value[1], groups)


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

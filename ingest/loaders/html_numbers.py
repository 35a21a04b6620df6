"""The numbers and letters before the items of a list, as a browser shows them."""

from __future__ import annotations

import re

from bs4 import Tag

_STYLE = re.compile(r"list-style(?:-type)?\s{0,5}:\s{0,5}([a-z-]{1,30})", re.IGNORECASE)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v"}
_ROMAN |= {4: "iv", 1: "i"}


def numbers(tag: Tag) -> dict[int, str]:
    """The number or letter before each item of a list, as a browser shows it, by the item's identity."""
    items = [child for child in tag.find_all("li", recursive=False) if isinstance(child, Tag)]
    down = tag.has_attr("reversed")
    at = whole(tag.get("start"), len(items) if down else 1)
    style = _style_of(tag)
    shown: dict[int, str] = {}
    for item in items:
        at = whole(item.get("value"), at)
        shown[id(item)] = _written(at, _style_of(item) or style or "decimal")
        at += -1 if down else 1
    return shown


def _style_of(tag: Tag) -> str:
    stated = _STYLE.search(str(tag.get("style", "")))
    return stated[1].lower() if stated else _TYPES.get(str(tag.get("type", "")), "")


def whole(stated: object, otherwise: int) -> int:
    """A number that an attribute states, or another where it states none."""
    try:
        number = int(str(stated).strip()[:10])
    except ValueError:
        return otherwise
    return number


def _written(number: int, style: str) -> str:
    if style in ("none", "disc", "circle", "square", "inside", "outside"):
        return ""
    letters = ""
    if style.endswith(("alpha", "latin")) and 1 <= number <= 26 * 27:
        first, last = divmod(number - 1, 26)
        letters = (chr(96 + first) if first else "") + chr(97 + last)
    elif style.endswith("roman") and 1 <= number < 4000:
        rest = number
        for value, sign in _ROMAN.items():
            letters += sign * (rest // value)
            rest %= value
    if letters:
        return f"{letters.upper() if style.startswith('upper') else letters}."
    return f"{number:02}." if style == "decimal-leading-zero" else f"{number}."

"""Words that a line's end broke: joined as the document writes them elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

SOFT_HYPHEN = "\u00ad"
_BROKEN = re.compile(rf"(?<!\w)(\w+)(?:{SOFT_HYPHEN}|-)\n(\w+)")
# A word said twice is written with a hyphen: "anak-anak", "anak-anaknya", "kemerah-merahan", "tolong-menolong"; some
# change their letters.
_CHANGED = re.compile(
    "bolak balik|sayur mayur|warna warni|gerak gerik|lauk pauk|serba serbi|ramah tamah|lalu lalang|hiruk pikuk|"
    "carut marut|simpang siur|tindak tanduk|teka teki|cerai berai|mondar mandir"
)
_ENDINGS = frozenset(("kan", "nya", "lah", "kah", "tah", "pun", "wan", "man"))
_PARTED = re.compile(r"(?<!\w)([^\W\d_]+)-\n([^\W\d_]+)")


def rejoined(lines: str, words: Counter[str]) -> str:
    """Lines, each ended by a line break, as one text.

    Args:
        lines: the text.
        words: how often the document has a word elsewhere, in small letters.
    """

    def mend(match: re.Match[str]) -> str:
        one, other = match[1], match[2]
        hyphenated = f"{one}-{other}"
        if words[(one + other).lower()]:
            return one + other
        if _is_said_twice(one.lower(), other.lower()):
            return hyphenated
        apart = words[one.lower()] > 1 and words[other.lower()] > 1
        if words[hyphenated.lower()] or apart or not one[-1].islower() or not other[0].islower():
            return hyphenated
        return one + other

    return mended(lines, mend).replace(SOFT_HYPHEN, "-").replace("\n", " ")


def mended(text: str, mend: Callable[[re.Match[str]], str]) -> str:
    """The text, each word that a line's end broke as ``mend`` makes it of its two parts."""
    # Most paragraphs have no broken word, and the search for one is slow.
    return _BROKEN.sub(mend, text) if "-\n" in text or f"{SOFT_HYPHEN}\n" in text else text


def reunited(parts: str) -> str:
    """Paragraphs, each ended by a line break, as one text: a word broken between two is joined."""
    return _PARTED.sub(_reunited, parts).replace("\n", " ")


def _is_said_twice(one: str, other: str) -> bool:
    """Whether a word and the one after its hyphen are one word said twice."""
    if _CHANGED.fullmatch(f"{one} {other}"):
        return True
    if other in _ENDINGS:
        return False  # "menekan-kan"
    if len(one) >= 3 and (other.startswith(one) or (len(other) >= 3 and one.endswith(other))):
        return True
    if len(one) >= 4 and other.startswith("me") and other.endswith(one[1:]):
        return True
    return any(one.endswith(other[:length]) for length in range(4, min(len(one), len(other)) + 1))


def _reunited(match: re.Match[str]) -> str:
    one, other = match[1], match[2]
    return f"{one}-{other}" if _is_said_twice(one.lower(), other.lower()) else one + other

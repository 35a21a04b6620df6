"""What is meant by a text that takes back what was said before ("eh salah, maksudnya …")."""

from __future__ import annotations

import re

from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words
from knowledge.understanding.shapes import pattern

_ENDS = "!?. "


def meant(text: str) -> str:
    """What is meant, without the words that take something back and what they take back; the text itself where it takes
    nothing back."""
    plain = pattern("was_meant").sub("", text.strip().rstrip(_ENDS))
    if said := pattern("i_meant").search(plain):
        wanted = plain[said.end() :]
    elif other := pattern("not_but").search(plain):
        wanted = other["wanted"]
    elif plain != text.strip().rstrip(_ENDS):
        wanted = pattern("not_that").sub("", plain)
    else:
        return text
    wanted = pattern("and_not").sub("", wanted).strip(" ,.:-")
    return wanted if content_words(tokens(wanted)) else text


def says_meant(text: str) -> bool:
    """Whether a text says what is meant, and not only what is not."""
    return any(pattern(name).search(text) for name in ("i_meant", "not_but", "was_meant"))


def corrected(text: str, before: str) -> str:
    """The question before with one figure in place of another, where a text says so ("421 bukan 412"); or ""."""
    for name, new, old in (("figure_not", 1, 2), ("not_figure", 2, 1)):
        if match := pattern(name).search(text):
            wrong, right = match[old].rstrip(".,"), match[new].rstrip(".,")
            mended = re.sub(rf"(?<![\d.,]){re.escape(wrong)}(?![\d]|[.,]\d)", right, before)
            if mended != before:
                return mended
    return ""

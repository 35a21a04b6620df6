"""Names and sentences from outside, in a form that a terminal, a log and a database take as text and nothing else."""

from __future__ import annotations

import unicodedata

# Control characters, invisible ones (they turn the direction of text or hide it), halves of characters (also the
# bytes of a file name that is not UTF-8), private and unassigned ones; lines and paragraphs that end.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def printable(text: str) -> str:
    """One line in which each character that cannot be seen is written as its escape, such as ``\\x1b`` or ``\\u202e``.

    A byte of a name that is not UTF-8 is written as that byte, ``\\xff``.
    """
    if text.isprintable():
        return text
    return "".join(
        _escaped(character) if unicodedata.category(character) in _UNSEEN else character for character in text
    )


def printable_lines(text: str) -> str:
    """The same for a text of several lines, which stay."""
    return "\n".join(map(printable, text.split("\n")))


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

"""Words and parts of words as numbers, for heads that must bear abbreviations and slips of the keyboard."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

BUCKETS = 1 << 14
_WORD = re.compile(r"\w+|[?!]")
_DIGITS = re.compile(r"\d")
_LONGEST = 80  # words of a sentence that are looked at
_PARTS = (3, 4, 5)  # lengths of parts of words, in characters


@lru_cache(maxsize=1024)
def buckets(text: str) -> tuple[int, ...]:
    """The hashed words, pairs of words and parts of words of a text, each once: numbers below :data:`BUCKETS`.

    Hashing instead of a vocabulary, after Weinberger et al. 2009; parts of words after Bojanowski et al. 2017.
    """
    plain = _DIGITS.sub("0", unicodedata.normalize("NFKC", text).casefold())
    words = _WORD.findall(plain)[:_LONGEST]
    found = {f"w {word}" for word in words}
    found |= {f"p {first} {second}" for first, second in zip(["<", *words], [*words, ">"], strict=True)}
    for word in words:
        marked = f"<{word[:30]}>"
        found |= {marked[at : at + size] for size in _PARTS for at in range(len(marked) - size + 1)}
    return tuple(sorted({zlib.crc32(part.encode()) % BUCKETS for part in found}))

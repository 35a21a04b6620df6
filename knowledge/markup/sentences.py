"""Where a sentence ends."""

from __future__ import annotations

import re

# A sentence ends at . ! ? … before a capital or a digit; not after initials and the abbreviations that texts use.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bNo\.)(?<!\bno\.)(?<!\bhlm\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bdll\.)(?<!\bDr\.)"
    r"(?<!\bPerpres\.)(?<!\bvs\.)\s+(?=[\"“(]?[A-Z0-9])"
)


def sentences(text: str) -> list[str]:
    """Split running text into sentences."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]

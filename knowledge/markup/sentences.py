"""Where a sentence ends, and where one too long for a passage may be cut."""

from __future__ import annotations

import re

# A sentence ends at . ! ? … before a capital or a digit; not after initials and the abbreviations that texts use.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bNo\.)(?<!\bno\.)(?<!\bhlm\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bdll\.)(?<!\bDr\.)"
    r"(?<!\bPerpres\.)(?<!\bvs\.)\s+(?=[\"“(]?[A-Z0-9])"
)
# Regulations have sentences of pages, so chunks are cut at ; and : too. The abbreviations stay fewer than above: other
# cuts would give the chunks of every document that is installed other ids.
_PART_END = re.compile(r"(?<=[.!?;:])(?<!\b[A-Z]\.)(?<!\b[Nn]o\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+(?=[\"“(\[]?[A-Z0-9])")


def sentences(text: str) -> list[str]:
    """Split running text into sentences."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def sentence_parts(text: str) -> list[str]:
    """Split running text where a chunk may end: after sentences, and after their parts at ``;`` and ``:``."""
    return [part for part in _PART_END.split(text) if part]

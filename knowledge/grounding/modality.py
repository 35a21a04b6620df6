"""Whether a sentence binds, allows or denies: what a summary must not change."""

from __future__ import annotations

import re

#: Words in both languages by what they make of a sentence.
_WORDS = {
    "duty": ("wajib|diwajibkan|kewajiban|harus|mesti|shall|must|required|obliged|obligation|obligations|mandatory"),
    "leave": r"dapat|boleh|bisa|(?<!\d )may(?! \d)|can|could|optional|opsional",
    "denial": r"tidak|bukan|tanpa|belum|tak|not(?! (?:limited|only)\b)|no|never|without|none|cannot|non",
}
_FOUND = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _WORDS.items()}


def modality(text: str) -> frozenset[str]:
    """Which of ``duty``, ``leave`` and ``denial`` a text speaks in."""
    return frozenset(kind for kind, pattern in _FOUND.items() if pattern.search(text))

"""What every loader gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from ingest.errors import Notice
from knowledge.documents import Document, Section

_TOLD = 0.005  # a share below it is none


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a file was not understood, in shares (0..1): ``unread`` of the whole, ``pages`` of each page, slide
    or picture of which something was not.

    Of a page it is the share of the visible ink that lies under no text that was read; of a file without pages that
    of its parts (paragraphs, items, cells, pictures, charts and the like).
    """

    unread: float = 0.0
    pages: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of_pages(cls, unread: Mapping[int, float], count: int) -> Coverage:
        """That of a file of so many pages, with the share of each that was not read."""
        pages = {number: round(share, 3) for number, share in sorted(unread.items()) if share >= _TOLD}
        return cls(round(sum(pages.values()) / max(count, 1), 3), pages)

    def stored(self) -> dict[str, Any]:
        """As it is kept with a version; nothing where all was understood."""
        pages = {str(number): share for number, share in self.pages.items()}
        return {"unread": self.unread, "pages": pages} if self.unread else {}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Coverage:
        """What was kept.

        Raises:
            TypeError, ValueError, AttributeError: it has another form.
        """
        pages = {int(number): _share(share) for number, share in stored.get("pages", {}).items()}
        return cls(_share(stored.get("unread", 0.0)), pages)


def _share(value: Any) -> float:
    share = float(value)
    if not isfinite(share):
        raise ValueError(f"{share} is no share.")
    return min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file as understood: guessed metadata, its sections in reading order, and what a person should know.

    ``pages`` counts pages, slides or sheets and is 0 for a format that has none. ``warnings`` are sentences.
    """

    document: Document
    sections: tuple[Section, ...]
    warnings: tuple[Notice, ...] = ()
    pages: int = 0
    coverage: Coverage = Coverage()

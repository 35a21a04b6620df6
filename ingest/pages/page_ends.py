"""What a page says of its place alone: its number between dashes above the text, and the catchword at its foot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.pages.reading_order import Page, Segment, rows

_NUMBER = re.compile(r"[-–—] ?\d{1,4} ?[-–—]")
_CUT_SHORT = ("…", "...")
MAX_CATCHWORDS = 6


def without_page_ends(pages: Sequence[Page]) -> list[Page]:
    """Drop the numbers and catchwords of pages, as statutes have them: ``- 3 -`` under the letterhead, and at the foot
    of the page before ``Pasal 10 …``, the words with which the next one begins.

    A letterhead pushes the number, and a short page its last line, out of the margins in which running heads stand.
    """
    numbered = [
        _without(page, row) if (row := _row(page, 0)) and _NUMBER.fullmatch(_text(row)) else page for page in pages
    ]
    made = []
    for page, following in itertools.zip_longest(numbered, numbered[1:]):
        last = _row(page, -1)
        beside = following is not None and following.number == page.number + 1
        made.append(_without(page, last) if beside and _announces(_text(last), _text(_row(following, 0))) else page)
    return made


def _row(page: Page, place: int) -> list[Segment]:
    """The first (0) or last (-1) line of a page; none on an empty page."""
    found = rows(page.segments)
    return sorted(found[place], key=lambda segment: segment.x0) if found else []


def _text(row: Sequence[Segment]) -> str:
    return " ".join(" ".join(segment.text for segment in row if not segment.table).split())


def _announces(last: str, first: str) -> bool:
    """Whether a line is the beginning of another, cut short."""
    word = last.rstrip("….").rstrip()
    return (
        last.endswith(_CUT_SHORT)
        and 0 < len(word.split()) <= MAX_CATCHWORDS
        and first.casefold().startswith(word.casefold())
    )


def _without(page: Page, row: Sequence[Segment]) -> Page:
    dropped = {id(segment) for segment in row}
    kept = tuple(segment for segment in page.segments if id(segment) not in dropped)
    return Page(page.number, page.width, page.height, kept)

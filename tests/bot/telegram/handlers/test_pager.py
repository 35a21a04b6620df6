"""Long lists shown one part at a time."""

from __future__ import annotations

import pytest

from bot.telegram.actions import ShowDocuments
from bot.telegram.handlers.pager import page_of, with_pager
from bot.telegram.messages.html import plain


@pytest.mark.parametrize(
    ("number", "items", "shown"),
    [(0, 10, [0, 1, 2, 3]), (2, 10, [8, 9]), (7, 10, [8, 9]), (-1, 10, [0, 1, 2, 3]), (1, 8, [4, 5, 6, 7]), (3, 0, [])],
)
def test_the_nearest_page_there_is(number: int, items: int, shown: list[int]) -> None:
    assert list(page_of(range(items), number, 4).items) == shown


@pytest.mark.parametrize(
    ("number", "turns"), [(0, [("Next ▶️", 1)]), (1, [("◀️ Previous", 0), ("Next ▶️", 2)]), (2, [("◀️ Previous", 1)])]
)
def test_buttons_lead_to_the_pages_beside(number: int, turns: list[tuple[str, int]]) -> None:
    page = page_of(range(10), number, 4)
    blocks, rows = with_pager(([plain("x")], []), page, "en", lambda other: ShowDocuments(other, "en"))
    assert blocks[-1].text == f"Page {number + 1}/3"
    assert rows == [[(label, ShowDocuments(other, "en")) for label, other in turns]]


def test_one_page_has_no_pager() -> None:
    view = ([plain("x")], [])
    assert with_pager(view, page_of(range(4), 0, 4), "en", lambda other: ShowDocuments(other, "en")) == view

"""Paging: a long list shown one part at a time, with buttons to the parts before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.telegram.actions import Action, Row
from bot.telegram.messages.html import Block, italic
from bot.telegram.messages.texts import say
from knowledge.documents import Language

T = TypeVar("T")
View = tuple[list[Block], list[Row]]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; ``number`` counts from 0 to ``count`` - 1."""

    items: Sequence[T]
    number: int
    count: int


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """The page of that number, or the nearest there is: a list may have become shorter since its button was made."""
    count = max(1, -(-len(items) // size))
    number = min(max(number, 0), count - 1)
    return Page(items[number * size : (number + 1) * size], number, count)


def with_pager(view: View, page: Page[T], language: Language, turn_to: Callable[[int], Action]) -> View:
    """A view with the number of its page and the buttons to others; a list of one page stays as it is.

    Args:
        view: what the page shows.
        page: the page that is shown.
        language: the person's language.
        turn_to: makes the action that shows the page of a number.
    """
    if page.count == 1:
        return view
    blocks, rows = view
    buttons: Row = []
    if page.number > 0:
        buttons.append((say("previous", language), turn_to(page.number - 1)))
    if page.number < page.count - 1:
        buttons.append((say("next", language), turn_to(page.number + 1)))
    footer = italic(say("page", language, page=page.number + 1, pages=page.count))
    return [*blocks, footer], [*rows, buttons]

"""Buttons below a message: what they carry, how they look, and how long their labels may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import KeyboardButtonStyle

from bot.telegram.actions import AcceptDocument, Action, Button, CopyText, Forget, HandOver, OpenApp
from bot.telegram.messages.widths import shortened

Rows = Sequence[Sequence[tuple[str, Button]]]
_LABEL_WIDTHS = (40, 19, 12, 8)  # what a phone shows of a button that stands alone, with another, …
_STYLES: dict[type, str] = {  # colours; a server that does not know them leaves them out
    HandOver: KeyboardButtonStyle.PRIMARY,
    AcceptDocument: KeyboardButtonStyle.SUCCESS,
    Forget: KeyboardButtonStyle.DANGER,
}


def actions_of(rows: Rows) -> list[Action]:
    """What the bot is told of when it is pressed, in order; the person's app does the others by itself."""
    return [action for row in rows for _, action in row if not isinstance(action, CopyText | OpenApp)]


def keyboard(rows: Rows, data: Sequence[str]) -> InlineKeyboardMarkup:
    """The buttons; ``data`` is carried by those of :func:`actions_of`."""
    left = iter(data)
    return InlineKeyboardMarkup([[_button(label, action, len(row), left) for label, action in row] for row in rows])


def label_width(beside: int) -> int:
    """How wide the label of a button may be in a row with so many."""
    return _LABEL_WIDTHS[min(beside, len(_LABEL_WIDTHS)) - 1]


def _button(label: str, action: Button, beside: int, data: Iterator[str]) -> InlineKeyboardButton:
    label = shortened(label, label_width(beside))
    if isinstance(action, OpenApp):
        return InlineKeyboardButton(label, web_app=WebAppInfo(action.url))
    if isinstance(action, CopyText):
        return InlineKeyboardButton(label, copy_text=CopyTextButton(action.text[:256]))
    return InlineKeyboardButton(label, callback_data=next(data), style=_STYLES.get(type(action)))

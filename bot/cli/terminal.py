"""Text on a terminal: what it is made of is shown, never obeyed."""

from __future__ import annotations

from rich.markup import escape

from knowledge.language.printable import printable_lines


def shown(text: str) -> str:
    """A text from outside as rich shows it letter by letter: no markup, no control sequence; its lines stay."""
    return escape(printable_lines(text))

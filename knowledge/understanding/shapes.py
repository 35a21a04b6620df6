"""What has a fixed shape in a message: closed lists and patterns, from ``shapes.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from knowledge.language.messages import Messages

SHAPES: Final = Messages("knowledge.understanding", "shapes.yaml")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern, whatever the case of letters.

    Raises:
        KeyError: there is none of this name.
    """
    return re.compile(SHAPES.get(f"patterns.{name}.pattern"), re.IGNORECASE)


@cache
def words(name: str) -> frozenset[str]:
    """A closed list of words.

    Raises:
        KeyError: there is none of this name.
    """
    return frozenset(SHAPES.get(f"words.{name}").split())

"""The marks that tie a statement to its sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"(?<!\s)\s*\[@([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark: the id of a source, and where in it (``cl. 17(d)``, ``p. 12`` or free text)."""

    source: str
    locator: str = ""


def strip_marks(text: str) -> str:
    """A section's text without citation marks, as it is embedded, indexed and quoted."""
    return _MARK.sub("", text)


def _marks(text: str) -> tuple[Mark, ...]:
    found: list[Mark] = []
    for group in _MARK.findall(text):
        for one in group.split(";"):
            source, _, locator = one.strip().lstrip("@").partition(",")
            found.append(Mark(source.strip(), locator.strip()))
    return tuple(dict.fromkeys(found))

"""What is said and understood without the documents, from ``phrases.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.documents import Language


@cache
def phrases() -> dict[str, Any]:
    """The whole file, read once."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("knowledge.answering").joinpath("phrases.yaml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def patterns(group: str, name: str = "") -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of a group, or of one kind in it."""
    node = phrases()[group]
    return tuple(re.compile(pattern) for pattern in (node[name] if name else node)["patterns"])


def say(group: str, name: str, language: Language, **values: str) -> str:
    """A sentence of the file, filled in."""
    node = phrases()[group][name]
    return str(node.get("answer", node)[language]).format(**values)


def written_date(date: str, language: Language) -> str:
    """A date as people write it: ``2026-01`` is ``Januari 2026``; what is not a date comes back as it is."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", date)
    if found is None or not 1 <= int(found[2]) <= 12:
        return date
    month = phrases()["months"][language][int(found[2]) - 1]
    return " ".join(part for part in ((found[3] or "").lstrip("0"), month, found[1]) if part)

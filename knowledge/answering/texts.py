"""What is said and understood without the documents, from ``texts.yaml``."""

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
        files("knowledge.answering").joinpath("texts.yaml").read_text(encoding="utf-8")
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

"""The bot's own sentences in both languages, from ``texts.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from bot.telegram.messages.html import Block, Run
from knowledge.documents import Language


def say(name: str, language: Language, /, **values: object) -> str:
    """A sentence in a language with its blanks filled.

    Raises:
        KeyError: there is no sentence of that name, or a blank has no value.
    """
    return texts()[name][language].format(**values)


def passage(name: str, language: Language, /, **values: object) -> list[Block]:
    """A longer text as blocks, split at blank lines; ``*words*`` are bold."""
    return [Block(tuple(_runs(part))) for part in say(name, language, **values).split("\n\n")]


def _runs(text: str) -> list[Run]:
    pieces = re.split(r"\*([^*\n]+)\*", text)
    return [Run(piece, bold=position % 2 == 1) for position, piece in enumerate(pieces)]


@cache
def texts() -> dict[str, dict[Language, str]]:
    """All sentences by name and language."""
    loaded: dict[str, dict[Language, str]] = yaml.safe_load(
        files("bot.telegram.messages").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return loaded

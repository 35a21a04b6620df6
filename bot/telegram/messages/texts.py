"""The bot's own sentences in both languages, from ``texts.yaml``."""

from __future__ import annotations

import re

from bot.telegram.messages.html import Block, Run
from knowledge.documents import Language
from knowledge.language.messages import Messages

TEXTS = Messages("bot.telegram.messages")
say = TEXTS.say


def passage(name: str, language: Language, /, **values: object) -> list[Block]:
    """A longer text as blocks, split at blank lines; ``*words*`` are bold."""
    return [Block(tuple(_runs(part))) for part in say(name, language, **values).split("\n\n")]


def _runs(text: str) -> list[Run]:
    pieces = re.split(r"\*([^*\n]+)\*", text)
    return [Run(piece, bold=position % 2 == 1) for position, piece in enumerate(pieces)]

"""Prompts as versioned files, and the fences around what is data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents import Language
from knowledge.language.messages import Messages

_TAG = re.compile(r"</?\s*(passage|question|message|conversation)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage as a model is shown it."""

    number: int
    heading: str
    text: str


class Prompt:
    """A prompt file.

    Args:
        name: of the file, such as ``writing``.
    """

    def __init__(self, name: str) -> None:
        self._messages = Messages("knowledge.chat_model.prompts", f"{name}.yaml")

    @property
    def version(self) -> str:
        """What the journal keeps of it."""
        return str(self._messages.get("version"))

    def system(self, language: Language) -> str:
        """What the model is told to do."""
        return str(self._messages.get("system")).format(language=self._messages.get("languages")[language])

    def asked(self, question: str, passages: Sequence[Numbered]) -> str:
        """The passages and the question, fenced: what looks like a fence inside them is none."""
        template = str(self._messages.get("passage"))
        shown = "".join(
            template.format(number=one.number, heading=fenced(one.heading), text=fenced(one.text)) for one in passages
        )
        return str(self._messages.get("asked")).format(passages=shown, question=fenced(question))


def fenced(text: str) -> str:
    """A text that cannot end the fence it stands in."""
    return _TAG.sub(lambda match: match[0].replace("<", "‹"), text)

"""Prompts as versioned files, and the fences around what is data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.documents import Language
from knowledge.language.messages import Messages

_TAG = re.compile(r"</?\s*(passage|question|message|conversation|turn|answer|facts)\b", re.IGNORECASE)


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
        return str(self._messages.get("system")).replace("{language}", self._messages.get("languages")[language])

    def asked(self, rows: Sequence[Mapping[str, object]] = (), **texts: str) -> str:
        """What the model is given, fenced: what looks like a fence inside it is none.

        Args:
            rows: of what is given in numbers, such as passages, each by the names in the file's ``row``.
            texts: the others, by their names in the file.
        """
        template = str(self._messages.get("row")) if rows else ""
        shown = "".join(template.format(**{name: fenced(str(value)) for name, value in row.items()}) for row in rows)
        given = {name: fenced(text) for name, text in texts.items()}
        return str(self._messages.get("asked")).format(rows=shown, **given)


def fenced(text: str) -> str:
    """A text that cannot end the fence it stands in."""
    return _TAG.sub(lambda match: match[0].replace("<", "‹"), text)

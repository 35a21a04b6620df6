"""Sentences in both languages, kept as data beside the code that says them."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml

from knowledge.documents import Language

#: The loader over libyaml, where PyYAML was built with it, takes a tenth of the time, and a command that answers one
#: question reads eight files.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Messages:
    """The texts of a package's YAML file, read when the first one is needed.

    Args:
        package: the package whose folder holds the file, such as ``knowledge.answering``.
        file: its name.
    """

    def __init__(self, package: str, file: str = "texts.yaml") -> None:
        self._package = package
        self._file = file

    @cached_property
    def content(self) -> dict[str, Any]:
        """The whole file."""
        text = files(self._package).joinpath(self._file).read_text(encoding="utf-8")
        loaded: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506  # both are safe
        return loaded

    def get(self, key: str) -> Any:
        """What stands under a key; dots lead into groups, as in ``refusal.offer``.

        Raises:
            KeyError: there is no such key.
        """
        node: Any = self.content
        for name in key.split("."):
            node = node[name]
        return node

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """The text under a key in a language, its braces filled in.

        Raises:
            KeyError: there is no such text, or a brace has no value.
        """
        return str(self.get(key)[language]).format(**values)

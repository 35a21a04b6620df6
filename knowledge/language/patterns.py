"""Patterns and closed lists of words as data, with texts in which each is found and texts in which it is not."""

from __future__ import annotations

import re
from functools import cached_property

from knowledge.language.messages import Messages


class Patterns(Messages):
    """The ``patterns`` and ``words`` of a package's YAML file. Beside a pattern stand ``found_in`` and ``not_in``:
    texts that a test holds it against."""

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile(one["pattern"], re.IGNORECASE) for name, one in self.get("patterns").items()}

    @cached_property
    def _listed(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(listed.split()) for name, listed in self.get("words").items()}

    def pattern(self, name: str) -> re.Pattern[str]:
        """A pattern, whatever the case of letters.

        Raises:
            KeyError: there is none of this name.
        """
        return self._compiled[name]

    def words(self, name: str) -> frozenset[str]:
        """A closed list of words.

        Raises:
            KeyError: there is none of this name.
        """
        return self._listed[name]

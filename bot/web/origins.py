"""Which sites may use the API from a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from knowledge.errors import ConfigError

_ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?")


class Origins:
    """The allow-list of sites. A browser states the Origin of a page and the page cannot change it, so the Origin is
    also the key a site is counted under.

    Args:
        allowed: ``https://kota.go.id``, ``https://*.go.id`` for every site below it, or ``*`` for all.
        own: the public origin of this server, if it is known.

    Raises:
        ConfigError: an entry is not an origin.
    """

    def __init__(self, allowed: Sequence[str], own: str = "") -> None:
        for entry in allowed:
            if entry != "*" and not _ORIGIN.fullmatch(entry):
                raise ConfigError(
                    f"PANDU_ALLOWED_ORIGINS holds {entry!r}, which is not an origin; write https://kota.go.id, "
                    "without a path and in lower case."
                )
        entries = [*allowed, own] if own else list(allowed)
        parts = [".*" if entry == "*" else _pattern(entry) for entry in entries]
        self.pattern = "|".join(parts) or r"(?!)"
        self._expression = re.compile(self.pattern)

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of ``origin`` may call this server, reached as ``host``; its own pages always may."""
        return urlsplit(origin).netloc == host or self._expression.fullmatch(origin) is not None


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\*\.", r"(?:[a-z0-9-]+\.)+")

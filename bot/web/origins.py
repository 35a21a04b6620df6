"""Which sites may use the API from a browser, and by which names this server goes."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

from knowledge.errors import ConfigError

ORIGIN_CHARACTERS = 300  # scheme, the longest name there is, port
_ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?")
_HOST_ENTRY = re.compile(r"(?:\*\.)?[a-z0-9.-]+|\*")
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?", re.IGNORECASE)
#: Endings that nobody can register on the internet.
_PRIVATE = (".local", ".localhost", ".internal", ".home.arpa")


class Origins:
    """The allow-list of sites. A browser states the Origin of a page and the page cannot change it; programs can.

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
        self._own = own
        self.pattern = "|".join(parts) or r"(?!)"
        self._expression = re.compile(self.pattern)

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of ``origin`` may call this server, reached as ``host``; its own pages always may."""
        if len(origin) > ORIGIN_CHARACTERS:  # sites are counted by their origin, which must not fill the memory
            return False
        return self.is_own(origin, host) or self._expression.fullmatch(origin) is not None

    def is_own(self, origin: str, host: str) -> bool:
        """Whether ``origin`` is this server itself, reached as ``host`` or by its public address."""
        return (host != "" and origin in (f"http://{host}", f"https://{host}")) or origin == self._own != ""


class Hosts:
    """The names this server goes by. A page of a foreign site that lets its own name point here (DNS rebinding) would
    pass for a page of ours, were any name taken; an address, and a name nobody can register, cannot be made to.

    Args:
        allowed: ``pandu.kota.go.id``, ``*.kota.go.id`` for every name below it, or ``*`` for all.
        public: the name in the public address of this server, if it is known.

    Raises:
        ConfigError: an entry is not a name.
    """

    def __init__(self, allowed: Sequence[str], public: str = "") -> None:
        for entry in allowed:
            if not _HOST_ENTRY.fullmatch(entry):
                raise ConfigError(
                    f"PANDU_ALLOWED_HOSTS holds {entry!r}, which is not a name; write pandu.kota.go.id, without "
                    "scheme, port and path and in lower case."
                )
        parts = [".*" if entry == "*" else _pattern(entry) for entry in allowed]
        parts += [re.escape(name.lower()) for name in (public, socket.gethostname()) if name]
        self._expression = re.compile("|".join(parts))

    def knows(self, header: str) -> bool:
        """Whether the header ``Host`` names this server. Old programs send none; browsers always do."""
        if not header:
            return True
        found = _HOST.fullmatch(header)
        if found is None:
            return False
        name = (found[1] or found[2]).lower().removesuffix(".")
        return "." not in name or name.endswith(_PRIVATE) or _is_address(name) or self._is_listed(name)

    def _is_listed(self, name: str) -> bool:
        return self._expression.fullmatch(name) is not None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\*\.", r"(?:[a-z0-9-]+\.)+")

"""Which addresses nobody on the way can read or change."""

from __future__ import annotations

from urllib.parse import urlsplit

_HERE = ("127.0.0.1", "localhost", "::1")


def is_safe_url(url: str) -> bool:
    """Whether an address is https, or on this very machine; without a user and without a fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = bool(parts.hostname) and not parts.fragment and "@" not in parts.netloc and url.isprintable()
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))

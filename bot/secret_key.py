"""The installation's key: hashes people's ids and signs; made once, and then the same for every process."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from knowledge.errors import ConfigError

LENGTH = 32  # bytes


def secret_key(folder: Path) -> bytes:
    """The key kept in a data folder, made at the first start.

    Raises:
        ConfigError: it cannot be made or read, or is shorter than it was made.
    """
    path = folder / "secret.key"
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"The key {path} cannot be made or read ({error.strerror}). Set PANDU_SECRET.") from error
    if len(key) < LENGTH:
        raise ConfigError(
            f"The key {path} is damaged: it holds {len(key)} bytes, not {LENGTH}. Restore it from a backup; without "
            "one delete it, and a new one is made: people's conversations so far then no longer count as theirs."
        )
    return key


def _make(path: Path) -> None:
    """Written aside and linked into place, so that nobody reads a part of it; the first of several processes wins."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, outlives a power cut
    finally:
        os.close(folder)

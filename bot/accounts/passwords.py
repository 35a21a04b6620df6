"""Passwords: argon2id, and what a password must be."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from bot.accounts.errors import AccountError

LEAST, MOST = 12, 200  # characters
_VARIETY = 5  # different characters
_WORDS = "bcdfghjkmnpqrstvwxyz23456789"  # no two of them look alike
_hasher = PasswordHasher()
#: A hash takes 64 MiB: however many sign in at once, memory and processor are left for those who ask questions.
_turns = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The argon2id hash that is stored, with salt and parameters in it."""
    with _turns:
        return _hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is no stored one (an unknown name)."""
    try:
        with _turns:
            _hasher.verify(stored or _nobodys(), password[:MOST])
    except VerificationError:
        return False
    return stored is not None


def check_password(password: str, name: str) -> None:
    """Whether somebody may have this password.

    Raises:
        AccountError: it is too short, too long or too easy to guess.
    """
    if len(password) < LEAST:
        raise AccountError("short", least=LEAST)
    if len(password) > MOST:
        raise AccountError("long", most=MOST)
    if name in password.lower() or len(set(password.lower())) < _VARIETY:
        raise AccountError("simple")


def made_up_password() -> str:
    """A password to be handed to somebody, who changes it at the first sign-in."""
    return "-".join("".join(secrets.choice(_WORDS) for _ in range(4)) for _ in range(4))


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex(16))

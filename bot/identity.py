"""Who a person is to the database: a keyed hash, so that the database alone names nobody."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonHasher:
    """Hashes the ids of people and chats with HMAC-SHA-256; ``key`` is the installation's secret."""

    key: bytes = field(repr=False)

    def hash_person(self, person: str) -> str:
        """The keyed hash a person is stored under; ``person`` is the channel's id (``telegram:123``)."""
        return hmac.new(self.key, person.encode(), hashlib.sha256).hexdigest()

    def is_person(self, hashed: str, person: str) -> bool:
        """Whether this hash stands for this person, in the same time whatever it is."""
        return hmac.compare_digest(hashed, self.hash_person(person))


def group_member(hashed: str) -> str:
    """What stands for a member of the Telegram staff group (keyed hash), where an account's name would stand."""
    return f"telegram:{hashed}"

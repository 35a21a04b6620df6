"""What an attack is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.attack.installation import Site

DATABASES = ("sqlite", "postgresql")


class Failed(Exception):
    """The attack succeeded; the text says what happened."""


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        room: the module it stands in.
        name: what it is called in the table.
        expected: what should happen.
        run: does it and returns what happened; raises :class:`Failed` when that is not what was expected.
        databases: over which databases it is run.
    """

    room: str
    name: str
    expected: str
    run: Callable[[Site], str]
    databases: tuple[str, ...]


ATTACKS: list[Attack] = []


def attack(
    expected: str, *, databases: tuple[str, ...] = DATABASES
) -> Callable[[Callable[[Site], str]], Callable[[Site], str]]:
    """Add a function to the list. Its docstring says what the attack stands for."""

    def add(run: Callable[[Site], str]) -> Callable[[Site], str]:
        room, name = run.__module__.rpartition(".")[2], run.__name__.replace("_", " ")
        ATTACKS.append(Attack(room, name, expected, run, databases))
        return run

    return add


def need(holds: object, happened: str) -> None:
    """Raise :class:`Failed` unless something holds."""
    if not holds:
        raise Failed(happened)

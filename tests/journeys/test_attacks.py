"""The attacks of `make attack` say what they stand for, and one that succeeds or cannot be made is told."""

from __future__ import annotations

import importlib
import io
import pkgutil
from typing import Any, cast

import pytest
from rich.console import Console

from tools.attack import __main__ as running
from tools.attack import rooms
from tools.attack.attacks import ATTACKS, DATABASES, Attack, Failed, need
from tools.attack.installation import Site


class _Nowhere:
    kind = "sqlite"


def _ends(happening: Any) -> bool:
    def run(_: Site) -> str:
        if isinstance(happening, Exception):
            raise happening
        return str(happening)

    one = Attack("web", "an attack", "nothing", run, DATABASES)
    return running._result(one, cast(Site, _Nowhere()), Console(file=io.StringIO())).held


def test_every_attack_says_what_it_stands_for() -> None:
    for module in pkgutil.iter_modules(rooms.__path__):
        importlib.import_module(f"tools.attack.rooms.{module.name}")
    assert {one.room for one in ATTACKS} >= {"asking", "connections", "database", "documents", "releases", "web"}
    assert not [one.name for one in ATTACKS if not one.run.__doc__ or not one.expected]
    names = [(one.room, one.name) for one in ATTACKS]
    assert len(names) == len(set(names))
    assert all(set(one.databases) <= set(DATABASES) for one in ATTACKS)


def test_an_attack_that_succeeds_or_cannot_be_made_has_failed() -> None:
    assert _ends("as expected")
    assert not _ends(Failed("it froze"))
    assert not _ends(RuntimeError("the server did not start"))
    with pytest.raises(Failed):
        need("", "nothing")
    need("something", "")

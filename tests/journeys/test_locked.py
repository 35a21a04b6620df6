"""What is installed is locked: every package by the hashes of its files, the base image by its digest."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
_BY_PIP = {"torch"}  # so that a machine can bring its own build
_EXTRAS = ("hub", "postgres", "test")  # what is installed where tests run


def _locked(name: str) -> dict[str, list[str]]:
    """The hashes of each package that a lock file names."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"(?m)^(?=\S)", (ROOT / name).read_text(encoding="utf-8")):
        if entry.strip():
            package = re.match(r"[\w.-]+(?===)", entry)
            assert package, f"not pinned to one version: {entry[:80]}"
            found.setdefault(package[0], []).extend(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry))
    return found


def _needed() -> set[str]:
    """All packages that ours needs on this machine with its extras, by the metadata installed."""
    open_, seen = [Requirement(f"pandu-ascn[{','.join(_EXTRAS)}]")], set[str]()
    while open_:
        one = open_.pop()
        name = canonicalize_name(one.name)
        if name in seen or name in _BY_PIP:
            continue
        seen.add(name)
        wanted = [Requirement(text) for text in metadata.distribution(name).requires or ()]
        extras = {"", *one.extras}
        open_ += [need for need in wanted if not need.marker or any(need.marker.evaluate({"extra": e}) for e in extras)]
    return seen - {"pandu-ascn"}


def test_every_package_is_pinned_with_hashes() -> None:
    locked = _locked("constraints.txt")
    assert not [name for name, hashes in locked.items() if not hashes]
    assert not [name for name, hashes in _locked("tools/setup.txt").items() if not hashes]
    assert "torch" not in locked
    assert "http" not in re.sub(r"--hash=\S+|^[\w.-]+==.*$", "", (ROOT / "constraints.txt").read_text(), flags=re.M)


def test_the_lock_holds_everything_that_is_needed_here() -> None:
    needed = _needed()
    assert {"fastapi", "psycopg-binary", "pytest"} <= needed
    assert needed - set(_locked("constraints.txt")) == set()


def test_the_image_is_built_on_one_base_and_without_secrets() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG BASE=\S+@sha256:[0-9a-f]{64}$", dockerfile, re.M)
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {"${BASE}"}
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", "data", "**/secret.key", "**/*.db*"} <= set(left_out)

"""Every regular expression of the product, found by looking: :func:`collect`.

Modules are imported and searched for compiled patterns, however deep in dictionaries and tuples; the source is read for
patterns written where they are used, in Python and in our own scripts for browsers; patterns that come from data are
fetched from there.
A pattern that is put together while the program runs and is none of these is an error, so that none is overlooked.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
import ingest
import knowledge
from bot.web.origins import Origins
from knowledge.answering.texts import TEXTS
from knowledge.indicators.questions.cues import CUES
from knowledge.understanding.shapes import SHAPES

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = (bot, ingest, knowledge)
_METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
_ANYWHERE = frozenset({"finditer", "fullmatch"})
_FILLING = "kata 7"  # stands for what is put into a pattern while the program runs
_JAVASCRIPT = re.compile(
    r"[(,=]\s?/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*\[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])*)/[a-z]*"
)

#: Functions that compile what they are given, and where :func:`_from_data` finds that.
DYNAMIC = {
    "knowledge/language/patterns.py": "shapes.yaml and cues.yaml",
    "knowledge/answering/steps/composition.py": "texts.yaml",
    "bot/web/origins.py": "the setting; an example is collected",
    "bot/evaluation/cases.py": "golden questions; they meet answers, never what people write",
    "bot/evaluation/people.py": "checks of a set of messages; they meet answers, never what people write",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands, and how it is used: ``match``, ``fullmatch`` or ``finditer`` (for all the others)."""

    where: str
    pattern: str | bytes
    flags: int
    methods: frozenset[str]

    @property
    def text(self) -> str:
        """The pattern as text."""
        return self.pattern if isinstance(self.pattern, str) else self.pattern.decode("latin-1")


def collect() -> list[Found]:
    """Every pattern of the product once, with all the ways it is used.

    Raises:
        AssertionError: a pattern is made while the program runs, and nobody has said of what.
    """
    found: dict[tuple[str | bytes, int], Found] = {}
    for one in (*_compiled(), *_written(), *_from_data(), *_in_javascript()):
        known = found.setdefault((one.pattern, one.flags), one)
        found[one.pattern, one.flags] = dataclasses.replace(known, methods=known.methods | one.methods)
    return list(found.values())


def _modules() -> Iterator[Any]:
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                yield importlib.import_module(module.name)


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for package in _PACKAGES:
        for path in sorted((ROOT / package.__name__).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _compiled() -> Iterator[Found]:
    """Patterns that stand in a module's names, with the methods that are called on those names anywhere."""
    used: dict[str, set[str]] = defaultdict(set)
    for _, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS:
                name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                used[name].add(_kind(node.attr))
    for module in _modules():
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                for pattern in _patterns_in(value, set()):
                    methods = frozenset(used[name]) or _ANYWHERE
                    yield Found(f"{module.__name__}.{name}", pattern.pattern, pattern.flags, methods)
            if name.endswith("_PATTERN") and isinstance(value, str):  # given to pydantic
                yield Found(f"{module.__name__}.{name}", value, 0, frozenset({"match"}))


def _kind(method: str) -> str:
    return method if method in ("match", "fullmatch") else "finditer"


def _patterns_in(value: Any, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns_in_all((*value.keys(), *value.values()), seen)
    elif isinstance(value, list | tuple | set | frozenset):
        yield from _patterns_in_all(value, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _patterns_in_all((getattr(value, field.name, None) for field in dataclasses.fields(value)), seen)


def _patterns_in_all(values: Iterable[Any], seen: set[int]) -> Iterator[re.Pattern[Any]]:
    for value in values:
        yield from _patterns_in(value, seen)


def _written() -> Iterator[Found]:
    """Patterns written in calls such as ``re.sub("…", …)`` and ``Field(pattern="…")``."""
    for path, tree in _sources():
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(tree):
            others = isinstance(node, ast.ImportFrom) and node.module == "re"
            assert not others, f"{path} takes names from re, which nothing here would recognise"
            if not isinstance(node, ast.Call):
                continue
            where = f"{path}:{node.lineno}"
            for keyword in node.keywords:
                if keyword.arg == "pattern" and isinstance(keyword.value, ast.Constant):
                    yield Found(where, keyword.value.value, 0, frozenset({"match"}))
            if not _is_re(node.func) or node.func.attr == "escape" or not node.args:
                continue
            pattern = _literal(node.args[0])
            if pattern is not None:
                kind = _ANYWHERE if node.func.attr == "compile" else frozenset({_kind(node.func.attr)})
                if id(node) in inside or node.func.attr != "compile":
                    yield Found(where, pattern, 0, kind)
            elif id(node) in inside:
                assert path in DYNAMIC, f"{where} makes a pattern of its own: say in DYNAMIC of what"


def _is_re(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"


def _literal(node: ast.expr) -> str | bytes | None:
    if isinstance(node, ast.Constant):
        return node.value  # type: ignore[no-any-return]
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else _FILLING for part in node.values)
    return None


def _from_data() -> Iterator[Found]:
    """The patterns of ``shapes.yaml``, ``cues.yaml`` and ``texts.yaml``, and what a setting becomes."""
    for file, patterns in (("shapes", SHAPES), ("cues", CUES)):
        for name, one in patterns.get("patterns").items():
            yield Found(f"{file}.{name}", one["pattern"], re.IGNORECASE, _ANYWHERE | {"match"})
    yield Found("texts.time_words", TEXTS.get("time_words"), 0, _ANYWHERE)
    yield Found("Origins", Origins(["https://*.go.id", "*"]).pattern, 0, frozenset({"fullmatch"}))


def _in_javascript() -> Iterator[Found]:
    for path in sorted((ROOT / "bot").rglob("*.js")):
        if path.name.endswith(
            ".min.js"
        ):  # a library: it reads pages of ours alone, in the browser of who asked for them
            continue
        for found in _JAVASCRIPT.finditer(path.read_text(encoding="utf-8")):
            yield Found(path.relative_to(ROOT).as_posix(), found[1], re.MULTILINE, _ANYWHERE)

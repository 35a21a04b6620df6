"""How large the rooms of the code are and how they hang together: ``python -m tools.measure_house [FOLDER]``.

Prints two tables in Markdown. The first measures the three packages, tests apart: lengths of files and functions as
median/p90/longest (a function counts from ``def`` to its last line, migrations left out), functions whose parameters
and result are annotated, functions with a docstring (all, and public functions and classes), comments for 100 lines
that are not blank, lines of tests for one of source, and modules for which there is a ``test_<module>.py``: anywhere
under tests, and at the module's own place there.

The second measures every folder: its things (modules and subfolders), the arrows between them (one thing imports
another, however often), the floors (things in the longest chain of arrows; a circle is one floor), and the circles.
"""

from __future__ import annotations

import argparse
import ast
import io
import statistics
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGES = ("bot", "ingest", "knowledge")
MIGRATIONS = "versions"
Function = ast.FunctionDef | ast.AsyncFunctionDef
Arrows = dict[str, set[str]]


@dataclass(frozen=True)
class Module:
    """One Python file; ``parts`` are the names by which it is imported."""

    path: Path
    parts: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """What the file holds."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The same, parsed."""
        return ast.parse(self.text)

    @property
    def is_package(self) -> bool:
        """Whether it is the ``__init__.py`` of a folder."""
        return self.path.name == "__init__.py"

    @property
    def functions(self) -> list[Function]:
        """All functions and methods, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


@dataclass(frozen=True)
class Room:
    """A folder, measured: its things, the arrows between them, the floors and the circles."""

    name: str
    things: int
    arrows: int
    floors: int
    circles: tuple[tuple[str, ...], ...]


def main() -> None:
    """Print the tables of a source tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the root of the source tree")
    root = parser.parse_args().folder
    modules = modules_of(root, PACKAGES)
    print("| measure | value |\n| --- | --- |")
    for name, value in measures(modules, modules_of(root, ["tests"])).items():
        print(f"| {name} | {value} |")
    print("\n| folder | things | arrows | floors | circles |\n| --- | --- | --- | --- | --- |")
    for room in rooms(modules):
        circles = "; ".join(" ↔ ".join(circle) for circle in room.circles)
        print(f"| {room.name}/ | {room.things} | {room.arrows} | {room.floors} | {circles or 'none'} |")


def modules_of(root: Path, packages: Iterable[str]) -> list[Module]:
    """The Python files of some packages under a root, by path."""
    paths = sorted(path for package in packages for path in (root / package).rglob("*.py"))
    return [Module(path, _parts(path.relative_to(root))) for path in paths]


def measures(modules: Sequence[Module], tests: Sequence[Module]) -> dict[str, str]:
    """The figures of the first table, by their names."""
    lengths = [_lines(module) for module in modules]
    functions = [function for module in modules for function in module.functions]
    spans = [
        (function.end_lineno or function.lineno) - function.lineno + 1
        for module in modules
        if MIGRATIONS not in module.parts
        for function in module.functions
    ]
    public = [node for module in modules for node in _public(module.tree)]
    full = sum(sum(1 for line in module.text.splitlines() if line.strip()) for module in modules)
    named = [module for module in modules if not module.is_package and MIGRATIONS not in module.parts]
    tested, places = {module.path.name for module in tests}, {module.parts for module in tests}
    return {
        "files": f"{len(modules)}",
        "lines": f"{sum(lengths):,}",
        "lines of a file, med/p90/max": _spread(lengths),
        "lines of a function, med/p90/max": _spread(spans),
        "functions annotated": _share([_annotated(function) for function in functions]),
        "functions with docstring": _share([bool(ast.get_docstring(function)) for function in functions]),
        "public functions and classes with docstring": _share([bool(ast.get_docstring(node)) for node in public]),
        "comments for 100 lines": f"{100 * sum(map(_comments, modules)) / max(full, 1):.1f}",
        "tests : source": f"{sum(map(_lines, tests)) / max(sum(lengths), 1):.2f}",
        "modules with a test of their name": _share([f"test_{module.path.name}" in tested for module in named]),
        "at their own place": _share([("tests", *_test(module)) in places for module in named]),
    }


def rooms(modules: Sequence[Module]) -> list[Room]:
    """Every folder that holds modules, measured, in the order of their names."""
    known = {module.parts for module in modules}
    folders = sorted({module.parts[:depth] for module in modules for depth in range(1, _depth(module) + 1)})
    return [_room(folder, modules, known) for folder in folders]


def _room(folder: tuple[str, ...], modules: Sequence[Module], known: set[tuple[str, ...]]) -> Room:
    arrows: Arrows = {}
    for module in modules:
        if (thing := _thing(folder, module.parts)) is None:
            continue
        targets = {_thing(folder, target) for target in _imports(module, known)}
        arrows.setdefault(thing, set()).update(target for target in targets if target not in (None, thing))
    circles = _circles(arrows)
    things = [thing for thing in arrows if thing != "__init__"]
    count = sum(len(targets) for targets in arrows.values())
    return Room("/".join(folder), len(things), count, _floors(arrows, circles), tuple(map(tuple, circles)))


def _thing(folder: tuple[str, ...], parts: tuple[str, ...]) -> str | None:
    """The thing of a folder that a module is or lies in; None for a module that lies elsewhere."""
    if parts[: len(folder)] != folder:
        return None
    return parts[len(folder)] if len(parts) > len(folder) else "__init__"


def _imports(module: Module, known: set[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The modules that a module imports, at its top or within a function."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (parts for name in node.names if (parts := tuple(name.name.split("."))) in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            base = tuple(node.module.split("."))
            for name in node.names:
                if (parts := (*base, name.name)) in known:
                    yield parts
                elif base in known:
                    yield base


def _circles(arrows: Arrows) -> list[list[str]]:
    """Sets of things that all reach each other."""
    reached = {thing: _reached(arrows, thing) for thing in arrows}
    groups = {tuple(sorted(other for other in reached[thing] if thing in reached.get(other, ()))) for thing in arrows}
    return sorted(list(group) for group in groups if len(group) > 1)


def _reached(arrows: Arrows, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = arrows.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _floors(arrows: Arrows, circles: Sequence[Sequence[str]]) -> int:
    group = {thing: circle[0] for circle in circles for thing in circle}
    merged: Mapping[str, set[str]] = defaultdict(set)
    for thing, targets in arrows.items():
        own = group.get(thing, thing)
        merged[own].update(other for target in targets if (other := group.get(target, target)) != own)
    heights: dict[str, int] = {}

    def height(thing: str) -> int:
        if thing not in heights:
            heights[thing] = 1 + max(map(height, merged[thing]), default=0)
        return heights[thing]

    return max(map(height, list(merged)), default=0)


def _parts(path: Path) -> tuple[str, ...]:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _depth(module: Module) -> int:
    return len(module.parts) if module.is_package else len(module.parts) - 1


def _test(module: Module) -> tuple[str, ...]:
    return (*module.parts[:-1], f"test_{module.parts[-1]}")


def _lines(module: Module) -> int:
    return len(module.text.splitlines())


def _comments(module: Module) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return sum(1 for token in tokens if token.type == tokenize.COMMENT)


def _annotated(function: Function) -> bool:
    given = function.args
    parameters = [one for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg not in ("self", "cls")]
    return function.returns is not None and all(one.annotation for one in parameters)


def _public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions, classes and methods; what a function holds is its own affair."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            inner = (one for one in node.body if isinstance(one, Function | ast.ClassDef))
            yield from (one for one in inner if not one.name.startswith("_"))


def _spread(numbers: Sequence[int]) -> str:
    ordered = sorted(numbers)
    if not ordered:
        return "–"
    return f"{statistics.median(ordered):.0f}/{ordered[int(0.9 * len(ordered))]}/{ordered[-1]}"


def _share(marks: Sequence[bool]) -> str:
    return f"{100 * sum(marks) / len(marks):.0f} %" if marks else "–"


if __name__ == "__main__":
    main()

"""The measures of a source tree, on one small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.measure_house import Module, Room, measures, modules_of, rooms

FILES = {
    "bot/__init__.py": '"""The bot."""\n',
    "bot/app.py": "from bot import talk\nfrom bot.web import pages\n\n\ndef run(x: str) -> None:\n    talk.say(x)\n",
    "bot/talk.py": '# A comment.\ndef say(name):\n    """Greet."""\n    import knowledge.facts\n\n    return name\n',
    "bot/web/__init__.py": "",
    "bot/web/pages.py": "from bot.web.style import COLOUR\nfrom knowledge.facts import FACT\n",
    "bot/web/style.py": "from bot.web import pages\nfrom bot.talk import say\n\nCOLOUR = 1\n",
    "knowledge/facts.py": "FACT = 1\n",
    "knowledge/versions/one.py": "def upgrade() -> None:\n" + "    pass\n" * 40,
    "tests/bot/test_talk.py": "def test_say() -> None: ...\n",
    "tests/test_facts.py": "def test_fact() -> None: ...\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def modules(root: Path) -> list[Module]:
    return modules_of(root, ("bot", "knowledge"))


def test_the_sizes_are_counted(root: Path, modules: list[Module]) -> None:
    assert measures(modules, modules_of(root, ["tests"])) == {
        "files": "8",
        "lines": "61",
        "lines of a file, med/p90/max": "3/41/41",
        "lines of a function, med/p90/max": "4/5/5",
        "functions annotated": "67 %",
        "functions with docstring": "33 %",
        "public functions and classes with docstring": "33 %",
        "comments for 100 lines": "1.8",
        "tests : source": "0.03",
        "modules with a test of their name": "40 %",
        "at their own place": "20 %",
    }


def test_things_arrows_floors_and_circles_of_every_folder(modules: list[Module]) -> None:
    assert rooms(modules) == [
        Room("bot", 3, 3, 3, ()),
        Room("bot/web", 2, 2, 1, (("pages", "style"),)),
        Room("knowledge", 2, 0, 1, ()),
        Room("knowledge/versions", 1, 0, 1, ()),
    ]


def test_an_empty_tree_is_measured_too(tmp_path: Path) -> None:
    assert measures(modules_of(tmp_path, ["bot"]), [])["files"] == "0"

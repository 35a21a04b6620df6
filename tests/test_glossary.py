"""The glossary of the architecture page names classes that exist, and none of the central ones is left out."""

import importlib
import re
from pathlib import Path

import pytest

import knowledge.documents
import knowledge.understanding.acts
import knowledge.understanding.conversation
import knowledge.understanding.heads
import knowledge.understanding.message
import knowledge.understanding.readings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
ROW = re.compile(r"^\| ([A-Z][\w ]+) \| `([\w.]+)\.(\w+)` \| (.+) \|$", re.MULTILINE)
ENTRIES = ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_there_is_a_glossary() -> None:
    assert len(ENTRIES) >= 25
    words = [word for word, *_ in ENTRIES]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(("word", "module", "name", "meaning"), ENTRIES)
def test_a_word_of_the_glossary_names_a_class(word: str, module: str, name: str, meaning: str) -> None:
    assert isinstance(getattr(importlib.import_module(module), name), type), f"{word}: {module}.{name}"
    assert len(meaning) > 20


@pytest.mark.parametrize(
    "module",
    [
        knowledge.documents,
        knowledge.understanding.acts,
        knowledge.understanding.conversation,
        knowledge.understanding.heads,
        knowledge.understanding.message,
        knowledge.understanding.readings,
    ],
)
def test_every_class_of_the_ground_floor_and_of_understanding_has_its_word(module: object) -> None:
    named = {(home, name) for _, home, name, _ in ENTRIES}
    own = {
        (thing.__module__, name)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and thing.__module__ == getattr(module, "__name__", "")
    }
    assert own
    assert own <= named, sorted(own - named)


def test_the_files_that_the_page_walks_by_are_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:\w+/)*\w+\.(?:py|yaml))`", page))
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ("bot", "ingest", "knowledge")
        for path in (ROOT / room).rglob("*.*")
    }
    assert len(named) > 30
    assert [name for name in sorted(named) if not any(f"/{file}".endswith(f"/{name}") for file in files)] == []


@pytest.mark.parametrize("room", ["bot", "ingest", "knowledge"])
def test_every_room_is_on_the_page(room: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    folders = [path.parent.name for path in (ROOT / room).glob("*/__init__.py")]
    assert folders
    assert [folder for folder in folders if f" {folder}/" not in page] == []

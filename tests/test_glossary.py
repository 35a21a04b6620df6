"""The glossary of the architecture page names classes that exist, and none of the central ones is left out."""

import importlib
import re
from pathlib import Path

import pytest

import knowledge.documents

PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
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


@pytest.mark.parametrize("module", [knowledge.documents])
def test_every_class_of_the_ground_floor_has_its_word(module: object) -> None:
    named = {(home, name) for _, home, name, _ in ENTRIES}
    own = {
        (thing.__module__, name)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and thing.__module__ == getattr(module, "__name__", "")
    }
    assert own
    assert own <= named, sorted(own - named)

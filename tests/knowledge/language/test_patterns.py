"""Every pattern that is kept as data, held against the texts that stand beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import knowledge
from knowledge.indicators.questions.cues import CUES
from knowledge.language.patterns import Patterns
from knowledge.understanding.shapes import SHAPES

FILES = {"shapes": SHAPES, "cues": CUES}
ALL = [(f"{file}.{name}", patterns, name) for file, patterns in FILES.items() for name in patterns.get("patterns")]
each = pytest.mark.parametrize(("patterns", "name"), [one[1:] for one in ALL], ids=[one[0] for one in ALL])


@each
def test_a_pattern_is_found_in_its_texts_and_not_in_others(patterns: Patterns, name: str) -> None:
    beside = patterns.get(f"patterns.{name}")
    assert set(beside) == {"pattern", "found_in", "not_in"}
    assert beside["found_in"]
    assert beside["not_in"]
    for text in beside["found_in"]:
        assert patterns.pattern(name).search(text), text
        assert patterns.pattern(name).search(text.upper()), f"whatever the case of letters: {text}"
    for text in beside["not_in"]:
        assert not patterns.pattern(name).search(text), text


@pytest.mark.parametrize("file", FILES)
def test_what_the_code_asks_for_is_there_and_nothing_else_is(file: str) -> None:
    package = Path(knowledge.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    called = {"shapes": r"(?<!CUES\.)\b(?:pattern|words)", "cues": r"(?:\b_cue|CUES\.pattern)"}[file]
    asked = set(re.findall(rf'{called}\("(\w+)"\)', source))
    there = {*FILES[file].get("patterns"), *(FILES[file].get("words") if file == "shapes" else ())}
    assert asked <= there
    assert [name for name in there if f'"{name}"' not in source] == []


def test_a_name_that_nothing_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        SHAPES.pattern("tiada")
    with pytest.raises(KeyError):
        SHAPES.words("tiada")

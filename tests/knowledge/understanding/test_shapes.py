"""Every pattern and list of ``shapes.yaml``, held against the texts that stand beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import knowledge
from knowledge.understanding.readings import item_meant
from knowledge.understanding.shapes import SHAPES, pattern, words

PATTERNS = SHAPES.get("patterns")
ITEMS = tuple(f"butir {number}" for number in range(1, 13))


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in PATTERNS for text in PATTERNS[name]["found_in"]])
def test_a_pattern_is_found_in_its_texts(name: str, text: str) -> None:
    assert pattern(name).search(text), text
    assert pattern(name).search(text.upper()), "whatever the case of letters"


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in PATTERNS for text in PATTERNS[name]["not_in"]])
def test_a_pattern_is_not_found_in_others(name: str, text: str) -> None:
    assert not pattern(name).search(text), text


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_has_texts_of_both_kinds(name: str) -> None:
    assert set(PATTERNS[name]) == {"pattern", "found_in", "not_in"}
    assert PATTERNS[name]["found_in"]
    assert PATTERNS[name]["not_in"]


@pytest.mark.parametrize("kind", ["pattern", "words"])
def test_what_the_code_asks_for_is_there_and_nothing_else_is(kind: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(knowledge.__file__).parent.rglob("*.py"))
    there = set(SHAPES.get({"pattern": "patterns", "words": "words"}[kind]))
    assert set(re.findall(rf'\b{kind}\("(\w+)"\)', source)) <= there
    assert [name for name in there if f'"{name}"' not in source] == []


@pytest.mark.parametrize("name", SHAPES.get("words"))
def test_a_list_holds_plain_words_each_once(name: str) -> None:
    listed = SHAPES.get(f"words.{name}").split()
    assert len(listed) == len(set(listed)) == len(words(name))
    assert listed == [word.casefold() for word in listed]


def test_every_ordinal_that_points_at_an_item_has_its_number() -> None:
    ordinals = SHAPES.get("ordinals")
    for word, number in ordinals.items():
        assert item_meant(f"yang {word} gimana", ITEMS) == ITEMS[number - 1 if number > 0 else number], word
    named = re.search(r" \(([^()]+)\)", pattern("counted_item").pattern)
    assert named is not None
    assert set(named[1].split("|")) == set(ordinals)


def test_a_name_that_nothing_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        pattern("tiada")
    with pytest.raises(KeyError):
        words("tiada")

"""The closed lists of ``shapes.yaml``."""

from __future__ import annotations

import re

import pytest

from knowledge.understanding.readings import place_meant
from knowledge.understanding.shapes import SHAPES, pattern, words

ITEMS = 12


@pytest.mark.parametrize("name", SHAPES.get("words"))
def test_a_list_holds_plain_words_each_once(name: str) -> None:
    listed = SHAPES.get(f"words.{name}").split()
    assert len(listed) == len(set(listed)) == len(words(name))
    assert listed == [word.casefold() for word in listed]


def test_every_ordinal_that_points_at_an_item_has_its_number() -> None:
    ordinals = SHAPES.get("ordinals")
    for word, number in ordinals.items():
        assert place_meant(f"yang {word} gimana", ITEMS) == (number - 1 if number > 0 else ITEMS - 1), word
    named = re.search(r" \(([^()]+)\)", pattern("counted_item").pattern)
    assert named is not None
    assert set(named[1].split("|")) == set(ordinals)

"""Texts in both languages: one loader, one way of saying them."""

import string
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.documents import LANGUAGES
from knowledge.language.messages import Messages

FILES = (
    ("knowledge", "outcomes.yaml"),
    ("knowledge.answering", "texts.yaml"),
    ("knowledge.answering", "replies.yaml"),
    ("knowledge.indicators.replies", "texts.yaml"),
    ("bot.telegram.messages", "texts.yaml"),
    ("bot.web", "problems.yaml"),
    ("bot.web", "field_problems.yaml"),
)


def _pairs(node: Any) -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if set(node) == set(LANGUAGES):
            yield node
        else:
            for child in node.values():
                yield from _pairs(child)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_text_is_found_by_its_key_and_filled_in() -> None:
    messages = Messages("knowledge.answering")
    said = messages.say("admission.too_long", "en", limit=1000)
    assert "1000 characters" in said
    assert messages.say("refusal.offer", "id") != messages.say("refusal.offer", "en")


@pytest.mark.parametrize("key", ["refusal.tiada", "tiada", "refusal"])
def test_a_key_that_does_not_lead_to_a_text_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        Messages("knowledge.answering").say(key, "id")


def test_a_blank_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Messages("knowledge.answering").say("admission.too_long", "id")


@pytest.mark.parametrize(("package", "file"), FILES)
def test_both_languages_of_every_text_have_the_same_blanks(package: str, file: str) -> None:
    pairs = list(_pairs(Messages(package, file).content))
    assert len(pairs) > 5
    for pair in pairs:
        if all(isinstance(text, str) for text in pair.values()):
            assert _blanks(pair["id"]) == _blanks(pair["en"]), pair

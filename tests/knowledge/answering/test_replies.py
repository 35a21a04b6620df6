"""Replies that need no passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.answering.replies import HELP, REPLIES, places_of_help, reply
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import LANGUAGES, Language


def _acts(node: Any, at: str = "") -> Iterator[str]:
    for name, child in node.items():
        if set(child) == set(LANGUAGES):
            yield f"{at}{name}"
        else:
            yield from _acts(child, f"{at}{name}.")


ACTS = list(_acts(REPLIES.content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", ACTS)
def test_every_reply_is_said_in_both_languages(act: str, language: Language) -> None:
    _, blocks = reply(act, language)
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert len(first.text) > 5
    assert first.text != REPLIES.say(act, "en" if language == "id" else "id")
    assert "{" not in first.text


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        ("greeting", Outcome.SMALLTALK),
        ("assistant.who", Outcome.SMALLTALK),
        ("distress", Outcome.CARE),
        ("offtopic", Outcome.OUTSIDE),
        ("danger", Outcome.DECLINED),
        ("injection", Outcome.DECLINED),
        ("forgery", Outcome.DECLINED),
        ("bribery", Outcome.DECLINED),
        ("personal", Outcome.DECLINED),
        ("person", Outcome.PERSON),
        ("complaint", Outcome.PERSON),
    ],
)
def test_how_a_turn_ends(act: str, outcome: Outcome) -> None:
    assert reply(act, "id")[0] is outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_in_distress_is_told_where_help_is(language: Language) -> None:
    _, (said, places) = reply("distress", language)
    assert isinstance(said, Paragraph)
    assert isinstance(places, ListBlock)
    assert places.items == tuple(Item(text=line) for line in places_of_help(language))
    lines = " ".join(places_of_help(language))
    assert all(number in lines for number in ("112", "119", "129"))


def test_every_place_of_help_says_for_what_it_is_who_runs_it_and_where_that_is_said() -> None:
    for place in HELP.get("places"):
        assert place["number"].isdigit()
        assert place["source"].startswith("https://")
        for language in LANGUAGES:
            assert place["for"][language]
            assert place["office"][language]


def test_what_has_no_reply_is_an_error() -> None:
    with pytest.raises(KeyError):
        reply("question", "id")

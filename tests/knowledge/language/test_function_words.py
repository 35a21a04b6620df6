"""Small words of both languages."""

from __future__ import annotations

import pytest

from knowledge.language.analyzer import tokens
from knowledge.language.function_words import fillers, function_words


@pytest.mark.parametrize("kind", ["question", "document"])
def test_a_word_tells_one_language_only(kind: str) -> None:
    indonesian, english = function_words(kind, "id"), function_words(kind, "en")
    assert len(indonesian) > 20
    assert len(english) > 20
    assert not indonesian & english


def test_every_word_is_written_as_a_token() -> None:
    for word in fillers() | function_words("question", "id") | function_words("question", "en"):
        assert tokens(word) == [word]


def test_fillers_are_of_both_languages() -> None:
    assert {"terus", "what"} <= fillers()
    assert "kota" not in fillers()


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        function_words("tiada", "id")

"""What is said and understood without the documents."""

from __future__ import annotations

import pytest

from knowledge.answering.texts import TEXTS, patterns
from knowledge.documents import LANGUAGES


@pytest.mark.parametrize("group", ["smalltalk", "unsafe"])
def test_every_ready_answer_is_in_both_languages(group: str) -> None:
    kinds = TEXTS.get(group)
    assert len(kinds) > 3
    for name, kind in kinds.items():
        assert set(kind["answer"]) == set(LANGUAGES), name
        assert patterns(f"{group}.{name}"), name


def test_patterns_are_for_lower_case_text_and_compiled_once() -> None:
    assert any(pattern.search("terus siapa?") for pattern in patterns("follow_up"))
    assert patterns("follow_up") is patterns("follow_up")
    for group in ("smalltalk", "unsafe"):
        for name in TEXTS.get(group):
            for pattern in patterns(f"{group}.{name}"):
                bare = pattern.pattern.replace("\\S", "").replace("\\W", "").replace("\\B", "").replace("\\D", "")
                assert bare == bare.lower(), name


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        patterns("smalltalk.tiada")

"""Whether the documents answer: plainly, tentatively or not."""

from __future__ import annotations

import pytest

from knowledge.answering.steps.decision import Decision
from knowledge.answers import Item, ListBlock, Outcome
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, context, retrieved


@pytest.mark.parametrize(
    ("parts", "kept", "tentative"),
    [
        ([WEAK, STRONG], [STRONG], False),
        ([MIDDLING, STRONG], [STRONG], False),
        ([MIDDLING], [MIDDLING], True),
        ([MIDDLING, WEAK], [MIDDLING], True),
    ],
)
def test_what_is_sure_is_kept_and_a_single_question_may_be_tentative(
    parts: list[Features], kept: list[Features], tentative: bool
) -> None:
    asked = context("?", "id", *map(retrieved, parts))
    Decision()(asked)
    assert not asked.finished
    assert (asked.parts, asked.tentative) == ([retrieved(features) for features in kept], tentative)


def test_a_refusal_names_what_is_near() -> None:
    asked = context("?", "en", retrieved(WEAK))
    Decision()(asked)
    assert asked.outcome is Outcome.REFUSED
    assert any(isinstance(block, ListBlock) and block.items == (Item(text="Laporan"),) for block in asked.blocks)


def test_a_question_that_finds_nothing_is_refused() -> None:
    asked = context("?", "id", Retrieved("r1", ()))
    Decision()(asked)
    assert (asked.outcome, asked.parts) == (Outcome.REFUSED, [])
    assert not any(isinstance(block, ListBlock) for block in asked.blocks)

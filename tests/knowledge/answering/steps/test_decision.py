"""Whether the documents answer: plainly, tentatively or not."""

from __future__ import annotations

import pytest

from knowledge.answering.steps.decision import Decision
from knowledge.answers import Item, ListBlock, Outcome
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, context, retrieved


@pytest.mark.parametrize(("features", "tentative"), [(STRONG, False), (MIDDLING, True)])
def test_what_is_likely_is_answered_and_what_is_less_so_tentatively(features: Features, tentative: bool) -> None:
    asked = context("?", "id", retrieved(features))
    Decision()(asked)
    assert not asked.finished
    assert asked.tentative is tentative


def test_a_refusal_names_what_is_near() -> None:
    asked = context("?", "en", retrieved(WEAK))
    Decision()(asked)
    assert asked.outcome is Outcome.REFUSED
    assert any(isinstance(block, ListBlock) and block.items == (Item(text="Laporan"),) for block in asked.blocks)


@pytest.mark.parametrize("found", [Retrieved("r1", ()), None])
def test_a_question_that_finds_nothing_is_refused(found: Retrieved | None) -> None:
    asked = context("?", "id", found)
    Decision()(asked)
    assert asked.outcome is Outcome.REFUSED
    assert not any(isinstance(block, ListBlock) for block in asked.blocks)

"""What is let in: of bearable length, with a warning about personal data."""

from __future__ import annotations

import pytest

from knowledge.answering.context import Context
from knowledge.answering.steps.admission import Admission
from knowledge.answers import Outcome, Paragraph
from knowledge.language.query import Query


def _admitted(message: str, limit: int = 100) -> Context:
    context = Context(Query.of(message, "id", limit=limit))
    Admission(limit)(context)
    return context


@pytest.mark.parametrize("message", ["", "   ", "\u200b\u200b", "\n"])
def test_an_empty_question_is_declined(message: str) -> None:
    assert _admitted(message).outcome is Outcome.DECLINED


def test_a_long_question_is_declined_and_the_limit_named() -> None:
    context = _admitted("kota " * 100_000)
    assert context.outcome is Outcome.DECLINED
    (block,) = context.blocks
    assert isinstance(block, Paragraph)
    assert "100" in block.text


def test_a_question_of_just_the_limit_is_let_in() -> None:
    assert not _admitted("k" * 100).finished


def test_people_are_warned_of_personal_data_without_its_being_repeated() -> None:
    context = _admitted("NIK saya 3578011201900001, hp 0812-3456-7890; apa kewajiban kota?")
    assert not context.finished
    assert "NIK" in context.notice
    assert "nomor telepon" in context.notice
    assert "3578011201900001" not in context.notice
    assert _admitted("apa kewajiban kota?").notice == ""

"""The comparison of two runs."""

from __future__ import annotations

from bot.evaluation.comparison import compare
from tests.bot.evaluation.making import refusal, result, run


def test_changes_between_runs_are_sorted_by_weight() -> None:
    before = run(result(id="a"), result(id="b", right=False), result(id="c"), result(id="d"), result(id="same"))
    after = run(result(id="a", right=False), result(id="b"), result(id="c", answer="new"), result(id="same"), refusal())
    changes = [(changed.id, changed.change) for changed in compare(before, after)]
    assert changes == [("a", "worse"), ("b", "better"), ("c", "different"), ("weather", "new"), ("d", "gone")]


def test_the_same_answers_are_no_change() -> None:
    assert compare(run(result()), run(result(milliseconds=99.0))) == []


def test_a_question_is_told_with_all_its_turns_whichever_run_has_it() -> None:
    (gone,) = compare(run(result(turns=["a", "b"])), run())
    assert (gone.change, gone.question, gone.after) == ("gone", "a → b", None)

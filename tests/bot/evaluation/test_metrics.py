"""Figures: shares, groups, the curve over thresholds, ranks, latency and floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.metrics import below_floors, by_group, curve, figures, percentile
from bot.evaluation.ranking_metrics import figures as retrieval_figures
from knowledge.errors import ConfigError
from tests.bot.evaluation.making import refusal, result


def test_shares_are_over_the_questions_they_speak_of() -> None:
    found = figures(
        [
            result(),
            result(id="b", right=False, strict=False, refused=True, citation=None, outcome="refused", confidence=0.2),
            result(id="c", expect="indicator", citation=False),
            refusal(),
            refusal(id="d", right=False, refused=False, outcome="answered", confidence=0.8),
        ]
    )
    assert found.cases == 5
    assert found.accuracy == pytest.approx(3 / 5)
    assert found.citation == pytest.approx(1 / 2)
    assert found.refusal_accuracy == pytest.approx(1 / 2)
    assert found.false_refusals == pytest.approx(1 / 3)
    assert found.indicator == 1.0
    assert found.precision == pytest.approx(1 / 2)
    assert found.recall == pytest.approx(1 / 2)


def test_without_questions_of_a_kind_there_is_no_share() -> None:
    found = figures([refusal()])
    assert found.citation is None
    assert found.false_refusals is None
    assert figures([]).cases == 0


def test_groups_come_by_size() -> None:
    groups = by_group([result(), result(id="b"), result(id="c", language="id"), refusal(kind="outside")], "language")
    assert list(groups) == ["en", "id"]
    assert by_group([result()], "kind").keys() == {"plain"}


def test_the_curve_runs_from_answering_all_to_refusing_all() -> None:
    points = curve([result(), refusal(), refusal(id="gap", confidence=0.95, honest=True)], steps=10)
    assert (points[0].false_refusals, points[0].recall) == (0.0, 0.5)
    assert (points[-1].false_refusals, points[-1].recall) == (1.0, 1.0)
    assert points[5].recall == 1.0
    assert points[5].precision == 1.0


def test_the_curve_leaves_out_what_was_not_searched_for() -> None:
    assert curve([result(searched=False, confidence=0.0)])[-1].false_refusals == 0.0


def test_ranks_become_retrieval_figures() -> None:
    found = retrieval_figures([1, 2, 6, None])
    assert found.recall_at_5 == 0.5
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert found.ndcg_at_10 == pytest.approx((1 + 0.6309 + 0.3562) / 4, abs=1e-3)
    assert retrieval_figures([]).cases == 0


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert percentile([1, 2, 3, 4], 0.95) == 4
    assert percentile([], 0.5) == 0


def test_missed_floors_are_told(tmp_path: Path) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("[dev]\nright = 0.9\nfalse_refusals = 0.05\nindicator = 0.9\n", encoding="utf-8")
    found = figures([result(), result(id="b", right=False, refused=True)])
    assert below_floors(found, floors, "dev") == [
        "right is 50.0%, below 90.0%",
        "false_refusals is 50.0%, above 5.0%",
    ]
    assert below_floors(found, floors, "kept") == []
    assert below_floors(found, tmp_path / "none.toml", "dev") == []


@pytest.mark.parametrize("content", ["[dev]\nbeauty = 1\n", "[dev]\nright = 'high'\n", "[dev"])
def test_a_wrong_file_of_floors_is_refused(tmp_path: Path, content: str) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"floors\.toml"):
        below_floors(figures([result()]), floors, "dev")


def test_floors_and_json_keep_the_names_of_earlier_runs() -> None:
    written = figures([result(), refusal()]).written()
    assert (written["right"], written["strict"], written["handled"]) == (1.0, 1.0, 1.0)
    assert not {"accuracy", "exact_outcome", "refusal_accuracy"} & set(written)

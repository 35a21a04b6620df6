"""The figures of a run: shares of right answers, citations and refusals, by group, and the curve over thresholds."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.ranking_metrics import RetrievalFigures
from bot.evaluation.ranking_metrics import figures as retrieval_figures
from bot.evaluation.runner import Result
from knowledge.errors import ConfigError

_ANSWERABLE = {"answered", "indicator"}
_REFUSABLE = {"refused", "declined"}
_WRITTEN_AS = {"accuracy": "right", "exact_outcome": "strict", "refusal_accuracy": "handled", "hedged": "unsure"}
GROUPS = ("collection", "language", "style", "expect", "kind")


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1 over ``cases`` questions; None where no question of the kind is among them.

    ``accuracy`` and ``exact_outcome`` are over all; ``citation`` over the answers whose citation is judged;
    ``refusal_accuracy`` is the share of right ones among questions to refuse or decline; ``false_refusals`` the share
    of refused ones among questions with an answer, ``hedged`` that of answers given with reserve among them;
    ``indicator`` the share of right ones among indicator questions. ``precision`` and ``recall`` are those of refusing;
    questions with half an answer count for neither. Latencies are milliseconds.
    """

    cases: int
    accuracy: float
    exact_outcome: float
    citation: float | None
    refusal_accuracy: float | None
    false_refusals: float | None
    hedged: float | None
    indicator: float | None
    precision: float | None
    recall: float | None
    p50: float
    p95: float
    retrieval: RetrievalFigures

    def written(self) -> dict[str, Any]:
        """By the names of files and JSON, which are kept so that runs and floors of all times can be read."""
        return {_WRITTEN_AS.get(name, name): value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold would give: the shares of wrongly refused and of rightly refused questions, and precision."""

    threshold: float
    false_refusals: float
    recall: float
    precision: float


def figures(results: Sequence[Result]) -> Figures:
    """The figures of some results."""
    answerable = [result for result in results if result.expect in _ANSWERABLE]
    refusable = [result for result in results if result.expect in _REFUSABLE]
    refused = [result for result in (*answerable, *refusable) if result.refused]
    times = sorted(result.milliseconds for result in results)
    return Figures(
        cases=len(results),
        accuracy=_share(results, lambda result: result.right) or 0.0,
        exact_outcome=_share(results, lambda result: result.strict) or 0.0,
        citation=_share(
            [result for result in results if result.citation is not None], lambda result: bool(result.citation)
        ),
        refusal_accuracy=_share(refusable, lambda result: result.right),
        false_refusals=_share(answerable, lambda result: result.refused),
        hedged=_share(answerable, lambda result: result.hedged),
        indicator=_share([result for result in results if result.expect == "indicator"], lambda result: result.right),
        precision=_share(refused, lambda result: result.expect in _REFUSABLE) if refusable else None,
        recall=_share(refusable, lambda result: result.refused),
        p50=percentile(times, 0.50),
        p95=percentile(times, 0.95),
        retrieval=retrieval_figures(result.rank for result in results if result.ranked),
    )


def by_group(results: Sequence[Result], field: str) -> dict[str, Figures]:
    """The figures of each value of a field, in order of size."""
    values = {str(getattr(result, field)) for result in results}
    groups = {value: [result for result in results if str(getattr(result, field)) == value] for value in values}
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {value or "plain": figures(members) for value, members in ordered}


def curve(results: Sequence[Result], steps: int = 50) -> list[CurvePoint]:
    """What other thresholds would have given for the questions that confidence decided on.

    A refusal because the documents themselves say that nothing is known stays one at every threshold.
    """
    searched = [result for result in results if result.searched]
    answerable = [result for result in searched if result.expect in _ANSWERABLE]
    refusable = [result for result in searched if result.expect in _REFUSABLE]
    points = []
    for step in range(steps + 1):
        threshold = step / steps
        wrongly = sum(result.confidence < threshold for result in answerable)
        rightly = sum(result.confidence < threshold or result.honest for result in refusable)
        points.append(
            CurvePoint(
                threshold=threshold,
                false_refusals=wrongly / max(len(answerable), 1),
                recall=rightly / max(len(refusable), 1),
                precision=rightly / (rightly + wrongly) if rightly + wrongly else 1.0,
            )
        )
    return points


def below_floors(found: Figures, path: Path, split: str) -> list[str]:
    """A sentence for each figure that is below (or, for false refusals, above) its floor for this split.

    Raises:
        ConfigError: the file of floors cannot be read or names an unknown figure.
    """
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8")).get(split, {})
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The floors {path} cannot be read: {error}") from None
    known = found.written()
    said = []
    for name, floor in floors.items():
        if name not in known or not isinstance(floor, int | float):
            raise ConfigError(f"{path} names “{name}”, which is not a figure with a number.")
        value = known[name]
        if value is None:
            continue
        if name == "false_refusals" and value > floor:
            said.append(f"{name} is {value:.1%}, above {floor:.1%}")
        elif name != "false_refusals" and value < floor:
            said.append(f"{name} is {value:.1%}, below {floor:.1%}")
    return said


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value at a share (0..1) of an ordered sequence, by nearest rank; 0 without any."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0


def _share(results: Sequence[Result], condition: Callable[[Result], bool]) -> float | None:
    return sum(condition(result) for result in results) / len(results) if results else None

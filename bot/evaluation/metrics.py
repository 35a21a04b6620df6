"""The figures of a run: shares of right answers, citations and refusals, by group, and the curve over thresholds."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.evaluation.ranking_metrics import RetrievalFigures
from bot.evaluation.ranking_metrics import figures as retrieval_figures
from bot.evaluation.runner import Result
from knowledge.errors import ConfigError

_ANSWERABLE = {"answered", "indicator"}
_REFUSABLE = {"refused", "declined"}
GROUPS = ("collection", "language", "style", "expect", "kind")


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1 over ``cases`` questions; None where no question of the kind is among them.

    ``right`` and ``strict`` are over all; ``citation`` over the answers whose citation is judged; ``handled`` is the
    share of right ones among questions to refuse or decline; ``false_refusals`` the share of refused ones among
    questions with an answer, ``unsure`` that of answers given with reserve among them; ``indicator`` the share of right
    ones among indicator questions. ``precision`` and ``recall`` are those of refusing; questions with half an answer
    count for neither. Latencies are milliseconds.
    """

    cases: int
    right: float
    strict: float
    citation: float | None
    handled: float | None
    false_refusals: float | None
    unsure: float | None
    indicator: float | None
    precision: float | None
    recall: float | None
    p50: float
    p95: float
    retrieval: RetrievalFigures


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold would give: the shares of wrongly refused and of rightly refused questions, and precision."""

    threshold: float
    false_refusals: float
    recall: float
    precision: float


def figures(results: Sequence[Result]) -> Figures:
    """The figures of some results."""
    answerable = [one for one in results if one.expect in _ANSWERABLE]
    refusable = [one for one in results if one.expect in _REFUSABLE]
    refused = [one for one in (*answerable, *refusable) if one.refused]
    times = sorted(one.milliseconds for one in results)
    return Figures(
        cases=len(results),
        right=_share(results, lambda one: one.right) or 0.0,
        strict=_share(results, lambda one: one.strict) or 0.0,
        citation=_share([one for one in results if one.citation is not None], lambda one: bool(one.citation)),
        handled=_share(refusable, lambda one: one.right),
        false_refusals=_share(answerable, lambda one: one.refused),
        unsure=_share(answerable, lambda one: one.unsure),
        indicator=_share([one for one in results if one.expect == "indicator"], lambda one: one.right),
        precision=_share(refused, lambda one: one.expect in _REFUSABLE) if refusable else None,
        recall=_share(refusable, lambda one: one.refused),
        p50=percentile(times, 0.50),
        p95=percentile(times, 0.95),
        retrieval=retrieval_figures(one.rank for one in results if one.ranked),
    )


def by_group(results: Sequence[Result], field: str) -> dict[str, Figures]:
    """The figures of each value of a field, in order of size."""
    values = {str(getattr(one, field)) for one in results}
    groups = {value: [one for one in results if str(getattr(one, field)) == value] for value in values}
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {value or "plain": figures(members) for value, members in ordered}


def curve(results: Sequence[Result], steps: int = 50) -> list[CurvePoint]:
    """What other thresholds would have given for the questions that confidence decided on.

    A refusal because the documents themselves say that nothing is known stays one at every threshold.
    """
    searched = [one for one in results if one.searched]
    answerable = [one for one in searched if one.expect in _ANSWERABLE]
    refusable = [one for one in searched if one.expect in _REFUSABLE]
    points = []
    for step in range(steps + 1):
        threshold = step / steps
        wrongly = sum(one.confidence < threshold for one in answerable)
        rightly = sum(one.confidence < threshold or one.honest for one in refusable)
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
    known = asdict(found)
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
    return sum(condition(one) for one in results) / len(results) if results else None

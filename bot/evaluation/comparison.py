"""Comparing two runs: which answers became right, became wrong, or read differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.evaluation.runner import Result, Run

Change = Literal["better", "worse", "different", "new", "gone"]
CHANGES: tuple[Change, ...] = ("worse", "better", "different", "new", "gone")


@dataclass(frozen=True, slots=True)
class Changed:
    """One case whose answer is not the same in both runs; ``before`` or ``after`` is None where a run lacks it."""

    id: str
    change: Change
    before: Result | None
    after: Result | None

    @property
    def question(self) -> str:
        """What was asked, all turns of it."""
        result = self.after or self.before
        return " → ".join(result.turns) if result else ""


def compare(before: Run, after: Run) -> list[Changed]:
    """The changed answers, what became worse first."""
    old, new = ({result.id: result for result in run.results} for run in (before, after))
    changed = []
    for name in dict.fromkeys((*old, *new)):
        change = _change(old.get(name), new.get(name))
        if change:
            changed.append(Changed(name, change, old.get(name), new.get(name)))
    return sorted(changed, key=lambda found: (CHANGES.index(found.change), found.id))


def _change(before: Result | None, after: Result | None) -> Change | None:
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.right != after.right:
        return "better" if after.right else "worse"
    same = (before.outcome, before.answer, before.citations) == (after.outcome, after.answer, after.citations)
    return None if same else "different"

"""What publishing the draft would change, in the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import JsonOption, actor, open_app, out, progress
from bot.cli.terminal import shown

if TYPE_CHECKING:
    from bot.releases.impacts import ImpactRun, StoredEffect

_MARKS = {"removed": ("[red]{-", "-}[/]"), "added": ("[green]{+", "+}[/]"), "same": ("", "")}


def impact(
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="Show at most so many answers.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Ask the golden questions and the latest real ones of the draft and of what is published; show what would change.

    The draft is built first where documents have changed. Ends with exit code 1 when golden questions would fail.
    """
    from bot.releases.impacts import Impacts
    from bot.releases.preview import make_preview
    from knowledge.errors import LockedError, PanduError

    with open_app(exact=True) as app:
        impacts = Impacts(app.engine)
        run, new = impacts.begin(actor())
        if not new:
            raise LockedError(f"{run.by} is previewing already, {run.done} of {run.total} questions asked.")
        with progress() as on_progress:
            make_preview(app, run.id, on_progress)
        run = impacts.run(run.id)
        if run.state == "failed":
            raise PanduError(run.error)
        found = impacts.effects(run.id, most=most)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(run, found), ensure_ascii=False) + "\n")
    else:
        _show(run, found)
    if run.failing:
        raise typer.Exit(1)


def _as_json(run: ImpactRun, found: list[StoredEffect]) -> dict[str, object]:
    from knowledge.answer_text import plain_text

    return {
        "draft": run.draft,
        "published": run.published,
        "asked": run.done,
        "counts": run.counts,
        "changes": [
            {
                "question": effect.question,
                "golden": effect.golden,
                "times": effect.times,
                "change": effect.change,
                "verdict": effect.verdict,
                "before": plain_text(effect.before),
                "after": plain_text(effect.after),
            }
            for effect in found
        ],
    }


def _show(run: ImpactRun, found: list[StoredEffect]) -> None:
    from bot.releases.differences import answer_differences

    counts = ", ".join(f"{number} {name}" for name, number in sorted(run.counts.items()))
    out.print(f"{run.draft} over {run.published}: {run.done} questions asked: {counts or 'none'}", soft_wrap=True)
    if run.told:
        out.print(f"{run.told} askers would be told that an answer they watch has changed.")
    for effect in found:
        golden = f", golden {effect.golden}" if effect.golden else f", asked {effect.times}×"
        verdict = f" [red]{effect.verdict}[/]" if effect.verdict == "fails" else f" {effect.verdict}".rstrip()
        out.print(f"\n[bold]{effect.change}[/]{verdict}{shown(golden)}: {shown(effect.question)}", soft_wrap=True)
        for stretch in answer_differences(effect.before, effect.after):
            begin, end = _MARKS[stretch.kind]
            out.print(f"{begin}{shown(stretch.text)}{end}", end=" ", soft_wrap=True)
        out.print()

"""The figures of a run, and the changes between two, as tables for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.evaluation.comparison import CHANGES, Changed
from bot.evaluation.metrics import GROUPS, Figures, by_group, figures
from bot.evaluation.runner import Run
from bot.evaluation.written import WrittenFigures

_HEADINGS = {
    "accuracy": "right",
    "exact_outcome": "strict",
    "citation": "cited",
    "refusal_accuracy": "refused rightly",
    "false_refusals": "refused wrongly",
}
_SHOWN = 40  # wrong answers, or changes of a kind
_COLOURS = {"worse": "red", "better": "green", "different": "yellow", "new": "blue", "gone": "blue"}


def show_run(run: Run, floors: Sequence[str], console: Console) -> None:
    """Print the figures by group, retrieval and latency, what is wrong, and the floors that are missed."""
    total = figures(run.results)
    table = Table(title=f"{total.cases} questions, split {run.split}, release {run.release}", title_justify="left")
    table.add_column("group", no_wrap=True)
    for heading in ("n", *_HEADINGS.values(), "p95 ms"):
        table.add_column(heading, justify="right")
    table.add_row("all", *_cells(total), style="bold", end_section=True)
    for field in GROUPS:
        members = list(by_group(run.results, field).items())
        for at, (name, found) in enumerate(members, 1):
            table.add_row(f"{field} {name}", *_cells(found), end_section=at == len(members))
    console.print(table)
    ranks = total.retrieval
    console.print(
        f"retrieval of {ranks.cases} questions: recall@5 {ranks.recall_at_5:.1%}, nDCG@10 {ranks.ndcg_at_10:.3f}, "
        f"MRR {ranks.mrr:.3f}\n"
        f"refusing: precision {_percent(total.precision)}, recall {_percent(total.recall)}; "
        f"answered with reserve {_percent(total.hedged)}; "
        f"indicator questions right {_percent(total.indicator)}\n"
        f"time to answer: p50 {total.p50:.0f} ms, p95 {total.p95:.0f} ms",
        soft_wrap=True,
    )
    if run.split == "dev":
        _show_wrong(run, console)
    for sentence in floors:
        console.print(f"[red]below the floor:[/] {escape(sentence)}")


def show_written(found: WrittenFigures, console: Console) -> None:
    """Print what a language model makes of the questions, beside the extracts."""
    table = Table(title=f"{found.cases} questions, with the language model and without", title_justify="left")
    for heading in ("", "n", "right", "right as extract", "faithful", "faithful as extract"):
        table.add_column(heading, justify="right" if heading else "left")
    table.add_row(
        "all", str(found.cases), *(_share(n, found.cases) for n in (found.right, found.right_extracts)), "", ""
    )
    shares = (_share(n, found.used) for n in (found.right_used, found.right_unwritten))
    faithful = (_share(borne, said) for said, borne in (found.given, found.extracted))
    table.add_row("written by the model", str(found.used), *shares, *faithful)
    console.print(table)
    console.print(
        f"faithfulness before verification: {_percent(found.faithfulness)} of its sentences stand as they are "
        f"({_counted(found.sentences) or 'none'})\n"
        f"asked {found.asked} times, {found.tokens} tokens; replies ended: {_counted(found.endings)}\n"
        f"what was wrong with sentences: {_counted(found.problems) or 'nothing'}\n"
        f"the same model as judge of its answers: {_counted(found.opinions) or 'not asked'}",
        soft_wrap=True,
    )


def _share(part: int, whole: int) -> str:
    return _percent(part / whole if whole else None)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def show_changes(changes: Sequence[Changed], console: Console) -> None:
    """Print how many answers changed and how, with their questions."""
    if not changes:
        console.print("Both runs gave the same answers.")
        return
    for change in CHANGES:
        members = [changed for changed in changes if changed.change == change]
        if not members:
            continue
        console.print(f"[{_COLOURS[change]}]{change}[/]: {len(members)}")
        for changed in members[:_SHOWN]:
            before, after = (result.outcome if result else "–" for result in (changed.before, changed.after))
            console.print(f"  {changed.id}: {escape(changed.question)} [dim]({before} → {after})[/]", soft_wrap=True)
        if len(members) > _SHOWN:
            console.print(f"  … and {len(members) - _SHOWN} more")


def _show_wrong(run: Run, console: Console) -> None:
    """Only for the dev split: what the kept one gets wrong is not to be looked at while improving."""
    wrong = [result for result in run.results if not result.right]
    for result in wrong[:_SHOWN]:
        reasons = [f"missing {' and '.join(result.missing)}"] if result.missing else []
        reasons += [f"says {' and '.join(result.stated)}"] if result.stated else []
        why = escape("; ".join([f"{result.outcome} instead of {result.expect}", *reasons]))
        console.print(f"[red]wrong[/] {result.id}: {escape(' → '.join(result.turns))} [dim]({why})[/]", soft_wrap=True)
    if len(wrong) > _SHOWN:
        console.print(f"… and {len(wrong) - _SHOWN} more; --report lists them all")


def _cells(found: Figures) -> list[str]:
    shares = [_percent(getattr(found, field)) for field in _HEADINGS]
    return [str(found.cases), *shares, f"{found.p95:.0f}"]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"

"""What ``pandu eval`` does."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import App, build_app
from bot.evaluation.cases import SPLITS, Case, Split, in_split, load_cases
from bot.evaluation.comparison import compare
from bot.evaluation.console import show_changes, show_run, show_written
from bot.evaluation.judging import Judge
from bot.evaluation.metrics import GROUPS, below_floors, by_group, curve, figures
from bot.evaluation.people import ask_all, load_turns, transcript
from bot.evaluation.report import write_report
from bot.evaluation.runner import Run, now_utc, read_run, run_cases
from bot.evaluation.starter import starter_app
from bot.evaluation.written import Faithfulness, run_written
from bot.settings import load_settings
from knowledge.answering.calibration import calibration
from knowledge.errors import ConfigError
from knowledge.retrieval.retriever import Retriever

CASES = Path("tests/golden")
FLOORS = "floors.toml"


def evaluate_command(
    split: Annotated[str, typer.Option(help="dev, kept or all of the golden questions.")] = "all",
    report: Annotated[Path | None, typer.Option(help="Write report.html and run.json into this folder.")] = None,
    compare_runs: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", help="Two run.json files: only show which answers changed."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of tables.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Index the starter corpus in a temporary folder and ask that.")
    ] = False,
    cases: Annotated[Path, typer.Option(help="Folder or file of golden questions.")] = CASES,
    llm: Annotated[
        bool, typer.Option("--llm", help="Ask with the language model of PANDU_LLM and without it, and compare.")
    ] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="With --llm: ask the model what it thinks of its answers, too.")
    ] = False,
    people: Annotated[
        Path | None,
        typer.Option(help="Ask the messages of this file (JSON lines) instead, and print the answers for grading."),
    ] = None,
) -> None:
    """Ask the golden questions of the published release and say how well they are answered.

    Ends with exit code 1 when a figure is below its floor in floors.toml beside the questions.
    """
    out, err = Console(highlight=False), Console(stderr=True, highlight=False)
    if compare_runs:
        _compare(*compare_runs, as_json=as_json, out=out)
        return
    if people:
        _ask_people(people, fresh=fresh, report=report, out=out, err=err)
        return
    chosen = in_split(load_cases(cases), _split(split))
    if llm:
        _ask_model(chosen, fresh=fresh, judge=judge, as_json=as_json, out=out, err=err)
        return
    with _progress(err) as on_progress, _app(fresh, on_progress) as app:
        results = run_cases(
            chosen, app.answering, Retriever(app.releases), lambda done, total: on_progress("questions", done, total)
        )
        release = app.releases.current().id
    run = Run(
        release=release, split=split, began=now_utc(), threshold=calibration().refusal_threshold, results=tuple(results)
    )
    floors = below_floors(figures(results), (cases if cases.is_dir() else cases.parent) / FLOORS, split)
    if report:
        err.print(f"{write_report(run, floors, report)} written")
    if as_json:
        sys.stdout.write(json.dumps(_summary(run, floors), ensure_ascii=False) + "\n")
    else:
        show_run(run, floors, out)
    if floors:
        raise typer.Exit(1)


def _ask_model(chosen: Sequence[Case], *, fresh: bool, judge: bool, as_json: bool, out: Console, err: Console) -> None:
    with _progress(err) as on_progress, _app(fresh, on_progress) as app:
        if app.answering.model is None:
            raise ConfigError("No language model is set; PANDU_LLM names one, such as openai:gpt-4o-mini.")
        retriever = Retriever(app.releases)
        found = run_written(
            chosen,
            app.answering,
            Faithfulness(retriever, app.releases.embedder),
            Judge(app.answering.model, retriever) if judge else None,
            lambda done, total: on_progress("questions", done, total),
        )
    if as_json:
        sys.stdout.write(json.dumps({**asdict(found), "faithfulness": found.faithfulness}) + "\n")
    else:
        show_written(found, out)


def _ask_people(people: Path, *, fresh: bool, report: Path | None, out: Console, err: Console) -> None:
    turns = load_turns(people)
    with _progress(err) as on_progress, _app(fresh, on_progress) as app:
        told = ask_all(turns, app.answering, lambda done, total: on_progress("messages", done, total))
    text = "\n".join(transcript(told))
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / f"{people.stem}.txt").write_text(text, encoding="utf-8")
        err.print(f"{report / people.stem}.txt written")
    else:
        out.out(text)
    checked = [one for one in told if one.checked]
    if checked:
        err.print(f"{sum(not one.faults for one in checked)} of {len(checked)} messages with checks pass them")


def _compare(before: Path, after: Path, *, as_json: bool, out: Console) -> None:
    changes = compare(read_run(before), read_run(after))
    if as_json:
        rows = [{"id": change.id, "change": change.change, "question": change.question} for change in changes]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        show_changes(changes, out)


def _summary(run: Run, floors: list[str]) -> dict[str, object]:
    """The figures and results of a run, for programs."""
    return {
        "figures": figures(run.results).written(),
        "groups": {
            field: {name: found.written() for name, found in by_group(run.results, field).items()} for field in GROUPS
        },
        "curve": [asdict(point) for point in curve(run.results)],
        "below_floors": floors,
        "run": run.model_dump(mode="json"),
    }


def _split(name: str) -> Split | None:
    if name == "all":
        return None
    for split in SPLITS:
        if split == name:
            return split
    raise ConfigError(f"There is no split “{name}”; it is dev, kept or all.")


@contextmanager
def _app(fresh: bool, on_progress: _Bars) -> Iterator[App]:
    settings = load_settings()
    if fresh:
        with starter_app(settings, on_progress) as app:
            yield app
        return
    app = build_app(settings)
    try:
        yield app
    finally:
        app.close()


class _Bars:
    """Progress bars, one for each kind of work, made when it begins."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._doing, self._task = "", progress.add_task("", visible=False)

    def __call__(self, doing: str, done: int, total: int) -> None:
        if doing != self._doing:
            self._doing, self._task = doing, self._progress.add_task(doing, total=total)
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def _progress(console: Console) -> Iterator[_Bars]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bars(progress)

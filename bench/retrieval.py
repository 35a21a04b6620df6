"""Retrieval side by side with peers: ``python -m bench.retrieval EVAL_FILE [--only NAME] [--json]``, and over the
starter corpus with the golden questions: ``python -m bench.retrieval --golden [--only NAME] [--json]``.

Every system runs in a process of its own on one core, over the same sets: T1 (Indonesian questions and passages), T1c
(the same questions in chat style), T3 (Indonesian questions, English passages), T3mix (T3 among the Indonesian
passages) and T3rev (English questions, Indonesian passages). Figures are nDCG@10; the AUROC tells questions that the
Indonesian passages answer from Indonesian questions on other topics. "index s" is the time for the passages of T1; it
and "ms/query" are processor time, which other work on the machine changes less than the time on the clock.

The golden figures are the shares of golden questions (single ones that name their sections) with one of the sections
first, or among the first five; both language versions of a section count as one. "Pandu" ranks the same texts as its
peers do; "Pandu as it answers" is the retriever of the product.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.golden import GOLDEN_FIGURES, PRODUCT, GoldenSet, measure_product, read_golden, recalls
from bench.machine import machine
from bench.measures import auroc, ndcg
from bench.retrieval_systems import SYSTEMS

COSTS = ("ms/query", "index s", "MB")
#: On one core a second thread only waits for the first.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
COLUMNS = ("T1", "T1c", "T3", "T3mix", "T3rev", "AUROC", *COSTS)


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Questions, the passages they are asked of, and the right rows of each."""

    questions: list[str]
    passages: list[str]
    right: list[set[int]]


def read_sets(path: Path) -> tuple[dict[str, EvaluationSet], list[str]]:
    """The sets of an evaluation file (JSON, plain or ``.xz``) and the questions on other topics."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    pool, english, translated = content["pool"], content["enpar"], content["sqid"]
    places = {passage: row for row, passage in enumerate(translated)}
    crossed = content["t3"]
    indonesian = [row[0] for row in crossed]
    in_english = [{row[1]} for row in crossed]
    sets = {
        "T1": EvaluationSet([row[0] for row in content["t1"]], pool, [set(row[1]) for row in content["t1"]]),
        "T1c": EvaluationSet([row[0] for row in content["t1c"]], pool, [set(row[1]) for row in content["t1c"]]),
        "T3": EvaluationSet(indonesian, english, in_english),
        "T3mix": EvaluationSet(indonesian, english + pool, in_english),
        "T3rev": EvaluationSet([row[2] for row in crossed], translated, [{places[row[3]]} for row in crossed]),
    }
    return sets, list(dict.fromkeys(indonesian))


def measure(name: str, sets: dict[str, EvaluationSet], other_topics: Sequence[str]) -> dict[str, float]:
    """Run one system over all sets; equal passages are indexed once, in the order of ``sets``."""
    figures: dict[str, float] = {}
    asked = queried = indexed = 0.0
    for passages in _distinct([one.passages for one in sets.values()]):
        system = SYSTEMS[name]()
        start = time.process_time()
        system.index(passages)
        indexed = indexed or time.process_time() - start
        for key, one in sets.items():
            if one.passages is not passages and one.passages != passages:
                continue
            start = time.process_time()
            found = [system.search(question) for question in one.questions]
            queried += time.process_time() - start
            asked += len(found)
            gains = [ndcg(rows, right) for (rows, _), right in zip(found, one.right, strict=True)]
            figures[key] = sum(gains) / len(gains)
            if key == "T1":
                others = [system.search(question)[1] for question in other_topics]
                sure = [certainty for _, certainty in found]
                figures["AUROC"] = float("nan") if math.isnan(sure[0]) else auroc(sure, others)
    return figures | _costs(queried / asked, indexed)


def measure_golden(name: str, golden: GoldenSet) -> dict[str, float]:
    """Run one system over the starter corpus."""
    if name == PRODUCT:
        figures, seconds, indexed = measure_product(golden)
        return figures | _costs(seconds, indexed)
    system = SYSTEMS[name]()
    start = time.process_time()
    system.index(golden.passages)
    indexed = time.process_time() - start
    start = time.process_time()
    found = [[golden.sections[row] for row in system.search(case.question)[0]] for case in golden.cases]
    return recalls(golden.cases, found) | _costs((time.process_time() - start) / len(golden.cases), indexed)


def _costs(seconds: float, indexed: float) -> dict[str, float]:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms/query": 1000 * seconds, "index s": indexed, "MB": memory}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path, nargs="?", metavar="EVAL_FILE")
    parser.add_argument("--golden", action="store_true", help="the golden questions instead of an evaluation file")
    parser.add_argument("--only", metavar="NAME", help=f"one of: {', '.join((*SYSTEMS, PRODUCT))}")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.golden == bool(options.evaluation):
        parser.error("Give an evaluation file, or --golden.")
    if options.evaluation and not options.evaluation.is_file():
        parser.error(f"There is no file {options.evaluation}.")
    names = [*SYSTEMS, PRODUCT] if options.golden else list(SYSTEMS)
    if options.only and options.only not in names:
        parser.error(f"There is no system {options.only!r} here; there are: {', '.join(names)}.")
    if options.only and options.json:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print(json.dumps({options.only: _figures(options.only, options.evaluation)}))
        return
    if not options.json:
        print(f"{machine()}\n", flush=True)
    results: dict[str, dict[str, float]] = {}
    for name in [options.only] if options.only else names:
        sets = "--golden" if options.golden else str(options.evaluation)
        command = [sys.executable, "-m", "bench.retrieval", sets, "--only", name, "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=os.environ | ONE_THREAD)
        if done.returncode:
            print(f"{name}: failed, see above. It needs: pip install 'pandu-ascn[bench,hub]'", file=sys.stderr)
            continue
        results |= json.loads(done.stdout.splitlines()[-1])
    columns = (*GOLDEN_FIGURES, *COSTS) if options.golden else COLUMNS
    print(json.dumps(results, indent=2) if options.json else table(results, columns))


def _figures(name: str, evaluation: Path | None) -> dict[str, float]:
    return measure(name, *read_sets(evaluation)) if evaluation else measure_golden(name, read_golden())


def table(results: dict[str, dict[str, float]], columns: Sequence[str] = COLUMNS) -> str:
    """A Markdown table of the figures."""
    lines = [f"| | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    for name, figures in results.items():
        cells = [_cell(column, figures[column]) for column in columns]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(column: str, value: float) -> str:
    if math.isnan(value):  # the system does not say how sure it is
        return "–"
    return f"{value:.1f}" if column in {"ms/query", "index s"} else f"{value:.0f}" if column == "MB" else f"{value:.3f}"


def _distinct(lists: Sequence[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for one in lists:
        if one not in kept:
            kept.append(one)
    return kept


if __name__ == "__main__":
    main()

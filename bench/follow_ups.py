"""How well what leans on a conversation is answered: ``python -m bench.follow_ups [--data FOLDER]``.

Every line of ``tests/people/follow-ups.tsv`` holds how the last message is to be read, the messages before it, itself,
the same written out, and the sections that answer it (``-`` for none). Right is an answer whose first passage is one of
them; beside it stands what the written-out question finds, which no reading can better. Without ``--data`` the starter
corpus is indexed in a temporary folder first.

With ``--rewritten`` a scripted language model reads every message: as it is written out, then in each of the wrong ways
of ``tests/fakes/lies.py``. What is told then is how many readings were taken, and how many of the wrong ones.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.app import App, build_app
from bot.evaluation.ranking_metrics import rank_of, section_name
from bot.evaluation.starter import starter_app
from bot.settings import load_settings
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Answer, Outcome
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel
from knowledge.language.query import Query
from knowledge.retrieval.retriever import Retriever
from tests.fakes.lies import MISREADINGS
from tests.fakes.lying_model import LyingModel

LINES = Path(__file__).parents[1] / "tests" / "people" / "follow-ups.tsv"
_BEFORE = 4  # answers that a channel remembers


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation and what answers its last message."""

    kind: str
    before: list[str]
    message: str
    written_out: str
    sections: list[str]


def lines() -> list[Line]:
    """All of them."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Line(kind, before.split(" || "), message, written_out, sections.split(",") if sections != "-" else [])
        for kind, before, message, written_out, sections in rows
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a data folder with the starter corpus published")
    parser.add_argument("--rewritten", action="store_true", help="measure a language model that reads messages")
    given = parser.parse_args()
    settings = load_settings()
    if given.data:
        opened = nullcontext(build_app(settings.model_copy(update={"data": given.data}), exact=True))
    else:
        opened = starter_app(settings, exact=True)
    with opened as app:
        _print(_measured(app, app.answering))
        if given.rewritten:
            _print_rewritten(app)


def _print_rewritten(app: App) -> None:
    """How well messages are answered of which a scripted model says what they mean, or something else."""
    model = LyingModel()
    model.meant = {line.message: [line.written_out] for line in lines()}
    with model.server:
        chat = ChatModel("openai:lying", url=model.url, breaker=Breaker(failures=10**9))
        reads = AnswerPipeline(
            app.releases, app.indicators, originals=app.originals, model=chat, jobs=("understanding",)
        )
        for kind in ("faithful", *MISREADINGS):
            model.reads = kind
            found = _measured(app, reads)
            total = sum(found.values(), Counter[str]())
            shares = ", ".join(f"{name} {total[name]}" for name in ("right", "plainly wrong", "given", "taken", "lies"))
            print(f"{kind:20} {total['asked']:4} asked: {shares}", flush=True)


def _measured(app: App, answering: AnswerPipeline) -> dict[str, Counter[str]]:
    names = _names(app)
    retriever = Retriever(app.releases)
    found: dict[str, Counter[str]] = {}
    for line in lines():
        answer = answering.answer(line.message, history=_history(app.answering, tuple(line.before)), asker=Asker())
        count = found.setdefault(line.kind, Counter())
        count["given"] += bool(answer.written)
        taken = any(one.used for one in answer.written)
        count["taken"] += taken
        count["lies"] += taken and answer.question != line.written_out
        if not line.sections:
            count["held by none"] += 1
            count["plainly answered"] += answer.outcome is Outcome.ANSWERED
            continue
        right = bool(answer.passages) and names.get(answer.passages[0]) in line.sections
        count["asked"] += 1
        count["right"] += right
        count["asked back"] += answer.outcome is Outcome.ASKED_BACK
        count["plainly wrong"] += answer.outcome is Outcome.ANSWERED and not right
        passages = retriever.retrieve(Query(line.written_out, answer.language)).passages
        count["written out"] += rank_of(line.sections, passages) == 1
    return found


@cache
def _history(plain: AnswerPipeline, messages: tuple[str, ...]) -> list[Answer]:
    """What was answered before, the same whoever reads the last message."""
    history: list[Answer] = []
    for message in messages:
        history.append(plain.answer(message, history=history[-_BEFORE:]))
    return history[-_BEFORE:]


def _names(app: App) -> dict[str, str]:
    """The names of all sections by the ids of their chunks."""
    release = app.releases.current()
    passages = Retriever(app.releases).in_language(release.rows.chunks, "id")
    passages += Retriever(app.releases).in_language(release.rows.chunks, "en")
    return {passage.chunk.id: section_name(passage) for passage in passages}


def _print(found: dict[str, Counter[str]]) -> None:
    total: Counter[str] = sum(found.values(), Counter())
    for kind, count in [*found.items(), ("all", total)]:
        shares = ", ".join(f"{name} {count[name]}" for name in ("right", "asked back", "plainly wrong", "written out"))
        print(f"{kind:10} {count['asked']:4} asked: {shares}")
    print(f"{total['held by none']} that no section holds: {total['plainly answered']} answered without reserve")


if __name__ == "__main__":
    main()

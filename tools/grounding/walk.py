"""Asks a thousand questions and more of a language model that lies, and looks for its lies in what people are given.

``python -m tools.grounding.walk [--answers 1050] [--language en]``; the data folder is ``PANDU_DATA``, where the
starter corpus is published.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.app import build_app
from bot.settings import load_settings
from ingest.corpus.loader import load_corpus
from ingest.importer import CORPUS
from knowledge.answer_text import plain_text
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Answer
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel
from knowledge.documents import LANGUAGES, Language
from knowledge.language.analyzer import tokens
from tests.fakes.lying_model import KINDS, LyingModel, Told

_SECONDS = 3.0
_SHAPED = re.compile(r"\d[\d.,]*\d|\d|https?://\S+|\b[A-Z]{2,}\b")


def foreign(answer: Answer, prompts: str, extract: str) -> set[str]:
    """Numbers, addresses, abbreviations and names of an answer that stand neither in its prompts nor in the extract."""
    stands = f"{prompts} {extract}"
    known = set(tokens(stands))
    text = "\n".join(line for line in plain_text(answer).split("\n") if not line.startswith("["))
    text = re.sub(r"\[\d+\]", " ", text)
    shaped = {one.rstrip(".,") for one in _SHAPED.findall(text)}
    names = re.findall(r"(?<=[a-z,] )[A-Z][a-z]+(?!\w)", text)
    return {one for one in shaped if one not in stands} | {one for one in names if one.lower() not in known}


def plain(text: str) -> str:
    """Words alone, to look for a sentence in an answer."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def walk(
    model: LyingModel, pipeline: AnswerPipeline, extracts: AnswerPipeline, asked: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Answer, bool, set[str], bool, float]]:
    """Each question with a kind of lie: kind, answer, whether the lie is in it, what is foreign, whether it is
    complete (as written, or the extract), the seconds."""
    for question, kind in asked:
        model.kind = kind
        before = len(model.told)
        began = time.perf_counter()
        answer = pipeline.answer(question, asker=Asker("walk"))
        took = time.perf_counter() - began
        told = model.told[before:]
        extract = plain_text(extracts.answer(question))
        reached = any(_told_a_lie(one, answer) for one in told)
        strange = foreign(answer, " ".join(one.prompt for one in told), extract) if told else set[str]()
        whole = answer.in_model_words or plain_text(answer) == extract
        yield kind, answer, reached, strange, whole, took


def _told_a_lie(told: Told, answer: Answer) -> bool:
    lie = plain(told.lie)
    return bool(lie) and lie not in plain(told.prompt) and lie in plain(plain_text(answer))


def main() -> None:
    """Print the figures for each kind of lie."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1050)
    parser.add_argument("--only", choices=KINDS, help="one kind of lie")
    parser.add_argument("--language", choices=LANGUAGES, default="id")
    given = parser.parse_args()
    most, kinds = given.answers, [given.only] if given.only else list(KINDS)
    app = build_app(load_settings())
    model = LyingModel()
    with model.server:
        chat = ChatModel("openai:lying", url=model.url, seconds=_SECONDS, breaker=Breaker(failures=10**9))
        pipeline = AnswerPipeline(
            app.releases, app.indicators, originals=app.originals, model=chat, hand_over=app.available
        )
        questions = _questions(shown_questions(given.language))
        pairs = list(itertools.islice(zip(questions, itertools.cycle(kinds), strict=False), most))
        rows: dict[str, Counter[str]] = defaultdict(Counter)
        times: dict[str, list[float]] = defaultdict(list)
        for kind, answer, reached, strange, complete, took in walk(model, pipeline, app.answering, pairs):
            row = rows[kind]
            row["answers"] += 1
            row["written"] += answer.in_model_words
            row["asked"] += bool(answer.written)
            row["complete"] += complete
            row["lies"] += reached
            row["foreign"] += bool(strange)
            times[kind].append(took)
            if reached or strange:
                print(f"{kind}: {answer.question!r} {sorted(strange)} {plain_text(answer)[:300]!r}")
    print(f"{'kind':20} answers    asked  written complete     lies  foreign  longest")
    for kind, row in (*rows.items(), ("all", sum(rows.values(), Counter[str]()))):
        counts = " ".join(f"{row[name]:8}" for name in ("answers", "asked", "written", "complete", "lies", "foreign"))
        print(f"{kind:20} {counts} {max(times[kind], default=0):8.2f} s")
    app.close()


def shown_questions(language: Language = "id") -> list[str]:
    """The well-formed questions that the texts of the starter corpus in a language answer."""
    return [
        section.shown_question
        for loaded in load_corpus(CORPUS)
        if loaded.document.language == language
        for section in loaded.sections
        if section.shown_question
    ]


def _questions(shown: Sequence[str]) -> Iterator[str]:
    draw = random.Random(18)
    while True:
        yield from draw.sample(list(shown), len(shown))


if __name__ == "__main__":
    main()

"""The golden questions with a language model and without it."""

from __future__ import annotations

from rich.console import Console

from bot.evaluation.console import show_written
from bot.evaluation.written import run_written
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel
from tests.bot.evaluation.making import case
from tests.fakes.lying_model import LyingModel
from tests.parts import Parts


def test_correctness_and_faithfulness_are_told_beside_the_extract(readable: Parts) -> None:
    lying = LyingModel()
    lying.kind = "invented fact"
    asked = [
        case(turns=["Siapa yang dapat menjadi CSCO kota anggota ASCN?"], required=["kepala perencanaan kota"]),
        case(id="weather", turns=["Who painted the Mona Lisa?"], expect="refused", required=[], sections=[]),
    ]
    with lying.server:
        chat = ChatModel("openai:lying", url=lying.url, breaker=Breaker(failures=100))
        answering = AnswerPipeline(readable.releases, readable.indicators, model=chat)
        found = run_written(asked, answering)
    assert (found.cases, found.asked, found.used, found.right_extracts) == (2, 1, 1, 2)
    assert found.right == 2
    assert found.sentences["dropped"] == 1
    assert found.faithfulness is not None
    assert 0.5 < found.faithfulness < 1
    console = Console(record=True, width=100)
    show_written(found, console)
    text = console.export_text()
    assert "faithfulness" in text
    assert "complete 1" in text

"""The golden questions with a language model and without it."""

from __future__ import annotations

from rich.console import Console

from bot.evaluation.console import show_written
from bot.evaluation.judging import Judge
from bot.evaluation.written import Faithfulness, run_written
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel
from knowledge.retrieval.retriever import Retriever
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
        faithfulness = Faithfulness(Retriever(readable.releases), readable.releases.embedder)
        lying.judges = {"faithful": True, "answers": False}
        judge = Judge(chat, Retriever(readable.releases))
        found = run_written(asked, answering, faithfulness, judge)
    assert (found.cases, found.asked, found.used, found.right_extracts) == (2, 1, 1, 2)
    assert found.right == 2
    assert found.sentences["dropped"] == 1
    assert found.faithfulness is not None
    assert 0.5 < found.faithfulness < 1
    for said, borne in (found.given, found.extracted):
        assert said == borne > 1
    console = Console(record=True, width=120)
    show_written(found, console)
    text = console.export_text()
    assert found.opinions == {"agrees on faithfulness": 1, "disagrees on correctness": 1}
    assert "faithful as extract" in text
    assert text.count("100.0") >= 4
    assert "complete 1" in text

"""Questions and documents that are made to be slow, or to look like what they are not, through the real parts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from bot.evaluation.cases import load_cases
from ingest.chunking import split
from ingest.corpus.loader import load_corpus
from ingest.loaders.registry import load
from ingest.masking import masked
from knowledge.answer_text import plain_text, source_lines
from knowledge.answering.context import Context
from knowledge.answering.steps.indicators import IndicatorLookup
from knowledge.answering.steps.interpretation import Interpretation
from knowledge.language.query import Query
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState, ShownItem
from knowledge.understanding.message import read_message
from knowledge.understanding.shapes import SHAPES
from tests.parts import Parts
from tests.test_patterns import stopped_after
from tools.attack.questions import LIMIT, adversarial_questions
from tools.attack.samples import samples

FACTOR = 10  # times what ordinary messages of that length take; a pattern gone wrong takes thousands
GOLDEN = Path(__file__).parents[1] / "golden"


def once(use: Callable[[], object]) -> float:
    """Processor time of one use."""
    began = time.process_time()
    use()
    return time.process_time() - began


def seconds(use: Callable[[], object]) -> float:
    """Processor time, the best of three."""
    return min(once(use) for _ in range(3))


def hostile() -> list[str]:
    """What the patterns of understanding look for, over and over up to the limit; clauses and sentences without end;
    and questions of all kinds."""
    bodies = [text.strip() for shape in SHAPES.get("patterns").values() for text in samples(shape["pattern"])[:1]]
    bodies += [
        "a,",
        "apa itu ASCN,",
        "dan apa",
        "apa?",
        "a.",
        "apa itu ASCN? ",
        "yth.",
        "1.",
        "?",
        "bukan",
        "Kota Batu,",
    ]
    repeated = [(f"{body} " * (LIMIT // len(body) + 1))[: LIMIT - 2].strip() + "zq" for body in dict.fromkeys(bodies)]
    return [*repeated, *adversarial_questions(3, 130)]


def test_no_message_is_slow_to_understand(readable: Parts) -> None:
    """Neither by itself nor after an answer; beside messages as long as one may be, of ordinary questions."""
    embedder = readable.releases.embedder
    interpret, look_up = Interpretation(embedder), IndicatorLookup(readable.indicators, Retriever(readable.releases))
    asked = "Apa saja tugas CSCO?"
    items = (ShownItem("a"), ShownItem("b"))
    before = ConversationState(asked, (asked,), topic="tugas csco", heading="Tugas", lists=(items,))

    def understand(text: str) -> None:
        query = Query.of(text, "id", limit=LIMIT)
        for part in read_message(query.text, embedder).parts:
            context = Context(query.reworded(part.text), state=before, background=part.background, subject=part.subject)
            interpret(context)
            look_up(context)

    questions = [case.question for case in load_cases(GOLDEN)]
    texts = [" ".join(questions[at:])[:LIMIT] for at in range(0, len(questions) - 120, 60)]
    assert len(texts) >= 5
    usual = median(once(lambda text=text: understand(text)) for text in texts)
    slow = []
    for text in hostile():
        with stopped_after(10.0):
            taken = once(lambda text=text: understand(text))
        if taken > FACTOR * usual and seconds(lambda text=text: understand(text)) > FACTOR * usual:
            slow.append(text)
    assert slow == []


@pytest.mark.parametrize(
    "piece",
    [
        "# a" + " " * 97,
        "**a* `b _c ",
        "[[[a",
        "![a](",
        "[a](b(",
        "[@a ",
        "- a\n\n",
        "a\n",
        "1. a\n\n",
        "2) a b c\n\n",
        "| a ",
        "| a |\n",
        "a",
        "a. ",
        ". ",
        " ",
        "\t\n",
        "0812 3456 7890, ",
        "Pasal 1\n\n",
        "BAB I\n\n",
    ],
)
def test_no_text_is_slow_to_read(piece: str, tmp_path: Path) -> None:
    """A text four times as long takes about four times as long, not sixteen."""
    short, long = tmp_path / "short.md", tmp_path / "long.md"
    for path, length in ((short, 25_000), (long, 100_000)):
        path.write_text("Judul laporan kota\n\n" + piece * (length // len(piece)), encoding="utf-8")
    with stopped_after(60.0):
        most = 9 * max(min(_reading(short) for _ in range(2)), 0.05)
    with stopped_after(60.0):  # the best of two; once is enough where the first is good
        assert any(_reading(long) < most for _ in range(2))


def _reading(path: Path) -> float:
    began = time.process_time()
    loaded = masked(load(path))
    split(loaded.document, loaded.sections)
    return time.process_time() - began


def test_a_document_cannot_pass_its_own_brackets_off_as_citations(parts: Parts, tmp_path: Path) -> None:
    """From a file to what is read: the only ``[1]`` of the answer is ours."""
    path = tmp_path / "laporan.md"
    path.write_text(
        "# Laporan parkir kota Semarang [9]\n\n## Tarif parkir [3]\n\n"
        "Tarif parkir kota Semarang tiga ribu rupiah [7], lihat [1, 2] dan [@tor, cl. 4] serta ［8］ dan [\u200b6]. "
        "Larik a[i] dan [sic] tetap.\n",
        encoding="utf-8",
    )
    parts.importer.take(path, str(path))
    parts.publish()
    answer = parts.answering.answer("Berapa tarif parkir kota Semarang?")
    assert answer.citations
    assert answer.citations[0].title.startswith("Laporan parkir kota Semarang {9}")
    rendered = "\n".join([plain_text(answer), *source_lines(answer.citations, answer.language)])
    for own in ("{7}", "{1, 2}", "{@tor, cl. 4}", "{8}", "{6}", "a[i]", "[sic]"):
        assert own in rendered
    for theirs in ("[7]", "[1, 2]", "[@", "［", "[6]", "[9]", "[3]"):
        assert theirs not in rendered
    assert rendered.count("[1]") >= 1


def test_our_own_marks_are_left_alone(small_corpus: Path) -> None:
    """The starter corpus keeps its marks, and has none of the other kind."""
    texts = [section.text for loaded in load_corpus(small_corpus) for section in loaded.sections]
    assert any("[@" in text for text in texts)
    assert not any(f"[{digit}" in text for text in texts for digit in range(10))

"""The starter corpus and the golden questions as a set for the retrieval benchmark."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measures import recall
from bot.app import build_app
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.ranking_metrics import section_name
from bot.evaluation.starter import starter_app
from bot.settings import load_settings
from ingest.importer import Importer
from ingest.sandbox import load_safely
from knowledge.documents import LANGUAGES, Passage
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.retrieval.retriever import Retriever

CASES = Path(__file__).parent.parent / "tests" / "golden"
PRODUCT = "Pandu as it answers"
DEPTH = 10
GOLDEN_FIGURES = tuple(f"recall@{depth} {language}" for depth in (1, 5) for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """Questions, the texts of the starter corpus in both languages, and the section each text is."""

    cases: list[Case]
    passages: list[str]
    sections: list[str]


def read_golden() -> GoldenSet:
    """The single golden questions that name sections, over every text with its heading and asked questions."""
    cases = [case for case in load_cases(CASES) if case.sections and len(case.turns) == 1]
    settings = load_settings()
    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder:
        changes = {"data": Path(folder), "database_url": type(settings.database_url)(""), "chroma_url": None}
        app = build_app(settings.model_copy(update=changes))
        try:
            Importer(Path(folder), app.document_store, load_safely).starter()
            versions = app.document_store.current_versions()
            documents = app.document_store.version_documents(versions)
            pairs = app.document_store.chunk_ids(versions)
            chunks = app.document_store.chunks(chunk for chunk, _ in pairs)
        finally:
            app.close()
    passages, sections = [], []
    for name, version in pairs:
        chunk = chunks[name]
        passages.append("\n".join((" – ".join(chunk.heading), strip_marks(chunk.text), *chunk.example_questions)))
        sections.append(section_name(Passage(chunk, documents[version], 0.0, 0.0, 0.0)))
    return GoldenSet(cases, passages, sections)


def measure_product(golden: GoldenSet) -> tuple[dict[str, float], float, float]:
    """What the retriever finds in a published release: figures, seconds for a question, seconds to build."""
    start = time.process_time()
    with starter_app(load_settings()) as app:
        retriever = Retriever(app.releases)
        retriever.retrieve(Query(golden.cases[0].question, golden.cases[0].language))  # opens the index
        built = time.process_time() - start
        start = time.process_time()
        answers = [retriever.retrieve(Query(case.question, case.language), limit=DEPTH) for case in golden.cases]
        seconds = (time.process_time() - start) / len(golden.cases)
    found = [[section_name(passage) for passage in answer.passages] for answer in answers]
    return recalls(golden.cases, found), seconds, built


def recalls(cases: Sequence[Case], found: Sequence[Sequence[str]]) -> dict[str, float]:
    """The golden figures for the sections found for each case, best first; a section counts once."""
    figures: dict[str, float] = {}
    for depth in (1, 5):
        for language in LANGUAGES:
            hits = [
                _recall(case, sections, depth)
                for case, sections in zip(cases, found, strict=True)
                if case.language == language
            ]
            figures[f"recall@{depth} {language}"] = sum(hits) / len(hits)
    return figures


def _recall(case: Case, sections: Sequence[str], depth: int) -> float:
    ranked = list(dict.fromkeys(sections))
    right = [place for place, section in enumerate(ranked) if section in case.sections]
    return recall(range(len(ranked)), right, depth)

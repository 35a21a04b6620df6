"""Cases, answers and results for the tests of the evaluation."""

from __future__ import annotations

from typing import Any

from bot.evaluation.cases import Case
from bot.evaluation.runner import Result, Run
from knowledge.answers import Answer, Citation, Outcome, Paragraph


def case(**changes: Any) -> Case:
    """A case on the founding of the network."""
    fields: dict[str, Any] = {
        "id": "founded",
        "collection": "ascn",
        "language": "en",
        "style": "formal",
        "expect": "answered",
        "turns": ["When was the ASCN founded?"],
        "required": ["28 april 2018"],
        "sections": ["ascn-basics#founding"],
    }
    return Case.model_validate(fields | changes)


def answer(text: str = "It was 28 April 2018. [1]", outcome: Outcome = Outcome.ANSWERED, **changes: Any) -> Answer:
    """An answer of one paragraph that cites a section of the basics."""
    citation = Citation(number=1, title="ASCN", publisher="ASEAN", locator="clause 7", document="ascn-basics.en")
    fields: dict[str, Any] = {
        "outcome": outcome,
        "language": "en",
        "question": "When was the ASCN founded?",
        "blocks": (Paragraph(text=text, citations=(1,)),),
        "citations": (citation,),
    }
    return Answer.model_validate(fields | changes)


def result(**changes: Any) -> Result:
    """A right answer to an answerable question."""
    fields: dict[str, Any] = {
        "id": "founded",
        "split": "dev",
        "collection": "ascn",
        "language": "en",
        "style": "formal",
        "kind": "",
        "expect": "answered",
        "turns": ["When?"],
        "standalone": "When?",
        "outcome": "answered",
        "right": True,
        "strict": True,
        "refused": False,
        "citation": True,
        "missing": [],
        "stated": [],
        "confidence": 0.9,
        "searched": True,
        "honest": False,
        "ranked": True,
        "rank": 1,
        "milliseconds": 10.0,
        "answer": "28 April 2018",
        "citations": ["ASCN"],
    }
    return Result.model_validate(fields | changes)


def refusal(**changes: Any) -> Result:
    """A question to refuse, rightly refused."""
    fields = {"id": "weather", "expect": "refused", "outcome": "refused", "refused": True, "confidence": 0.1}
    return result(**{**fields, "citation": None, "ranked": False, "rank": None, **changes})


def run(*results: Result) -> Run:
    """A run of the dev split."""
    return Run(release="r1", split="dev", began="2026-11-24 08:00 UTC", threshold=0.3, results=results)

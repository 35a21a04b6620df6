"""Scoring one answer against its golden case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.evaluation.cases import Case
from knowledge.answer_text import plain_text
from knowledge.answers import Answer, Card, Outcome
from knowledge.language.dates import MONTHS
from knowledge.markup.citation_marks import strip_numbers

_MONTHS = dict(zip(map(str.lower, MONTHS["id"]), map(str.lower, MONTHS["en"]), strict=True))
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:([.,\s])\d{3})(?:\1\d{3})*(?![\d])")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_NOT_ANSWERED = {Outcome.REFUSED, Outcome.DECLINED, Outcome.OUTSIDE, Outcome.CARE}
# What counts as right: the kind asked for, and what is as good for the asker.
_ACCEPTED: dict[str, set[Outcome]] = {
    "answered": {Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY},
    "indicator": {Outcome.INDICATOR, Outcome.ANSWERED, Outcome.PARTLY},
    "partly": {Outcome.PARTLY, Outcome.ANSWERED, Outcome.INDICATOR, Outcome.REFUSED},
    "refused": {Outcome.REFUSED, Outcome.PARTLY, Outcome.OUTSIDE},
    "declined": {Outcome.DECLINED, Outcome.REFUSED, Outcome.CARE},
    "smalltalk": {Outcome.SMALLTALK},
}


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer compares with its case.

    ``right``: an accepted outcome, every required fact, no forbidden statement. ``strict``: right, with exactly the
    outcome expected. ``citation`` is None where no citation is to be judged: nothing was answered or none is expected.
    ``missing`` and ``stated`` are the required patterns not found and the forbidden ones found.
    """

    right: bool
    strict: bool
    refused: bool
    citation: bool | None
    missing: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Text in the form that patterns are written for: lower case, English month names, numbers as 1234.5.

    Citation marks go; every white space is one blank and every dash a hyphen. A number with three decimals after a
    leading zero stays a decimal number, every other group of three digits is taken for thousands.
    """
    plain = strip_numbers(text).casefold()
    plain = re.sub(r"[‐‑‒–—]", "-", plain)
    plain = " ".join(plain.split())
    plain = _MONTH.sub(lambda found: _MONTHS[found[1]], plain)
    plain = _GROUPED.sub(lambda found: re.sub(r"[.,\s]", "", found[0]), plain)
    return _DECIMAL_COMMA.sub(".", plain)


def score(case: Case, answer: Answer) -> Score:
    """Judge an answer."""
    text = normalise(plain_text(answer))
    missing = tuple(
        " | ".join(pattern.pattern for pattern in fact)
        for fact in case.required
        if not any(pattern.search(text) for pattern in fact)
    )
    stated = tuple(pattern.pattern for pattern in case.forbidden if pattern.search(text))
    right = answer.outcome in _ACCEPTED[case.expect] and not missing and not stated
    return Score(
        right=right,
        strict=right and answer.outcome.value == case.expect,
        refused=answer.outcome in _NOT_ANSWERED,
        citation=_citation(case, answer),
        missing=missing,
        stated=stated,
    )


def _citation(case: Case, answer: Answer) -> bool | None:
    if answer.outcome in _NOT_ANSWERED or case.expect not in {"answered", "indicator", "partly"}:
        return None
    if case.citation is not None:
        lines = [
            " | ".join((citation.title, citation.publisher, citation.locator, citation.document))
            for citation in answer.citations
        ]
        # A card names the standard, which nothing cites because its text was not read.
        cards = [block for block in answer.blocks if isinstance(block, Card)] if lines else []
        named = [field.value for card in cards for field in card.fields]
        return any(case.citation.search(line) for line in (*lines, *named))
    if not case.sections:
        return None
    documents = {section.partition("#")[0] for section in case.sections}
    return any(re.sub(r"\.(id|en)$", "", citation.document) in documents for citation in answer.citations)

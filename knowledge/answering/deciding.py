"""Step 4: whether the documents answer the question, before anything is composed."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.answering.context import Context
from knowledge.answering.phrases import say
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import Language
from knowledge.retrieval.retriever import Retrieved

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best passage answers the question", fitted on the golden set by
    ``tools/calibrate.py``. Below ``threshold`` Pandu refuses; below ``sure`` it gives the nearest passage and says that
    this may not be the answer."""

    weights: dict[str, float]
    bias: float
    threshold: float
    sure: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(content["weights"], content["bias"], content["threshold"], content["sure"])


def confidence(retrieved: Retrieved) -> float:
    """The probability (0..1) that the best passage answers the question; 0 when nothing was found."""
    if not retrieved.passages:
        return 0.0
    model = calibration()
    score = model.bias + sum(weight * retrieved.features[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-score))


class Decide:
    """Refuses when the documents do not hold the answer, and names what is near."""

    def __call__(self, context: Context) -> None:
        """Finish with a refusal, or leave the parts that can be answered."""
        whole = context.parts[0]
        # A part of a question has few words, so it finds something sooner: what is unsure of it is left out.
        if sure := [part for part in context.parts if confidence(part) >= calibration().sure]:
            context.parts = sure
            context.confidence = max(confidence(part) for part in sure)
        elif confidence(whole) >= calibration().threshold:
            context.parts, context.unsure = [whole], True
        else:
            context.parts = []
            refuse(context, _nearest(whole))


def refuse(context: Context, near: list[str]) -> None:
    """Finish as refused, with the nearest topics and the offer to pass the question on."""
    blocks: list[Paragraph | ListBlock] = [Paragraph(text=Outcome.REFUSED.message(context.language))]
    if near:
        blocks.append(Paragraph(text=say("refusal", "nearest", context.language)))
        blocks.append(ListBlock(items=tuple(Item(text=topic) for topic in near)))
    context.finish(Outcome.REFUSED, *blocks, refusal_offer(context.language))


def refusal_offer(language: Language) -> Paragraph:
    """The offer to pass a question on."""
    return Paragraph(text=say("refusal", "offer", language))


def _nearest(retrieved: Retrieved) -> list[str]:
    headings = (passage.chunk.heading[-1] for passage in retrieved.passages if passage.chunk.heading)
    return list(dict.fromkeys(headings))[:_NEAREST]

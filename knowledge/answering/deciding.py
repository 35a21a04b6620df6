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
from knowledge.retrieval import Retrieved

_NEAREST = 3
_PART = 0.5  # least confidence in a part of a question


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best passage answers the question", fitted on the golden set by
    ``tools/calibrate.py``; ``threshold`` is the probability below which Pandu refuses."""

    weights: dict[str, float]
    bias: float
    threshold: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(content["weights"], content["bias"], content["threshold"])


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
        near = _nearest(context.parts[0])
        least = calibration().threshold
        whole, *parts = context.parts
        # A part of a question has few words, so it finds something sooner: it must be surer than the whole.
        sure = [part for part in parts if confidence(part) >= max(least, _PART)]
        context.parts = [*([whole] if confidence(whole) >= least else []), *sure]
        if not context.parts:
            refuse(context, near)


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

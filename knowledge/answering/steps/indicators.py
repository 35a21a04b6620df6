"""Questions about single indicators are answered from the catalogue: first of all, and where the documents are no help
the indicators that are near."""

from __future__ import annotations

import re
from itertools import takewhile

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answers import Card
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.own_figures import asks_more_than_a_value
from knowledge.indicators.questions.cues import asks_for_one_side, asks_of_those_told
from knowledge.indicators.questions.terms import names_subject
from knowledge.indicators.replies.builder import IndicatorReply
from knowledge.language.analyzer import tokens
from knowledge.language.place_names import CITIES
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.corrections import meant
from knowledge.understanding.places import place_in
from knowledge.understanding.readings import beside_ordinal
from knowledge.understanding.sentences import sentences
from knowledge.understanding.shapes import pattern

_NAMES = re.compile(r"\b(?:indikator|indicator|ukuran|diukur|ngukur|mengukur|measure|satuan|unit|rumus|formula)", re.I)
_STANDARD = re.compile(r"3712[023]")
_QUOTED = re.compile(r"[\"“«]([^\"”»]{3,120})[\"”»]")
_FIGURE = re.compile(r"\d[\d.,]*")


class IndicatorLookup:
    """Asks the catalogue first: codes, formulas and values are looked up, never searched for in prose."""

    def __init__(self, answerer: IndicatorAnswerer, retriever: Retriever) -> None:
        self._answerer = answerer
        self._retriever = retriever

    def __call__(self, context: Context) -> None:
        """Finish with the catalogue's reply when the question is about indicators. One that names what documents of the
        staff speak of, and no indicator, is left to them."""
        named = _NAMES.search(context.query.text) is not None
        context.documents_first = not named and self._retriever.names_of_quoted(context.query)
        if not context.documents_first:
            self.look_up(context)

    def look_up(self, context: Context) -> None:
        """Finish with the catalogue's reply, if it has one."""
        if context.scope not in (None, "sni"):
            return
        if asks_more_than_a_value(context.with_figures, context.language):
            return
        for text in self._wordings(context):
            if reply := self._answerer.answer(text, context.language, self._earlier(context)):
                if _FIGURE.search(text):  # so that it can be worked out again with another figure
                    context.standalone = context.query.reworded(text)
                _finish(context, reply)
                return

    def _wordings(self, context: Context) -> list[str]:
        """The question; after the item of a list that it points at, or the figures told before it, where it does."""
        item = next((reading for reading in context.readings if reading.kind == "item"), None)
        if item is not None and item.item is not None:
            asked = beside_ordinal(context.query.text)
            if context.state.subjects or asked:
                return [f"{item.item.name} {context.query.text if context.state.subjects else asked}"]
        if context.corrects and (context.state.subjects or (context.reading and context.reading.kind == "another")):
            wanted = meant(context.query.text)
            # One of those just told of, or the question before with what was meant in it.
            one = [f"yang {wanted}"] if context.state.subjects and not _FIGURE.search(wanted) else []
            return [*one, context.reading.text if context.reading else context.query.text]
        question, told = context.query.text, context.background
        if (quoted := _QUOTED.search(f"{told} {question}")) and _STANDARD.search(question):
            return [f"{quoted[1]} {question}", question]  # a line of a form, and the question what it is
        if len(_FIGURE.findall(told)) > 1:
            return [f"{told} {question}", question]
        if told and _NAMES.search(question):  # "…, which indicator is that?" of what was told just before
            return [question, f"{sentences(told)[-1]} {question}"]
        if told and _STANDARD.search(question):  # "…, is that of ISO 37122?"
            return [question, *(f"{said} {question}" for said in reversed(sentences(told)))]
        return [question]

    def _earlier(self, context: Context) -> tuple[str, ...]:
        """The indicators spoken of before, unless the question stands by itself."""
        stands = all(reading.kind in ("standalone", "message", "rewritten") for reading in context.readings)
        text, language = context.query.text, context.language
        leans = asks_of_those_told(text) or not names_subject(text, language)
        beside = context.subject and asks_for_one_side(text)  # "is there one on plastic? tonnes or percent?"
        return () if stands and not (leans or beside) else context.state.subjects


class IndicatorsAfter:
    """Asks the catalogue what was left to the documents, where these do not answer it."""

    def __init__(self, lookup: IndicatorLookup) -> None:
        self._lookup = lookup

    def __call__(self, context: Context) -> None:
        """Finish with the catalogue's reply, if it has one."""
        if context.documents_first and context.confidence < calibration().refusal_threshold:
            self._lookup.look_up(context)
            context.found = None if context.finished else context.found


class IndicatorsNear:
    """Names the indicators that a question comes near to in meaning, where the documents hardly answer it."""

    def __init__(self, answerer: IndicatorAnswerer) -> None:
        self._answerer = answerer

    def __call__(self, context: Context) -> None:
        """Finish with the indicators that are near, if there are any."""
        if context.scope not in (None, "sni") or context.confidence >= calibration().reserve_threshold:
            return
        if context.documents_first and context.confidence >= calibration().refusal_threshold:
            return  # what documents of the staff speak of
        told = sentences(context.background)[-1:] if context.background else []
        text = " ".join([*told, context.standalone.text])
        if _of_one_place_or_year(text) and not _NAMES.search(text):
            return  # what one city has, spends or does
        leans = context.reading is not None and context.reading.kind not in ("standalone", "rewritten")
        follows = context.subject or (leans and context.state.question)
        if follows and not context.state.subjects and not _NAMES.search(text):
            return  # what comes behind a question on something else is hardly on an indicator
        if reply := self._answerer.nearest(text, context.language):
            _finish(context, reply)
            context.found = None


def _of_one_place_or_year(text: str) -> bool:
    named = place_in(text, introduces=False) or set(tokens(text)) & CITIES
    return bool(named) or pattern("year").search(text) is not None


def _finish(context: Context, reply: IndicatorReply) -> None:
    lead = takewhile(lambda block: not isinstance(block, Card), reply.blocks) if context.brief else ()
    context.finish(reply.outcome, *(list(lead) or reply.blocks))
    context.citations = list(reply.citations)
    context.suggestions = list(reply.suggestions)
    context.subjects = reply.keys
    context.confidence = reply.confidence

"""From a message to its answer: what it wants, the reply to each part of it, and one answer of all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from knowledge.answering.admission import objection, warning
from knowledge.answering.context import Asker, Context, Way
from knowledge.answering.merging import SAID, Reply, merge_offered
from knowledge.answering.part_replies import PartReplies
from knowledge.answering.question_steps import QuestionSteps
from knowledge.answering.reading_ahead import ReadingAhead
from knowledge.answering.replies import reply
from knowledge.answering.understood import greeting, understood
from knowledge.answers import JOBS, Answer, Job, Outcome, Paragraph
from knowledge.chat_model.budget import Budget
from knowledge.documents import Language
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.embedding.remembering import RememberingEmbedder
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.language.analyzer import Analyzer, default_analyzer, tokens
from knowledge.language.dates import written_date
from knowledge.language.query import MESSAGE_LIMIT, Query
from knowledge.reading.reader import shipped_reader
from knowledge.releases.pinned import ReleaseSource
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import Message, read_message

if TYPE_CHECKING:
    from knowledge.answering.rewriting import Rewriting
    from knowledge.answering.steps.writing import Writing
    from knowledge.chat_model.model import ChatModel

_SHORT = 40  # characters of a message of a word or two
_SUGGESTIONS = 3


class AnswerPipeline:
    """Answers messages from one Release, that is the published one for whoever asks, and from nothing else.

    Args:
        releases: opens the Release.
        indicators: answers from the catalogue.
        message_limit: longest message, in characters.
        analyzer: cuts texts into words.
        originals: what the originals of sources say.
        hand_over: whether a question can be passed on to a person just now; where not, that is not offered.
        model: does its ``jobs``; without one messages are read by rules and heads, and answers are extracts.
        budget: of its tokens.
        jobs: what it does: reads messages that lean on a conversation or ramble, writes what was found anew.
    """

    def __init__(
        self,
        releases: ReleaseSource,
        indicators: IndicatorAnswerer,
        message_limit: int = MESSAGE_LIMIT,
        analyzer: Analyzer | None = None,
        originals: OriginalStore | None = None,
        hand_over: Callable[[], bool] = lambda: True,
        model: ChatModel | None = None,
        budget: Budget | None = None,
        jobs: Collection[Job] = JOBS,
    ) -> None:
        self._limit = message_limit
        self._hand_over = hand_over
        self._analyzer = analyzer or default_analyzer()
        # The heads know the vectors of the shipped model only, and the calibration what it finds.
        shipped = isinstance(releases.embedder, OnnxEmbedder)
        self._embedder = RememberingEmbedder(releases.embedder if shipped else OnnxEmbedder(threads=1))
        retriever = Retriever(releases, self._embedder if shipped else None)
        self.model = model
        self._rewrite: Rewriting | None = None
        write: Writing | None = None
        if model is not None:
            from knowledge.answering.rewriting import Rewriting  # nobody without a model needs what these import
            from knowledge.answering.steps.writing import Writing

            budget = budget or Budget()
            self._rewrite = Rewriting(model, self._embedder, budget) if "understanding" in jobs else None
            write = Writing(model, self._embedder, budget, originals) if "writing" in jobs else None
        reader = shipped_reader() if shipped else None
        self.reading_ahead = ReadingAhead(releases, retriever.embedder, reader)
        ask = QuestionSteps(retriever, indicators, self._embedder, originals, reader, write)
        self._reply = PartReplies(ask, retriever, self._embedder, originals, hand_over)

    def answer(
        self,
        text: str,
        *,
        language: Language | None = None,
        scope: str | None = None,
        history: Sequence[Answer] = (),
        asker: Asker | None = None,
    ) -> Answer:
        """Answer one message.

        Args:
            text: what was written, as it was typed.
            language: the answer's language; None means that of the message.
            scope: a collection to stay within.
            history: earlier answers of the conversation, oldest first, for follow-ups.
            asker: for whom a language model may work, if there is one; it has as long for all of a message as for one
                reply.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        with self.reading_ahead.aside():
            return self._answered(text, language, scope, history, asker)

    def _answered(
        self, text: str, language: Language | None, scope: str | None, history: Sequence[Answer], asker: Asker | None
    ) -> Answer:
        began = time.perf_counter()
        fallback = history[-1].language if history else "id"
        if history and language is None and len(text) <= _SHORT and len(tokens(text)) <= 2:
            language = fallback  # a word or two tell no language, such as the name of a country
        query = Query.of(text, language, fallback=fallback, limit=self._limit, analyzer=self._analyzer)
        way = Way(query, scope, ConversationState.of(history), history, language=query.language)
        if self.model and asker:
            way.asker = replace(asker, until=time.monotonic() + self.model.seconds)
        if problem := objection(query, self._limit):
            return self._answer(way, Message((), ()), [Reply("", Outcome.DECLINED, [Paragraph(text=problem)])], began)
        message = read_message(query.text, self._embedder)
        way.timed("understand", began)
        way.place, way.brief = message.place, message.brief
        if message.unsafe:
            outcome, blocks = reply(message.unsafe, query.language)
            return self._answer(way, message, [Reply("", outcome, blocks)], began)
        if (read := self._rewritten(message, way)) is None:
            return self._answer(way, message, self._replies(message, way), began)
        replies, plainly = self._replies(read, way), replace(way, contexts=[])
        if any(one.outcome in SAID for one in replies):
            return self._answer(way, read, replies, began)
        # Where the documents answer nothing of what the model read, they may answer what was typed.
        others = self._replies(message, plainly)
        if max(map(_told, others)) <= max(map(_told, replies)):
            return self._answer(way, read, replies, began)
        if plainly.rewriting:
            plainly.rewriting = plainly.rewriting.model_copy(update={"used": False})
        return self._answer(plainly, message, others, began)

    def _rewritten(self, message: Message, way: Way) -> Message | None:
        """The message as a language model reads it, where there is one and it is needed."""
        if not (self._rewrite and way.asker):
            return None
        began = time.perf_counter()
        read, way.rewriting = self._rewrite(message, way.query, way.state, way.history, way.asker)
        way.timed("rewrite", began)
        return read

    def _replies(self, message: Message, way: Way) -> list[Reply]:
        return [self._reply(part, way, message) for part in message.parts]

    def _answer(self, way: Way, message: Message, replies: list[Reply], began: float) -> Answer:
        merged = merge_offered(replies, way.language, self._hand_over())
        contexts, last = way.contexts, way.state.answer
        retold = (
            not contexts
            and last is not None
            and any(act.startswith("answer") for part in message.parts for act in (part.act, part.otherwise))
        )
        care = merged.outcome is Outcome.CARE
        first = contexts[0] if contexts else None
        return Answer(
            outcome=merged.outcome,
            language=way.language,
            message="" if care else way.query.text,
            question=last.question if retold and last else _asked_of(way, merged.outcome),
            blocks=tuple(merged.blocks),
            notice=warning(way.query),
            understood=" ".join(filter(None, (greeting(message, way.query), understood(message, contexts, way.query)))),
            as_of=_as_of(replies, way.language) or (last.as_of if retold and last else ""),
            citations=tuple(merged.citations),
            suggestions=_suggestions(replies),
            subjects=tuple(dict.fromkeys(subject for reply in replies for subject in reply.subjects)),
            passages=tuple(dict.fromkeys(passage for reply in replies for passage in reply.passages)),
            place="" if care else message.place,
            confidence=round(_confidence(contexts, last if retold else None), 4),
            release=first.release if first else last.release if retold and last else "",
            milliseconds=_milliseconds(began),
            steps=way.durations,
            features=_rounded(first.features) if first else {},
            written=tuple(filter(None, (way.rewriting, *(context.written for context in contexts)))),
        )


def _asked_of(way: Way, outcome: Outcome) -> str:
    """The questions that are answered, a line each; what a person is to be asked is the message."""
    if outcome is Outcome.PERSON:
        return way.query.text
    return "\n".join(context.standalone.text for context in way.contexts)


def _suggestions(replies: Sequence[Reply]) -> tuple[str, ...]:
    """What may be asked next: what is near to a part that was refused first, since it may be what was meant."""
    ordered = sorted(replies, key=lambda reply: reply.outcome is not Outcome.REFUSED)
    return tuple(dict.fromkeys(question for reply in ordered for question in reply.suggestions))[:_SUGGESTIONS]


def _confidence(contexts: Sequence[Context], retold: Answer | None) -> float:
    """That of the question of which it is lowest; of an answer that is said again its own."""
    return min((context.confidence for context in contexts), default=retold.confidence if retold else 0.0)


def _as_of(replies: Sequence[Reply], language: Language) -> str:
    return written_date(min((reply.as_of for reply in replies if reply.as_of[:4].isdigit()), default=""), language)


def _told(reply: Reply) -> int:
    """How much the documents say: an answer, one with reserve, none."""
    return 2 if reply.outcome in SAID else int(reply.outcome is Outcome.PARTLY)


def _rounded(features: Features | None) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(features).items()} if features else {}


def _milliseconds(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)

"""From a message to its answer: what it wants, the steps that each question takes, and one answer of all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from knowledge.answering.admission import objection, warning
from knowledge.answering.context import Asker, Context, Step
from knowledge.answering.merging import Merged, Reply, merge
from knowledge.answering.refusal import refusal_offer
from knowledge.answering.replies import reply
from knowledge.answering.retelling import Retelling, spoken_of
from knowledge.answering.steps.calculations import Calculations
from knowledge.answering.steps.composition import Composition, compose_passage
from knowledge.answering.steps.decision import Decision
from knowledge.answering.steps.indicators import IndicatorLookup, IndicatorsAfter, IndicatorsNear
from knowledge.answering.steps.interpretation import Interpretation, worked_out_again
from knowledge.answering.steps.premises import Premises
from knowledge.answering.steps.reading import CloseLook
from knowledge.answering.steps.retrieval import Retrieval
from knowledge.answering.steps.verification import Verification
from knowledge.answering.understood import greeting, understood
from knowledge.answers import JOBS, Answer, Block, Job, ListBlock, Outcome, Paragraph, Written
from knowledge.chat_model.budget import Budget
from knowledge.documents import Language
from knowledge.embedding.base import Embedder
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.language.analyzer import Analyzer, default_analyzer, tokens
from knowledge.language.dates import written_date
from knowledge.language.query import MESSAGE_LIMIT, Query, content_words
from knowledge.reading.reader import shipped_reader
from knowledge.releases.pinned import ReleaseSource
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import Message, Part, read_message
from knowledge.understanding.readings import asks_after, item_meant
from knowledge.understanding.safety import UNSAFE
from knowledge.understanding.shapes import pattern

if TYPE_CHECKING:
    from knowledge.answering.rewriting import Rewriting
    from knowledge.answering.steps.writing import Writing
    from knowledge.chat_model.model import ChatModel

_UNSURE = 0.45  # probability below which what is no question by its looks is taken for one all the same
#: Confidence from which the documents answer even what looks like no question to them.
_ANSWERED_ALL_THE_SAME = {"draft": 0.5, "offtopic": 0.6, "person": 0.7, "story": 0.4}
_MANY = 3  # words that carry a topic, from which a message has one of its own
#: Probability from which such a message gets its own reply, where the documents do not answer it. What a sentence only
#: sounds like, while its message as a whole is harmless, takes more.
_SURELY = {"offtopic": 0.55, **dict.fromkeys(UNSAFE, 0.85)}
_MAY_ASK_HERE = 0.25  # probability from which a message may ask, after what was asked before it: where that is answered
_ASKS_HERE = 0.5  # and from which it does
_SURELY_RETOLD = 0.8  # and from which the last answer is meant, whatever the documents say
_OBJECTION = 60  # characters of what objects to the last answer rather than tells something
_SHORT = 40  # characters of a message of a word or two
_SAID = frozenset({Outcome.ANSWERED, Outcome.INDICATOR})


@dataclass(slots=True)
class _Way:
    """What one message gathers on its way."""

    query: Query
    scope: str | None
    state: ConversationState
    history: Sequence[Answer] = ()
    contexts: list[Context] = field(default_factory=list)
    durations: dict[str, float] = field(default_factory=dict)
    language: Language = "id"
    place: str = ""
    brief: bool = False
    asker: Asker | None = None
    rewriting: Written | None = None

    def timed(self, name: str, began: float) -> None:
        """Add to how long a step took."""
        self.durations[name] = round(self.durations.get(name, 0.0) + _milliseconds(began), 3)


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
        reader = shipped_reader() if shipped else None
        self._embedder: Embedder = releases.embedder if shipped else OnnxEmbedder(threads=1)
        retriever = Retriever(releases)
        lookup = IndicatorLookup(indicators, retriever)
        self._steps: tuple[tuple[str, Step], ...] = (
            ("interpret", Interpretation(self._embedder)),
            ("indicate", lookup),
            ("retrieve", Retrieval(retriever)),
            *([("read", CloseLook(reader))] if reader else []),
            ("indicate", IndicatorsAfter(lookup)),
            ("calculate", Calculations(indicators)),
            ("near", IndicatorsNear(indicators)),
            ("decide", Decision(self._embedder, reader)),
            ("compose", Composition(self._embedder, originals, reader)),
        )
        self._look_up_premises = Premises(retriever, self._embedder, originals, reader)
        self._verify = Verification()
        self.model = model
        self._rewrite: Rewriting | None = None
        self._write: Writing | None = None
        if model is not None:
            from knowledge.answering.rewriting import Rewriting  # nobody without a model needs what these import
            from knowledge.answering.steps.writing import Writing

            budget = budget or Budget()
            self._rewrite = Rewriting(model, self._embedder, budget) if "understanding" in jobs else None
            self._write = Writing(model, self._embedder, budget, originals) if "writing" in jobs else None
        self._retelling = Retelling(retriever, originals)
        self._retriever, self._originals = retriever, originals

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
        began = time.perf_counter()
        fallback = history[-1].language if history else "id"
        if history and language is None and len(text) <= _SHORT and len(tokens(text)) <= 2:
            language = fallback  # a word or two tell no language, such as the name of a country
        query = Query.of(text, language, fallback=fallback, limit=self._limit, analyzer=self._analyzer)
        way = _Way(query, scope, ConversationState.of(history), history, language=query.language)
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
        if any(one.outcome in _SAID for one in replies):
            return self._answer(way, read, replies, began)
        # Where the documents answer nothing of what the model read, they may answer what was typed.
        others = self._replies(message, plainly)
        if max(map(_told, others)) <= max(map(_told, replies)):
            return self._answer(way, read, replies, began)
        if plainly.rewriting:
            plainly.rewriting = plainly.rewriting.model_copy(update={"used": False})
        return self._answer(plainly, message, others, began)

    def _rewritten(self, message: Message, way: _Way) -> Message | None:
        """The message as a language model reads it, where there is one and it is needed."""
        if not (self._rewrite and way.asker):
            return None
        began = time.perf_counter()
        read, way.rewriting = self._rewrite(message, way.query, way.state, way.history, way.asker)
        way.timed("rewrite", began)
        return read

    def _replies(self, message: Message, way: _Way) -> list[Reply]:
        return [self._reply(part, way, message) for part in message.parts]

    def _reply(self, part: Part, way: _Way, message: Message) -> Reply:
        likelihood = _likelihood(part, message)
        if not part.asks and worked_out_again(part.text, way.state.questions, way.query.language):
            return self._asked(part, way)  # "the total is 13,150, not 131,500, strange, isn't it"
        if not part.asks and (asks := self._asks_here(part, way)) >= _MAY_ASK_HERE:
            found = self._asked(part, way)
            if found.outcome in _SAID or (asks >= _ASKS_HERE and found.outcome is not Outcome.REFUSED):
                return found
            way.contexts.pop()
        if part.asks or likelihood < _UNSURE:
            others = [other.text for other in message.parts if other.asks and other is not part]
            found = self._asked(part, way)
            beside = part.asks and others and found.outcome is Outcome.REFUSED
            found = self._asked_beside(part, others, way, found) if beside else found
            of_answer = part.otherwise.startswith("answer") and way.state.answer is None  # there is none to speak of
            if not part.otherwise or of_answer or found.outcome in _SAID:
                return found
            way.contexts.pop()
            part = replace(part, act=part.otherwise)
        if part.act.startswith("answer"):
            return self._retold(part, way, likelihood)
        if part.act == "story" and way.state.answer and len(part.text) <= _OBJECTION:  # "but our consultant says so"
            return self._retold(replace(part, act="answer.doubt"), way, likelihood)
        if part.act in _ANSWERED_ALL_THE_SAME or part.act in UNSAFE:
            return self._perhaps(part, way, likelihood)
        outcome, blocks = reply(part.act, way.query.language, hand_over=self._hand_over())
        return Reply(part.text, outcome, blocks, offers=_offers(outcome, way.query.language))

    def _asks_here(self, part: Part, way: _Way) -> float:
        """How likely what is no question by itself is one after what was asked before it."""
        return max((asks_after(part.text, before, self._embedder) for before in way.state.questions[:1]), default=0.0)

    def _asked(self, part: Part, way: _Way, *, alone: bool = False) -> Reply:
        """The answer of the documents to a question; ``alone`` without what was said before it."""
        state = ConversationState(place=way.state.place) if alone else way.state
        if way.place:
            state = replace(state, place=way.place)
        if part.subject and way.contexts and way.contexts[-1].subjects:
            state = replace(state, subjects=way.contexts[-1].subjects)  # the indicator asked of just before
        plain = pattern("wants_brief").sub("", part.text) if way.brief else part.text
        query = way.query.reworded(plain if content_words(tokens(plain)) else part.text)
        context = Context(query, way.scope, state, background=part.background, subject=part.subject)
        context.figures = part.figures
        context.corrects = part.corrects
        context.rewritten = part.rewritten
        context.brief = way.brief
        for name, step in self._steps:
            started = time.perf_counter()
            step(context)
            way.timed(name, started)
            if context.finished:
                break
        started = time.perf_counter()
        self._look_up_premises(context)
        self._verify(context)
        way.timed("verify", started)
        if self._write and way.asker:
            started = time.perf_counter()
            self._write(context, way.asker)
            way.timed("write", started)
        way.contexts.append(context)
        return _reply_of(context)

    def _asked_beside(self, part: Part, others: Sequence[str], way: _Way, refused: Reply) -> Reply:
        """The answer to a question that found none by itself, read with the other questions of its message; the refusal
        where that finds none either."""
        alone = way.contexts.pop()
        found = self._asked(replace(part, subject=" ".join(others)), way)
        if found.outcome in _SAID:
            return found
        way.contexts[-1] = alone
        return refused

    def _perhaps(self, part: Part, way: _Way, likelihood: float) -> Reply:
        """What the documents surely say to something that is no question, or what is replied to it else."""
        language = way.query.language
        subject = pattern("subject_of_draft").search(part.text) if part.act == "draft" else None
        asked = replace(part, text=subject["subject"]) if subject else part
        found = self._asked(asked, way, alone=part.act == "offtopic" or subject is not None)
        context = way.contexts[-1]
        sure = found.outcome in _SAID and context.confidence >= _ANSWERED_ALL_THE_SAME.get(part.act, 0.0)
        if part.act == "person" and not self._hand_over():  # whom to ask may stand in the documents
            sure = found.outcome in _SAID or found.outcome is Outcome.PARTLY
        if part.act == "draft" and (sure or _names_something(found)):  # what is near is material, too
            found.blocks = [*reply("draft_material", language)[1], *_material(found)]
            return replace(found, offers=())
        if sure or likelihood < _SURELY.get(part.act, 0.0):
            return found
        way.contexts.pop()
        outcome, blocks = reply(part.act, language, hand_over=self._hand_over())
        return Reply(part.text, outcome, blocks, offers=_offers(outcome, language))

    def _retold(self, part: Part, way: _Way, likelihood: float) -> Reply:
        """The last answer in another form; a question where it only sounded like that."""
        language = way.query.language
        state = ConversationState.of(spoken_of(part.text, way.history)) if way.history else way.state
        last = state.answer
        kind = part.act.partition(".")[2]
        if last is None:
            if len(way.query.content_words) >= _MANY:
                asked = self._asked(part, way)
                if kind != "source" or asked.outcome in _SAID:
                    return asked
                way.contexts.pop()
            act = {"doubt": "complaint", "source": "assistant.sources"}.get(kind, "answer.nothing")
            return Reply(part.text, *reply(act, language, hand_over=self._hand_over()))
        # An item of the list may be spoken of; of an indicator people ask where its data come from.
        other = item_meant(part.text, state.items) or (kind == "source" and last.subjects)
        if other or likelihood < _SURELY_RETOLD:
            asked = self._asked(part, way)
            if asked.outcome in _SAID and (other or not set(asked.passages) & way.state.shown):
                return asked
            way.contexts.pop()
        if kind == "translate":
            return self._translated(part.text, last, way)
        way.state = state
        told = self._retelling(kind, part.text, state, last, language, way.scope)
        if kind == "example" and told.outcome is Outcome.SMALLTALK:  # there is none beside it, yet one may be asked for
            asked = self._asked(part, way)
            if asked.outcome in (*_SAID, Outcome.PARTLY):
                return asked
            way.contexts.pop()
        return told

    def _translated(self, wish: str, last: Answer, way: _Way) -> Reply:
        """The last answer in the language wished for, or the other one: its questions asked anew, of the texts in that
        language."""
        other_language: Language = "en" if last.language == "id" else "id"
        english, indonesian = pattern("into_en").search(wish), pattern("into_id").search(wish)
        way.language = "en" if english and not indonesian else "id" if indonesian and not english else other_language
        query = replace(way.query, language=way.language)
        if last.passages and not last.subjects:
            found = self._retriever.in_language(last.passages, way.language)
            replies = [compose_passage(passage, query, wish, self._originals) for passage in found]
        else:
            other = _Way(query, way.scope, ConversationState())
            replies = [self._asked(Part("question", line), other) for line in last.question.split("\n")]
        merged = self._merged(replies)
        subjects = [subject for reply in replies for subject in reply.subjects]
        passages = [passage for reply in replies for passage in reply.passages]
        return Reply("", merged.outcome, merged.blocks, merged.citations, subjects=subjects, passages=passages)

    def _merged(self, replies: Sequence[Reply]) -> Merged:
        return merge(replies if self._hand_over() else [replace(reply, offers=()) for reply in replies])

    def _answer(self, way: _Way, message: Message, replies: list[Reply], began: float) -> Answer:
        merged = self._merged(replies)
        contexts, last = way.contexts, way.state.answer
        retold = not contexts and last is not None and any(part.act.startswith("answer") for part in message.parts)
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
            suggestions=tuple(suggestion for reply in replies[:1] for suggestion in reply.suggestions),
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


def _asked_of(way: _Way, outcome: Outcome) -> str:
    """The questions that are answered, a line each; what a person is to be asked is the message."""
    if outcome is Outcome.PERSON:
        return way.query.text
    return "\n".join(context.standalone.text for context in way.contexts)


def _confidence(contexts: Sequence[Context], retold: Answer | None) -> float:
    """That of the question of which it is lowest; of an answer that is said again its own."""
    return min((context.confidence for context in contexts), default=retold.confidence if retold else 0.0)


def _as_of(replies: Sequence[Reply], language: Language) -> str:
    return written_date(min((reply.as_of for reply in replies if reply.as_of[:4].isdigit()), default=""), language)


def _told(reply: Reply) -> int:
    """How much the documents say: an answer, one with reserve, none."""
    return 2 if reply.outcome in _SAID else int(reply.outcome is Outcome.PARTLY)


def _offers(outcome: Outcome, language: Language) -> list[Block]:
    return [refusal_offer(language)] if outcome is Outcome.PERSON else []


def _likelihood(part: Part, message: Message) -> float:
    return max((said.probabilities.get(part.act, 0.0) for said in message.said), default=1.0)


def _reply_of(context: Context) -> Reply:
    offer = refusal_offer(context.language)
    return Reply(
        context.query.text,
        context.outcome or Outcome.REFUSED,
        [block for block in context.blocks if block != offer],
        context.citations,
        [offer] if offer in context.blocks else [],
        context.suggestions,
        context.subjects,
        context.passages,
        context.as_of,
    )


def _names_something(found: Reply) -> bool:
    """Whether a reply holds more than that there is none."""
    return found.outcome in (*_SAID, Outcome.PARTLY) or any(isinstance(block, ListBlock) for block in found.blocks)


def _material(found: Reply) -> Sequence[Block]:
    """What a reply gives for a text that is to be written: of a refusal, what is near."""
    if found.outcome is not Outcome.REFUSED:
        return found.blocks
    return [block for block in found.blocks if isinstance(block, ListBlock)]


def _rounded(features: Features | None) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(features).items()} if features else {}


def _milliseconds(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)

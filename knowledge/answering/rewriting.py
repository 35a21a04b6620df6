"""A language model, if there is one, reads a message as questions that stand alone and say neither more nor less."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from pydantic import BaseModel, Field

from knowledge.answer_text import plain_text
from knowledge.answering.context import Asker
from knowledge.answers import Answer, Judged, Written
from knowledge.chat_model.budget import Budget
from knowledge.chat_model.model import ChatModel, Reply
from knowledge.chat_model.prompts import Prompt
from knowledge.embedding.base import Embedder
from knowledge.grounding.problems import coverage
from knowledge.grounding.wording import Wording, read_wording
from knowledge.language.detection import document_language
from knowledge.language.query import Query
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import MOST_PARTS, Message, Part, read_message
from knowledge.understanding.readings import asks_after, readings
from knowledge.understanding.shapes import pattern

_MAY_ASK: Final = 0.25  # probability from which a part may ask, after what was asked before it
_LONG: Final = 160  # characters of a message that may be read out of what it tells
_SHARE: Final = 0.3  # of the time for an answer
_TURNS: Final = 4  # of the conversation that are shown
_SHOWN: Final = 700  # characters of an answer
_LONGEST: Final = 300  # characters of a question
_TELLING: Final = 8  # words from which its language can be told
_BORNE: Final = 0.6  # share of its words that are in the message or the conversation
_ASKED: Final = 0.34  # share of the words of what was asked that it holds
_FEW: Final = 3  # words, below which what was asked may only point at something
#: What a question must not say unless it was said, nor leave out if it was asked.
_BINDING: Final = frozenset(
    ("duty", "all", "only", "least", "most", "never", "before", "after", "best", "worst", "sure", "gratis")
)
_KEPT: Final = _BINDING - {"all", "sure"}


class Questions(BaseModel):
    """What a model replies."""

    questions: list[str] = Field(max_length=MOST_PARTS)


@dataclass(frozen=True)
class Said:
    """What a question may be made of: the message, what of it asks, and the conversation."""

    message: str
    asked: tuple[str, ...]
    turns: tuple[tuple[str, str], ...]

    @cached_property
    def known(self) -> Wording:
        """All of it in one."""
        return read_wording(" \n ".join((self.message, *(text for turn in self.turns for text in turn))))

    @cached_property
    def by_asker(self) -> Wording:
        """What was asked: an answer holds many a word by which nothing was asked."""
        return read_wording(" \n ".join((self.message, *(question for question, _ in self.turns))))


class Rewriting:
    """Reads a message that leans on the conversation, or rambles, as standalone questions.

    Args:
        model: reads.
        embedder: the shipped one, over which the heads were trained.
        budget: of tokens.
    """

    def __init__(self, model: ChatModel, embedder: Embedder, budget: Budget) -> None:
        self._model, self._embedder, self._budget = model, embedder, budget
        self._prompt = Prompt("understanding")

    def __call__(
        self, message: Message, query: Query, state: ConversationState, history: Sequence[Answer], asker: Asker
    ) -> tuple[Message | None, Written | None]:
        """The message with the questions in place of its parts, or None where it is to be read without a model; and
        what the model did, or None where it was not asked."""
        asking = [part for part in message.parts if part.asks or self._may_ask(part, state)]
        if not asking or not self._needed(asking, query, state):
            return None, None
        if not self._budget.allows(asker.person):
            return None, self._done(Reply(), (), ending="spent")
        turns = tuple((one.question, plain_text(one)[:_SHOWN]) for one in history[-_TURNS:] if one.question)
        said, reply = Said(query.text, tuple(part.text for part in asking), turns), Reply()
        rows = [{"question": question, "answer": answer} for question, answer in turns]
        seconds = min(asker.until - time.monotonic(), _SHARE * self._model.seconds)
        found = self._model.structured(
            self._prompt.system(query.language),
            self._prompt.asked(rows, message=query.text),
            Questions,
            reply,
            seconds,
        )
        self._budget.spend(asker.person, reply.tokens_in + reply.tokens_out)
        questions = [" ".join(question.split()) for question in found.questions] if found else []
        problems = [tuple(dict.fromkeys(self._problems(question, said, query))) for question in questions]
        lost = tuple(dict.fromkeys(left_out(questions, said))) if questions else ()
        used = bool(questions) and not lost and not any(problems)
        judged = tuple(
            Judged(text=question[:_LONGEST], made="kept" if used else "dropped", problems=wrong or lost)
            for question, wrong in zip(questions, problems, strict=True)
        )
        written = self._done(reply, judged, used=used)
        return (_with(message, asking, questions) if used else None), written

    def _may_ask(self, part: Part, state: ConversationState) -> bool:
        """Whether what is no question by itself may be one after what was asked before it."""
        return any(asks_after(part.text, before, self._embedder) >= _MAY_ASK for before in state.questions[:1])

    def _needed(self, asking: Sequence[Part], query: Query, state: ConversationState) -> bool:
        """Whether a message leans on the conversation, or rambles: others are clear by themselves."""
        if len(query.text) > _LONG:
            return True
        if not state.question:
            return False
        return any(
            len(found := readings(part.text, state, self._embedder, corrects=part.corrects)) > 1
            or found[0].kind != "standalone"
            for part in asking
        )

    def _problems(self, question: str, said: Said, query: Query) -> Iterator[str]:
        yield from added(question, said)
        if len(question.split()) >= _TELLING and document_language(question) != query.language:
            yield "language"
        read = read_message(question, self._embedder)
        if read.unsafe or not any(part.asks for part in read.parts):
            yield "words"  # a reply, or an instruction that was obeyed

    def _done(self, reply: Reply, judged: tuple[Judged, ...], *, ending: str = "", used: bool = False) -> Written:
        return Written(
            job="understanding",
            model=self._model.name,
            prompt=self._prompt.version,
            ending=ending or reply.ending,
            used=used,
            tokens_in=reply.tokens_in,
            tokens_out=reply.tokens_out,
            milliseconds=reply.milliseconds,
            sentences=judged,
        )


def _with(message: Message, asking: Sequence[Part], questions: Sequence[str]) -> Message:
    """The message with these questions in place of the parts that ask."""
    parts = tuple(Part("question", question, rewritten=True) for question in dict.fromkeys(questions))
    others = tuple(part for part in message.parts if part not in asking)
    return replace(message, parts=(*parts, *others)[:MOST_PARTS])


def added(question: str, said: Said) -> Iterator[str]:
    """What a question says that neither the message nor the conversation does."""
    new, known = read_wording(question), said.known
    if not question.strip(" ?.") or len(question) > _LONGEST:
        yield "words"
    if new.figures - known.figures:
        yield "number"
    if new.codes - known.codes:
        yield "code"
    if new.addresses - known.addresses:
        yield "address"
    if any(not known.names_it(name, new.language) for name in new.names):
        yield "name"
    claimed = _claimed(question) - said.by_asker.markers
    if claimed & _BINDING:
        yield "modality"
    if "denial" in claimed:
        yield "denial"
    if coverage(new, known, known) < _BORNE:
        yield "words"


def left_out(questions: Sequence[str], said: Said) -> Iterator[str]:
    """What was asked and is in none of the questions."""
    whole = read_wording(" \n ".join(questions))
    if "denial" in _claimed(said.message) - whole.markers:
        yield "denial"
    for text in said.asked:
        asked = read_wording(text)
        if (_claimed(text) & _KEPT) - whole.markers:
            yield "modality"
        if any(not whole.names_it(name, asked.language) for name in asked.own_names):
            yield "name"
        if len(asked.terms) >= _FEW and coverage(asked, whole, whole) < _ASKED:
            yield "words"


def _claimed(text: str) -> frozenset[str]:
    """How a text denies, binds and generalises; not that its writer does not know, and has to."""
    return read_wording(pattern("knows_not").sub(" ", text)).markers

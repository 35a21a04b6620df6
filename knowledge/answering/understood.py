"""How a message was understood, told to the person so that a wrong reading is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query
from knowledge.understanding.conversation import SEPARATOR, ShownItem
from knowledge.understanding.message import Message
from knowledge.understanding.readings import Reading

_LONG: Final = 160  # characters of a message of which is said what was read out of it
_ECHOED: Final = 120  # characters of a question that is said again; who wrote more knows what it was
_LONGEST: Final = 80  # characters of what a question leans on
_GREETINGS: Final = {"id": "Halo!", "en": "Hello!"}


def greeting(message: Message, query: Query) -> str:
    """A greeting in return, in a word, where a question is answered; the reply to a mere greeting is one itself."""
    if not (message.greets and any(part.asks for part in message.parts)):
        return ""
    return "Waalaikumsalam." if "assalam" in query.text.casefold() else _GREETINGS[query.language]


def understood(message: Message, contexts: Sequence[Context], query: Query) -> str:
    """The question as it was read, where it is not what was typed; or ""."""
    if len(contexts) != 1:
        return ""
    (context,) = contexts
    question, language = context.query.text, query.language
    kind = context.reading.kind if context.reading else "standalone"
    if kind == "another" and context.reading and context.reading.probability == 1.0:
        return say("understood.plain", language, question=context.standalone.text)
    if context.subjects and not context.found:
        return _read(question, query)
    if kind == "topic" and context.corrects:
        return say("understood.plain", language, question=context.standalone.text)
    if kind == "topic":
        return say("understood.topic", language, question=question, subject=_subject(context))
    if kind == "another" and not context.corrects and context.reading and context.reading.probability < 1.0:
        return say("understood.topic", language, question=question, subject=context.state.questions[0])
    if context.reading and context.reading.item:
        return say("understood.plain", language, question=_of_item(context.reading, context.reading.item))
    if kind in ("item", "another") or (kind == "rewritten" and not _same(question, query)):
        return say("understood.plain", language, question=context.standalone.text)
    if any(said.group == "correction" for said in message.said):
        return say("understood.plain", language, question=question)
    return _read(question, query)


def _of_item(reading: Reading, item: ShownItem) -> str:
    """An item by its name, with what is asked of it."""
    asked = reading.text if reading.text != item.text else ""
    return SEPARATOR.join(filter(None, (_cut(item.name), asked)))


def _cut(subject: str) -> str:
    return subject if len(subject) <= _LONGEST else subject[: _LONGEST - 1].rstrip() + "…"


def _same(question: str, query: Query) -> bool:
    """Whether a question is what was typed, but for case and marks."""
    return tokens(question) == tokens(query.text)


def _read(question: str, query: Query) -> str:
    """What was read out of a long message, in short."""
    told = len(query.text) > _LONG and len(question) <= _ECHOED
    return say("understood.plain", query.language, question=question) if told else ""


def _subject(context: Context) -> str:
    """What a question leans on, in words that were said or shown: the message before it, or the conversation."""
    subject = context.reading.about if context.reading else ""
    if subject in (context.state.topic, context.state.heading):
        return context.state.heading or context.state.questions[0]
    return _cut(subject)

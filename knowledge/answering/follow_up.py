"""Step 2, second half: a follow-up becomes a standalone question, from the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.context import Context
from knowledge.answering.texts import TEXTS, patterns
from knowledge.answers import Answer, Heading, Outcome
from knowledge.documents import LANGUAGES
from knowledge.language.analyzer import tokens

_SHORT = 3  # content words; a question with fewer leans on what came before
SEPARATOR = " — "  # between the topic and what was asked about it
_TOPIC_LIMIT = 160  # characters
_WITHOUT_TOPIC = {Outcome.SMALLTALK, Outcome.DECLINED, Outcome.BUSY, Outcome.ERROR}


def content_words(text: str) -> list[str]:
    """The words of a text that carry a topic: no question words, pronouns, politeness or links."""
    fillers = {word for language in LANGUAGES for word in TEXTS.get("fillers")[language].split()}
    return [word for word in tokens(text) if word not in fillers]


def is_follow_up(text: str) -> bool:
    """Whether a question points back: by its opening, a pronoun or suffix, or because it says very little."""
    content = content_words(text)
    if len(content) < _SHORT:
        return True
    pointing = any(pattern.search(text.casefold()) for pattern in patterns("follow_up"))
    return pointing and len(content) <= 2 * _SHORT


def topics(history: Sequence[Answer]) -> list[str]:
    """What the conversation is about: the latest question that was answered or refused, whole and without its topic."""
    for answer in reversed(history):
        if answer.outcome not in _WITHOUT_TOPIC and answer.question:
            parts = answer.question.split(SEPARATOR)
            named = (" ".join(dict.fromkeys(content_words(part))) for part in (" ".join(parts), parts[-1]))
            return [topic[:_TOPIC_LIMIT] for topic in dict.fromkeys(named) if topic]
    return []


def candidates(context: Context) -> list[str]:
    """Ways to read a question: as it stands, and completed from the conversation when it points back.

    The retrieval step takes the one that the documents answer best.
    """
    if not context.history or not is_follow_up(context.text):
        return [context.text]
    subjects = topics(context.history)
    if heading := _last_heading(context.history):
        subjects.append(heading)
    alone = [context.text] if len(content_words(context.text)) >= _SHORT else []
    return [*alone, *(f"{subject}{SEPARATOR}{context.text}" for subject in subjects)] or [context.text]


def _last_heading(history: Sequence[Answer]) -> str:
    for answer in reversed(history):
        if answer.outcome not in _WITHOUT_TOPIC:
            return next((re.sub(r"\s+", " ", block.text) for block in answer.blocks if isinstance(block, Heading)), "")
    return ""

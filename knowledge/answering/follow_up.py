"""Step 2, second half: a follow-up becomes a standalone question, from the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.context import Context
from knowledge.answering.texts import patterns
from knowledge.answers import Answer, Heading, Outcome
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query, content_words

_SHORT = 3  # content words; a question with fewer leans on what came before
SEPARATOR = " — "  # between the topic and what was asked about it
_TOPIC_LIMIT = 160  # characters
_WITHOUT_TOPIC = {Outcome.SMALLTALK, Outcome.DECLINED, Outcome.BUSY, Outcome.ERROR}


def is_follow_up(query: Query) -> bool:
    """Whether a question points back: by its opening, a pronoun or suffix, or because it says very little."""
    said = len(query.content_words)
    if said < _SHORT:
        return True
    return said <= 2 * _SHORT and any(pattern.search(query.text.casefold()) for pattern in patterns("follow_up"))


def topics(history: Sequence[Answer]) -> list[str]:
    """What the conversation is about: the latest question that was answered or refused, whole and without its topic."""
    for answer in reversed(history):
        if answer.outcome not in _WITHOUT_TOPIC and answer.question:
            parts = answer.question.split(SEPARATOR)
            named = (" ".join(dict.fromkeys(content_words(tokens(part)))) for part in (" ".join(parts), parts[-1]))
            return [topic[:_TOPIC_LIMIT] for topic in dict.fromkeys(named) if topic]
    return []


def candidates(context: Context) -> list[Query]:
    """Ways to read a question: as it stands, and completed from the conversation when it points back.

    The retrieval step takes the one that the documents answer best.
    """
    query = context.query
    if not context.history or not is_follow_up(query):
        return [query]
    subjects = topics(context.history)
    if heading := _last_heading(context.history):
        subjects.append(heading)
    alone = [query] if len(query.content_words) >= _SHORT else []
    return [*alone, *(query.reworded(f"{subject}{SEPARATOR}{query.text}") for subject in subjects)] or [query]


def _last_heading(history: Sequence[Answer]) -> str:
    for answer in reversed(history):
        if answer.outcome not in _WITHOUT_TOPIC:
            return next((re.sub(r"\s+", " ", block.text) for block in answer.blocks if isinstance(block, Heading)), "")
    return ""

"""What is let in: of bearable length; people are warned of personal data."""

from __future__ import annotations

from knowledge.answering.texts import say
from knowledge.language.query import Query


def warning(query: Query) -> str:
    """What to tell a person about personal data in their message, which the query holds no more; or ""."""
    if not query.masked:
        return ""
    kinds = ", ".join(sorted({finding.label(query.language) for finding in query.masked}))
    return say("admission.personal", query.language, kinds=kinds)


def objection(query: Query, limit: int) -> str:
    """Why a message is not looked at: it is empty, or longer than so many characters; or ""."""
    if not query.text:
        return say("admission.empty", query.language)
    return say("admission.too_long", query.language, limit=limit) if query.shortened else ""

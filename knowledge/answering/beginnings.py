"""Where to begin, for who is new to what the documents are about: what to ask first, and what next."""

from __future__ import annotations

from typing import Final

from knowledge.documents import Language
from knowledge.language.messages import Messages
from knowledge.understanding.shapes import pattern

BEGINNINGS: Final = Messages("knowledge.answering", "beginnings.yaml")


def field_of(text: str) -> str:
    """What a text is about: ``network``, ``vision``, ``indicators``, or "" where it names none of them."""
    said = text.casefold()
    if pattern("network").search(said):
        return "network"
    if pattern("vision").search(said):
        return "vision"
    return "indicators" if pattern("indicators").search(said) else ""


def first_question(field: str, language: Language) -> str:
    """The question that tells what it is."""
    return BEGINNINGS.say(f"{field}.asked", language)


def next_questions(field: str, language: Language) -> list[str]:
    """What is usually asked next."""
    return list(BEGINNINGS.get(f"{field}.next")[language])

"""Replies that need no passage: to greetings, people in distress, what must not be helped with, and so on."""

from __future__ import annotations

from typing import Final

from knowledge.answers import Block, Item, ListBlock, Outcome, Paragraph
from knowledge.documents import Language
from knowledge.language.messages import Messages

REPLIES: Final = Messages("knowledge.answering", "replies.yaml")
HELP: Final = Messages("knowledge.answering", "help.yaml")
_OUTCOMES: Final = {
    "distress": Outcome.CARE,
    "emergency": Outcome.CARE,
    "offtopic": Outcome.OUTSIDE,
    "danger": Outcome.DECLINED,
    "injection": Outcome.DECLINED,
    "forgery": Outcome.DECLINED,
    "bribery": Outcome.DECLINED,
    "personal": Outcome.DECLINED,
    "person": Outcome.PERSON,
    "complaint": Outcome.PERSON,
}


def reply(act: str, language: Language, *, hand_over: bool = True) -> tuple[Outcome, list[Block]]:
    """What is replied to an act of :mod:`knowledge.understanding.acts`; ``hand_over`` tells whether there is anybody to
    whom a question can be passed on.

    Raises:
        KeyError: there is no reply to it.
    """
    said = act if hand_over or _OUTCOMES.get(act) is not Outcome.PERSON else f"{act}_alone"
    blocks: list[Block] = [Paragraph(text=REPLIES.say(said, language))]
    if act in ("distress", "emergency"):
        blocks.append(ListBlock(items=tuple(Item(text=line) for line in places_of_help(language))))
    return _OUTCOMES.get(act, Outcome.SMALLTALK), blocks


def places_of_help(language: Language) -> list[str]:
    """Where a person in distress or danger finds help, a line each: number, what it is for, who runs it."""
    return [
        f"{place['number']}: {place['for'][language]} ({place['office'][language]})" for place in HELP.get("places")
    ]

"""What stands in such a file beside the answers themselves, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.journal import KeptTurn
from knowledge.answer_text import citation_line
from knowledge.answers import Card, Citation
from knowledge.documents import Language
from knowledge.language.dates import local_day, written_date
from knowledge.language.messages import Messages

TEXTS = Messages("bot.answer_files")
_NOT_IN_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def file_name(turns: Sequence[KeptTurn], ending: str) -> str:
    """The name of such a file: what it holds, and the day.

    Args:
        ending: of the name, without the dot.
    """
    kind = "jawaban" if len(turns) == 1 else "percakapan"
    return f"pandu-{kind}-{local_day(turns[-1].at)}.{ending}"


def title(turns: Sequence[KeptTurn], language: Language) -> str:
    """What the file is called inside."""
    return TEXTS.say("title.one" if len(turns) == 1 else "title.many", language)


def question(turn: KeptTurn, language: Language) -> str:
    """What was asked, or that it is not kept."""
    return clean(turn.question or TEXTS.say("unasked", language))


def told(turn: KeptTurn, language: Language) -> str:
    """How sure the answer is, of when its facts and it itself are."""
    answer = turn.answer
    parts = [
        answer.outcome.label(language),
        TEXTS.say("as_of", language, date=answer.as_of) if answer.as_of else "",
        TEXTS.say("asked", language, date=written_date(local_day(turn.at), language)),
        TEXTS.say("release", language, release=answer.release) if answer.release else "",
    ]
    return " · ".join(filter(None, parts))


def source(citation: Citation, language: Language) -> str:
    """A source in a line, without its address."""
    return clean(f"[{citation.number}] {citation_line(citation, language)}")


def card(block: Card) -> tuple[list[tuple[str, str]], str]:
    """The facts of a card by their names, and in a line below them how they are known."""
    facts = [(field.label, field.value) for field in block.fields if not field.aside]
    asides = [f"{field.label}: {field.value}" for field in block.fields if field.aside]
    return facts, " · ".join(filter(None, [block.note, *asides]))


def found(turn: KeptTurn, language: Language, server: str) -> str:
    """Where the answer is found again; empty where it is not stored."""
    return TEXTS.say("found", language, address=f"{server}/jawaban/{turn.id}") if turn.id else ""


def clean(text: str) -> str:
    """Without what XML, in which files are written, cannot hold."""
    return _NOT_IN_XML.sub("", text)

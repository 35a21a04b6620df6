"""How a question may be read after what was said before: as it stands, or completed from the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from knowledge.embedding.base import Embedder
from knowledge.language.analyzer import tokens
from knowledge.language.place_names import CITIES, COUNTRIES
from knowledge.language.query import content_words
from knowledge.understanding.conversation import SEPARATOR, ConversationState, ShownItem
from knowledge.understanding.corrections import corrected, meant
from knowledge.understanding.heads import head, pair_features
from knowledge.understanding.shapes import SHAPES, pattern, words

_BARE_NUMBER: Final = re.compile(r"\s?(\d{1,2})[.)]?\s?")
Kind = Literal["standalone", "message", "topic", "item", "another", "rewritten"]
_STANDALONE_ALONE: Final = 0.75  # probability above which nothing of the conversation is looked at
_THING: Final = 2  # words of a thing
_NAMED: Final = 0.85
_NAMED_ALONE: Final = 0.3  # below what lets a reading be taken only where it is surely answered
_OTHER: Final = "other"  # what the head calls a text that asks nothing of the documents
_ALIKE: Final = 0.5  # cosine similarity of two words that name things of a kind
_LONGEST: Final = 4  # words of a thing that is named instead
_ITEM: Final = 0.9  # how likely an item is meant where a number points at one
_ITEM_ALONE: Final = 0.05  # and that the question stands by itself all the same
_EARLIER: Final = 0.5  # how likely the question before the last one is leaned on, against the last
_MOST_BEFORE: Final = 300  # characters of what the message says before a question
_CONTEXT_ALONE: Final = 0.15  # and below which the question is not read as it stands


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question: the ``text`` that is answered, what it is ``about`` where it does not say so itself,
    and how likely it is what was meant. By ``kind`` it stands as it is, behind what its own message says before it, is
    completed from the conversation, or was rewritten by a language model. ``item`` is that of a list shown which a
    number points at."""

    kind: Kind
    text: str
    probability: float
    about: str = ""
    item: ShownItem | None = None

    @property
    def standalone(self) -> str:
        """The whole question in one text."""
        return f"{self.about}{SEPARATOR}{self.text}" if self.about else self.text


def readings(question: str, state: ConversationState, embedder: Embedder, *, corrects: bool = False) -> list[Reading]:
    """The ways to read a question, likeliest first; always at least one.

    Args:
        question: what is asked, in its own words.
        state: the conversation before it.
        embedder: the shipped one.
        corrects: it says what was meant by the question before, and no more.
    """
    question = named_place(meant(question), state.place)
    for before in state.questions:
        if mended := corrected(question, before):
            return [Reading("another", mended, 1.0)]
    if not state.question:
        return [Reading("standalone", question, 1.0)]
    if corrects and len(content_words(tokens(question))) <= _LONGEST:
        others = [Reading("another", text, _NAMED) for text in _for_another(question, state, embedder)]
        by_itself = Reading("standalone", question, _NAMED_ALONE)  # it may name another subject altogether
        return [*others, Reading("topic", question, _NAMED, state.questions[0]), by_itself]
    likely = probabilities(question, state.questions[0] if state.questions else "", embedder)
    if len(content_words(tokens(question))) <= _THING and not pattern("question_word").search(question):
        likely = {**likely, "another": max(likely["another"], _NAMED)}  # nothing but a thing is named
    found = [Reading("standalone", question, likely["standalone"])]
    ordinal = opens_with_ordinal(question)
    points = ordinal or likely["item"] + likely["topic"] > likely["standalone"] / 2 or _BARE_NUMBER.fullmatch(question)
    of_item = list(_of_item(question, state, max(likely["item"], _ITEM))) if points else []
    if of_item and ordinal:
        return [*of_item, Reading("standalone", question, _ITEM_ALONE)]  # a number points at nothing else
    found += of_item
    found += [Reading("another", text, likely["another"]) for text in _for_another(question, state, embedder)]
    weight = min(1.0, likely["topic"] + likely["item"] + (0.0 if len(found) > 1 else likely["another"]))
    subjects = dict.fromkeys((state.topic, state.heading), weight)
    subjects |= dict.fromkeys(state.questions[1:2], weight * _EARLIER)
    found += [Reading("topic", question, likelihood, subject) for subject, likelihood in subjects.items() if subject]
    if likely["standalone"] >= _STANDALONE_ALONE:
        return found[:1]
    if likely["standalone"] <= _CONTEXT_ALONE and len(found) > 1:
        found = found[1:]
    return sorted(found, key=lambda reading: -reading.probability)


def within_message(
    question: str, background: str, subject: str, state: ConversationState, embedder: Embedder
) -> list[Reading]:
    """The ways to read a question behind what its own message says before it, and how likely it needs that: none where
    the message says nothing before it.

    Args:
        question: what is asked, in its own words.
        background: what the message tells before it.
        subject: the question before it in the message.
        state: the conversation before the message, for the name of the city.
        embedder: the shipped one.
    """
    question = named_place(meant(question), state.place)
    told = " ".join(filter(None, (background, subject)))
    found = []
    for before in dict.fromkeys((subject, told)):
        if content_words(tokens(before)):
            needed = 1.0 - probabilities(question, before, embedder)["standalone"]
            found.append(Reading("message", question, needed, before[-_MOST_BEFORE:].strip()))
    return found


def probabilities(question: str, before: str, embedder: Embedder) -> dict[str, float]:
    """How likely each kind of reading of a question is after what was said before, by the head trained for it."""
    found = _told(question, before, embedder)
    asks = 1.0 - found.pop(_OTHER)
    return {kind: probability / asks for kind, probability in found.items()}


def asks_after(text: str, before: str, embedder: Embedder) -> float:
    """How likely a text asks something of the documents, given the question before it: "siapa yang bikin" does after
    "apa itu SCAP?", where by itself it is about the assistant."""
    return 1.0 - _told(text, before, embedder)[_OTHER]


def _told(text: str, before: str, embedder: Embedder) -> dict[str, float]:
    message, earlier = embedder.embed_questions([text, before])
    return head("readings").probabilities([text, before], pair_features(message, earlier))


def place_meant(question: str, count: int) -> int | None:
    """Which of so many items a number or an ordinal points at, from 0 on."""
    number = 0
    if match := _BARE_NUMBER.fullmatch(question) or pattern("numbered_item").search(question):
        number = int(match[1])
    elif match := pattern("counted_item").search(question):
        number = int(SHAPES.get("ordinals")[match[1].casefold()])
    if number == -1 and count:
        return count - 1
    return number - 1 if 0 < number <= count else None


def shown_item(question: str, state: ConversationState) -> ShownItem | None:
    """The item that a number points at in the last list shown that is long enough."""
    places = ((items, place_meant(question, len(items))) for items in state.lists)
    return next((items[at] for items, at in places if at is not None), None)


def opens_with_ordinal(question: str) -> bool:
    """Whether a question begins with what points at an item: "yang ketiga …", "nomor 2 …"."""
    return pattern("opens_with_ordinal").search(question) is not None


def beside_ordinal(question: str) -> str:
    """What is asked of the item that a number points at, or "" where only what it is."""
    asked = _BARE_NUMBER.sub("", question) if _BARE_NUMBER.fullmatch(question) else question
    for name in ("opens_with_ordinal", "numbered_item", "counted_item"):
        asked = pattern(name).sub("", asked)
    plain = set(content_words(tokens(asked))) - words("asks_what_it_is")
    return " ".join(asked.split()).strip(" ,.").removeprefix("itu ") if plain else ""


def _of_item(question: str, state: ConversationState, probability: float) -> Iterator[Reading]:
    """An item of a list shown, or what is asked of it, as one of what the list is of."""
    item = shown_item(question, state)
    if item is None:
        return
    asked = beside_ordinal(question)
    about = ", ".join(filter(None, (item.of, item.name if asked else "")))
    yield Reading("item", asked or item.text, probability, about, item)


def named_place(question: str, place: str) -> str:
    """The question with the city's name for "our city", where it is known."""
    return pattern("ours").sub(place, question) if place else question


def _for_another(question: str, state: ConversationState, embedder: Embedder) -> list[str]:
    """The question before with the thing that this one names in the place of its own: of the words that carry its
    topic the one most alike, such as another country or city."""
    named = pattern("standard").search(question)
    things = content_words(tokens(question))
    if not named and (not things or len(things) > _LONGEST):
        return []
    for before in state.questions:
        if named and (earlier := pattern("standard").search(before)):
            return [before.replace(earlier[0], named[0])]
        words = list(dict.fromkeys(content_words(tokens(before))))
        new = [thing for thing in things if thing not in words]
        known = [word for word in words if len(word) > 1 or word.isdigit()]
        if known and new:
            likeness = embedder.embed_questions(known) @ embedder.embed_questions([" ".join(new)])[0]
            likeness = np.where([_are_of_a_kind(word, new) for word in known], 1.0, likeness)
            best = int(likeness.argmax())
            if likeness[best] >= _ALIKE:
                return [_replaced(before, known[best], " ".join(new))]
    return []


def _are_of_a_kind(word: str, things: Sequence[str]) -> bool:
    """Whether a word and one of these name cities or countries, or are numbers."""
    if any(word in names and not names.isdisjoint(things) for names in (CITIES, COUNTRIES)):
        return True
    return word.isdigit() and any(thing.isdigit() for thing in things)


def _replaced(before: str, word: str, thing: str) -> str:
    """A question with a thing in the place of a word; of a name of several words, in the place of all."""
    name = word.capitalize()
    if found := re.search(rf"(?:[A-Z]\w{{1,20}} ){{0,2}}\b{re.escape(name)}\b(?: [A-Z]\w{{1,20}}){{0,2}}", before):
        start = found.start() if found.start() else found.start() + found[0].index(name)  # a question begins large
        return f"{before[:start]}{thing}{before[found.end() :]}"
    return re.sub(rf"\b{re.escape(word)}\b", thing, before, count=1, flags=re.IGNORECASE)

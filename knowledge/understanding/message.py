"""A message taken apart: what is to be answered, in order, and what only tells the background."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.embedding.base import Embedder
from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words
from knowledge.understanding.acts import ASKS, Said, classify
from knowledge.understanding.corrections import meant, says_meant
from knowledge.understanding.places import place_in
from knowledge.understanding.safety import unsafe_in
from knowledge.understanding.sentences import clauses, sentences
from knowledge.understanding.shapes import pattern, words

MOST_SENTENCES = 60  # of a message that are read
MOST_PARTS = 5  # that are answered
#: What a reply goes to when nothing is asked: the first of these that a sentence does.
REPLIED_TO: Final = (
    "answer", "correction", "draft", "person", "assistant", "offtopic", "complaint", "foreign", "worry", "story",
    "thanks", "farewell", "identity", "greeting", "ack",
)  # fmt: skip
#: What is replied to beside a question, when it is surely said.
_BESIDE: Final = frozenset({"draft", "person", "assistant", "offtopic", "answer"})
_FEW: Final = 3  # words that carry a topic
_SURE: Final = 0.6
_LIKELY: Final = 0.45
_PERHAPS: Final = 0.3
_SURELY: Final = 0.8
#: On the assistant, and asked for its own sake: not "can you tell me", nor how to use it.
_BESIDE_A_QUESTION: Final = frozenset(
    {"assistant.privacy", "assistant.who", "assistant.sources", "assistant.languages"}
)
#: What a sentence with a question mark may do instead of asking something of the documents.
_ELSE: Final = frozenset(
    {
        *("offtopic", "person", "foreign", "draft", "assistant", "answer", "greeting", "complaint", "worry"),
        *("distress", "danger", "injection", "forgery", "bribery", "personal"),
    }
)
_MAY_NAME_INDICATORS: Final = frozenset({"assistant", "answer", "complaint"})
_ASIDES: Final = frozenset({"assistant", "greeting", "identity", "ack", "thanks", "farewell", "complaint"})
_OF_THE_WRITER: Final = frozenset({"identity", "story", "worry"})
_EMPTY: Final = frozenset({"greeting", "ack", "thanks", "farewell", "assistant"})  # tell nothing of the subject
_MOST_CLAUSES: Final = 8  # of a sentence that are looked at one by one
_SHORTEST: Final = 6  # words of a sentence that is looked at clause by clause
_DIGIT = re.compile(r"\d")
_ENUMERATOR = re.compile(r"^\(?\d{1,2}[.)]\s+(?=[^\W\d])")  # of a question in a numbered list


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a message wants, in its own words.

    ``act`` is ``question``, ``request`` or what else is replied to. ``background`` is what the message tells before it,
    ``subject`` the question before it in the same message, for one that names none of its own, ``figures`` what is
    asked and told before that question with figures in it. ``corrects`` tells that it says what was meant by the
    question before, ``rewritten`` that a language model read it out of the message, so that it stands by itself.
    ``otherwise`` is what a question may be instead, if the documents do not answer it: one on the assistant or on its
    last answer, or the wish for a person.
    """

    act: str
    text: str
    background: str = ""
    subject: str = ""
    figures: str = ""
    corrects: bool = False
    rewritten: bool = False
    otherwise: str = ""

    @property
    def asks(self) -> bool:
        """Whether the documents are to answer it."""
        return self.act in ASKS


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says. ``unsafe`` is the gravest of what it must not be helped with, ``place`` the city or regency
    that its writer is from, ``brief`` whether a short answer is wished for."""

    said: tuple[Said, ...]
    parts: tuple[Part, ...]
    unsafe: str = ""
    place: str = ""
    greets: bool = False
    brief: bool = False


def read_message(text: str, embedder: Embedder) -> Message:
    """Take a message apart.

    Args:
        text: cleaned, without personal data.
        embedder: the shipped one, over which the heads were trained.
    """
    pieces = [_ENUMERATOR.sub("", piece) for piece in sentences(text)[:MOST_SENTENCES]]
    if not pieces:
        return Message((), ())
    said = [one for sentence in classify(pieces, embedder) for one in _apart(sentence, embedder)]
    parts = _parts(said, embedder)
    return Message(
        tuple(said),
        tuple(parts[:MOST_PARTS]),
        unsafe_in(said, embedder),
        next((place for one in said if one.group in _OF_THE_WRITER and (place := _place(one))), ""),
        any(sentence.act == "greeting" for sentence in said),
        pattern("wants_brief").search(text) is not None or any(map(_wants_brief, said)),
    )


#: What is said before a question as well as alone: "oke makasih, berarti itu wajib ya".
_BEFORE_A_QUESTION: Final = frozenset({"thanks", "ack", "greeting", "farewell"})


def _apart(sentence: Said, embedder: Embedder) -> list[Said]:
    """A sentence, or the word of the talk that it begins with and the question behind it, where it is both."""
    first, *others = clauses(sentence.text) or [sentence.text]
    if not others or sentence.act not in _BEFORE_A_QUESTION:
        return [sentence]
    begun, after = classify([first, ", ".join(others)], embedder)
    return [begun, after] if begun.act in _BEFORE_A_QUESTION and after.asks else [sentence]


def _wants_brief(sentence: Said) -> bool:
    return sentence.act == "answer.shorter" and sentence.probabilities[sentence.act] >= _SURE


def _place(sentence: Said) -> str:
    return place_in(sentence.text, introduces=sentence.group == "identity")


def _parts(said: Sequence[Said], embedder: Embedder) -> list[Part]:
    """The asks in order, with what is surely wanted beside them; without any, the one thing that is replied to."""
    parts: list[Part] = []
    told: list[str] = []
    marked = len(said) > 1 and any(_asks(sentence, marked=True) for sentence in said)
    asked = any(sentence.text.endswith("?") or pattern("asks").search(sentence.text) for sentence in said)
    for sentence in said:
        if parts and says_meant(sentence.text) and (corrected := list(_corrected(sentence.text))):
            parts = [*(part for part in parts if not part.asks), *corrected]  # in place of what was asked before it
        elif asked and _is_figure(sentence) and parts and parts[-1].asks:
            parts[-1] = replace(parts[-1], text=f"{parts[-1].text} {sentence.text}")  # "…? At present it is 377."
        elif asked and _is_figure(sentence):
            told.append(sentence.text)
        elif parts and _continues(parts[-1], sentence, marked):
            parts[-1] = replace(parts[-1], text=f"{parts[-1].text} {sentence.text}")
        elif _asks(sentence, marked):
            background, otherwise = " ".join(told), _otherwise(sentence, parts)
            found = list(_questions(_stripped(sentence, embedder)))
            parts += [replace(part, background=background, otherwise=otherwise) for part in found]
            told = []
        elif sentence.group in _BESIDE and sentence.probabilities[sentence.act] >= _SURE:
            parts.append(Part(sentence.act, sentence.text, " ".join(told)))
        elif sentence.group == "correction":
            if says_meant(sentence.text) or not asked:  # "Not that. …?": what is not meant is no question
                parts += list(_corrected(sentence.text))
        elif sentence.group not in _EMPTY:
            told.append(sentence.text)
    if any(part.asks for part in parts):
        surely = {one.act for one in said if _on_the_assistant(one)}
        # A question beside which the last answer, or the assistant, is spoken of is about the subject.
        return _with_subjects([part for part in parts if part.act in surely or not _of_the_talk(part.act)])
    if any(not part.act.startswith("answer") for part in parts):
        # Few words are wished for in the reply to what stands beside the wish.
        return _once(part for part in parts if part.act != "answer.shorter")
    if parts:
        return _once(parts)
    return [_replied_to(said)]


def _of_the_talk(act: str) -> bool:
    """Whether an act speaks of the assistant or of its last answer."""
    return act.partition(".")[0] in ("assistant", "answer")


def _on_the_assistant(sentence: Said) -> bool:
    """Whether a sentence surely asks about the assistant for its own sake."""
    worded = sentence.text.endswith("?") or pattern("asks").search(sentence.text) is not None
    likely = sentence.act in _BESIDE_A_QUESTION and sentence.probabilities[sentence.act] >= _SURELY
    return likely and worded and _specific(sentence.text)


def _otherwise(sentence: Said, parts: Sequence[Part]) -> str:
    """What a question may be instead: likely so by itself, or less likely behind what is on the assistant."""
    if pattern("indicator").search(sentence.text):
        return ""
    likely = sentence.probabilities
    act = max((act for act in likely if act == "person" or _of_the_talk(act)), key=likely.__getitem__, default="")
    behind = bool(parts) and parts[-1].act.startswith("assistant")
    return act if act and likely[act] >= (_PERHAPS if behind else _LIKELY) else ""


#: What tells something and may yet ask at its end: "since our report is late, what is the fine?"
_MAY_END_IN_A_QUESTION: Final = frozenset({"story", "identity", "worry"})


def _asks(sentence: Said, marked: bool) -> bool:
    """Whether a sentence asks. In a message of which one is worded as asking (``marked``) all are that end with a
    question mark, unless they surely do something else, and of the others those worded so."""
    if pattern("indicator").search(sentence.text) and sentence.group not in _ELSE - _MAY_NAME_INDICATORS:
        return True
    if not marked:
        told = sentence.group in _MAY_END_IN_A_QUESTION and sentence.text.endswith("?")
        asking = sum(sentence.probabilities.get(act, 0.0) for act in ASKS)
        # "…, of 18,900 in all. how many percent": of the last answer by its sound alone.
        unsure = sentence.probabilities[sentence.act] < _LIKELY and (asking >= _PERHAPS or sentence.group == "answer")
        return sentence.asks or ((told or unsure) and pattern("question_word").search(sentence.text) is not None)
    if sentence.text.endswith("?"):
        return sentence.group not in _ELSE or sentence.probabilities[sentence.act] < _SURELY
    return _worded_as_asking(sentence)


def _is_figure(sentence: Said) -> bool:
    """Whether a sentence tells a figure and asks nothing, whatever it may sound like: "Jumlah RT nya 143.200."."""
    return (
        _DIGIT.search(sentence.text) is not None
        and not sentence.text.endswith("?")
        and pattern("asks").search(sentence.text) is None
        and (sentence.group not in _ELSE or sentence.probabilities[sentence.act] < _SURELY)
    )


def _continues(part: Part, sentence: Said, marked: bool) -> bool:
    """Whether a sentence says more of what is wanted before it: it has no question word and hardly a topic; of a text
    that is to be written it says how."""
    said = sentence.text.casefold()
    if part.asks and pattern("alternatives").search(said) and not pattern("begins_yes_or_no").match(said):
        return True  # "how is it counted? per unit or per km"
    asked = pattern("question_word").search(sentence.text) is not None
    if part.asks and not set(content_words(tokens(sentence.text))) - words("generic"):
        return sentence.asks or sentence.text.endswith("?")  # "…? Which indicator is that?"
    if part.asks and asked and sentence.group == "answer" and _is_fragment(sentence.text):
        return True  # "it is counted by the lamp, isn't it? by what is it"
    if asked:
        return False
    return part.act == "draft" or (part.asks and _asks(sentence, marked) and _is_fragment(sentence.text))


def _is_fragment(text: str) -> bool:
    return len(content_words(tokens(text))) < _FEW


def _worded_as_asking(sentence: Said) -> bool:
    likely = sum(sentence.probabilities.get(act, 0.0) for act in ASKS) >= _LIKELY
    return likely and bool(sentence.text.endswith("?") or pattern("asks").search(sentence.text))


def _replied_to(said: Sequence[Said]) -> Part:
    groups = [sentence.group for sentence in said]
    first = next((group for group in REPLIED_TO if group in groups), groups[0])
    chosen = [sentence for sentence in said if sentence.group == first]
    return Part(chosen[0].act, " ".join(sentence.text for sentence in chosen))


def _stripped(sentence: Said, embedder: Embedder) -> str:
    """A sentence without the clauses around its question that greet, introduce or tell; figures are kept."""
    pieces = clauses(sentence.text)
    if not 2 <= len(pieces) <= _MOST_CLAUSES or len(sentence.text.split()) < _SHORTEST:
        return sentence.text
    read = classify(pieces, embedder)
    if not any(piece.asks for piece in read):
        return sentence.text

    def aside(piece: Said) -> bool:
        return (
            piece.group in _ASIDES
            and piece.probabilities[piece.act] >= _SURE
            and not _DIGIT.search(piece.text)
            and pattern("begins_question").match(piece.text) is None
        )

    first = next(at for at, piece in enumerate(read) if not aside(piece))
    last = next(at for at in range(len(read) - 1, -1, -1) if not aside(read[at]))
    start = sentence.text.index(pieces[first])
    end = sentence.text.rindex(pieces[last]) + len(pieces[last])
    kept = sentence.text[start:end]
    return kept if content_words(tokens(kept)) and _specific(kept) else sentence.text


def _questions(sentence: str) -> Iterator[Part]:
    """The questions of a sentence, each by itself: cut where it is linked, if there is one on either side."""
    links = list(pattern("link").finditer(sentence))
    ends = [*(link.start() for link in links[1:]), len(sentence)] if links else []
    begun = 0
    for link, end in zip(links, ends, strict=True):
        piece, following = sentence[begun : link.start()], sentence[link.end() : end]
        asked = pattern("question_word").search(piece) and content_words(tokens(piece))
        asks = pattern("question_word").search(following) or pattern("begins_yes_or_no").match(following)
        if asked and asks and _specific(following):
            yield _question(piece)
            begun = link.end()
    rest = _question(sentence[begun:])
    yield rest if rest.text else Part("question", sentence)


def _specific(text: str) -> bool:
    """Whether a text says what it is about: not only "…, which indicator?" or "… and which?"."""
    return bool(set(content_words(tokens(text))) - words("generic"))


def _question(text: str) -> Part:
    return Part("question", pattern("opens_list").sub("", text.strip(" ,;")))


def _with_subjects(parts: Sequence[Part]) -> list[Part]:
    """Each ask with the one before it, where that names the subject, and with the figures given so far."""
    subject, figures = "", ""
    found = []
    for part in parts:
        found.append(replace(part, subject=subject, figures=figures) if part.asks else part)
        said = (figures, *(text for text in (part.background, part.text) if _DIGIT.search(text)))
        figures = " ".join(filter(None, said))
        if part.asks and (len(content_words(tokens(part.text))) >= 2 or not subject):
            subject = part.text
    return found


def _corrected(text: str) -> Iterator[Part]:
    """What is meant instead, if the sentence says it."""
    wanted = pattern("not_that").sub("", meant(text)).strip(" ,.:-")
    if content_words(tokens(wanted)):
        yield Part("question", wanted, corrects=True)


def _once(parts: Iterable[Part]) -> list[Part]:
    """Each kind of reply once."""
    return list({part.act: part for part in parts}.values())

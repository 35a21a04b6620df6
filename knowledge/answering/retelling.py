"""What is said about the last answer: shorter, its sources, again; from the answer itself, without a new search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.answer_text import source_lines
from knowledge.answering.merging import Reply
from knowledge.answering.replies import REPLIES
from knowledge.answering.steps.composition import compose_passage
from knowledge.answers import Answer, Block, Card, Heading, Item, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Language
from knowledge.grounding.originals import OriginalStore
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query, content_words
from knowledge.markup.sentences import sentences
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.shapes import pattern

_POINTS: Final = 3  # of a shortened answer, unless a number is asked for
_MOST_POINTS: Final = 10
_MOST_ROWS: Final = 20  # of a table that is made of an answer
_LEAST_ROWS: Final = 2
_SENTENCE: Final = 5  # words of what says something by itself
_NAME: Final = 6  # words of what a point is called
_LONG: Final = 28  # words of an item, from which its first clause stands for it
_BEHIND: Final = 0.3  # fused score by which a further passage may fall behind the best on the subject
_BEHIND_EXAMPLE: Final = 0.15  # of one that holds a word for an example, which may be of something else
_EXAMPLE: Final[dict[Language, str]] = {"id": "contoh", "en": "example"}
_GIVES_EXAMPLE = re.compile(r"\b(?:contoh\w*|misalnya|examples?|for instance)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"(?<![\d.,])(\d{1,2})(?![\d.,])\s*(?:poin|point|butir|kalimat|sentence|baris|line|bullet)", re.IGNORECASE
)


class Retelling:
    """Says the last answer in another form: shorter, with its sources, again, with an example or with more.

    Args:
        retriever: finds what else there is.
        originals: what the originals of sources say.
    """

    def __init__(self, retriever: Retriever, originals: OriginalStore | None = None) -> None:
        self._retriever = retriever
        self._originals = originals

    def __call__(
        self, kind: str, wish: str, state: ConversationState, last: Answer, language: Language, scope: str | None
    ) -> Reply:
        """The last answer as it is wished for.

        Args:
            kind: what is wished, the second half of an act such as ``answer.shorter``.
            wish: in whose words.
            state: the conversation, whose last answer is ``last``.
            last: the answer to be retold.
            language: of the reply.
            scope: a collection to stay within.
        """
        if kind in ("shorter", "simpler"):
            return tabulated(last, wish, language) or shorter(last, wish, language, kind)
        if kind == "doubt":
            return stood_by(last, language)
        if kind == "source":
            return sources(last, language)
        if kind in ("example", "more"):
            return self._further(kind, wish, state, language, scope)
        return _same(wish, last, last.blocks)

    def _further(self, kind: str, wish: str, state: ConversationState, language: Language, scope: str | None) -> Reply:
        """The next passage on the subject that was not shown; one that holds an example, if that is wished for."""
        subject = state.heading or state.topic
        word = _EXAMPLE[language] if kind == "example" else ""
        query = Query(f"{subject} {word}".strip(), language)
        found = self._retriever.retrieve(query, scope=scope)
        first = found.passages[0] if found.passages else None
        for passage in found.passages:
            behind = _BEHIND_EXAMPLE if kind == "example" else _BEHIND
            near = first is not None and first.score - passage.score < behind
            if passage.chunk.id in state.shown or not near or passage.chunk.answerability == "none":
                continue
            if kind == "example" and not _GIVES_EXAMPLE.search(" ".join((*passage.chunk.heading, passage.chunk.text))):
                continue
            return compose_passage(passage, query, wish, self._originals)
        return Reply(wish, Outcome.SMALLTALK, [Paragraph(text=REPLIES.say(f"answer.no_{kind}", language))])


def spoken_of(wish: str, history: Sequence[Answer]) -> Sequence[Answer]:
    """The conversation up to the answer that a wish names by a word of its question or heading, or the last one:
    "sum up those first steps"."""
    words = set(content_words(tokens(wish)))

    def named(at: int) -> tuple[int, int]:
        answer = history[at]
        texts = (answer.question, *(block.text for block in answer.blocks if isinstance(block, Heading)))
        said = {word for text in texts for word in content_words(tokens(text))}
        return (len(words & said) if answer.citations else 0), at

    return history[: max(range(len(history)), key=named) + 1]


def asks_for_points(wish: str) -> bool:
    """Whether a wish names a number of points, sentences or lines."""
    return _COUNT.search(wish) is not None


def shorter(last: Answer, wish: str, language: Language, kind: str = "shorter") -> Reply:
    """The answer's leading statements, as many as are wished for; where more are wished for than lead, the sentences
    behind them, too."""
    match = _COUNT.search(wish)
    most = min(int(match[1]), _MOST_POINTS) if match and int(match[1]) else _POINTS
    points = list(_points(last.blocks))
    if match and len(points) < most:
        points = list(_points(last.blocks, whole=True))
    if not points:
        return _same(wish, last, last.blocks)
    lead = Paragraph(text=REPLIES.say(f"answer.{kind}", language))
    return _same(wish, last, (lead, ListBlock(items=tuple(points[:most]))))


def tabulated(last: Answer, wish: str, language: Language) -> Reply | None:
    """The answer as a table, where one is wished for and it holds more than one point: its own, or one of its points,
    each beside its name or number."""
    if not pattern("wants_table").search(wish):
        return None
    lead = Paragraph(text=REPLIES.say("answer.table", language))
    if tables := [block for block in last.blocks if isinstance(block, TableBlock)]:
        return _same(wish, last, (lead, *tables))
    points = list(_points(last.blocks, whole=True))[:_MOST_ROWS]
    if len(points) < _LEAST_ROWS:
        return None
    rows = tuple(_row(number, point.text) for number, point in enumerate(points, 1))
    cited = tuple(dict.fromkeys(number for point in points for number in point.citations))
    header = tuple(REPLIES.get("answer.table_header")[language])
    return _same(wish, last, (lead, TableBlock(header=header, rows=rows, citations=cited)))


def _row(number: int, point: str) -> tuple[str, str]:
    """A point beside its name, if it begins with one, or its number."""
    name, separator, said = point.partition(": ")
    named = bool(separator) and len(name.split()) <= _NAME and "(" not in name
    return (name, said) if named else (str(number), point)


def stood_by(last: Answer, language: Language) -> Reply:
    """What the answer says, and the works and places that it stands on."""
    told = sources(last, language, "doubt")
    texts = (block for block in last.blocks if isinstance(block, Paragraph) and block.citations)
    lead = next((block for block in texts if len(block.text.split()) >= _SENTENCE), None)
    if lead is None:
        return told
    said = sentences(lead.text)[0].rstrip(" :.") + "."
    return _same("", last, (Paragraph(text=said, citations=lead.citations), *told.blocks))


def sources(last: Answer, language: Language, kind: str = "source") -> Reply:
    """The works and places that the answer stands on."""
    if not last.citations:
        return _same(wish="", last=last, blocks=(Paragraph(text=REPLIES.say("answer.no_source", language)),))
    items = tuple(Item(text=line) for line in source_lines(last.citations, language))
    return _same("", last, (Paragraph(text=REPLIES.say(f"answer.{kind}", language)), ListBlock(items=items)))


def _same(wish: str, last: Answer, blocks: Sequence[Block]) -> Reply:
    """A reply that stands on what the last answer stood on."""
    return Reply(
        wish,
        last.outcome,
        blocks,
        last.citations,
        suggestions=last.suggestions,
        subjects=last.subjects,
        passages=last.passages,
    )


def _points(blocks: Sequence[Block], *, whole: bool = False) -> Iterable[Item]:
    """One for each statement that leads: the first sentence of a text, or every one of the ``whole``, the items of a
    list, the rows of a table."""
    for block in blocks:
        match block:
            case Paragraph() | Quote():
                said = sentences(block.text) if block.citations and not block.text.endswith(":") else []
                for sentence in said if whole else said[:1]:
                    yield Item(text=sentence, citations=block.citations)
            case ListBlock():
                for item in block.items:
                    yield Item(text=_first_clause(item.text), citations=item.citations)
            case TableBlock():
                for row in block.rows:
                    cells = row[1:2] if row[0].isdigit() else row[:2]  # without its number
                    yield Item(text=": ".join(filter(None, cells)), citations=block.citations)
            case Card():
                yield Item(text=block.title, citations=block.citations)
                for field in block.fields[:_POINTS]:
                    yield Item(text=f"{field.label}: {field.value}", citations=block.citations)
            case Heading():
                continue


def _first_clause(text: str) -> str:
    return text if len(text.split()) <= _LONG else sentences(text)[0]

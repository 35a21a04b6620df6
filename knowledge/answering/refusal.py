"""What is said and offered instead of an answer: a refusal, or the question what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from knowledge.answering.citations import Citations
from knowledge.answering.context import Context
from knowledge.answering.replies import REPLIES
from knowledge.answering.texts import say
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import Language, Passage
from knowledge.language.analyzer import tokens
from knowledge.language.detection import is_foreign
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import parse_section
from knowledge.reading.reader import Reader, Relevance
from knowledge.reading.units import units

_NEAREST = 3
_NEAR = 0.6  # cosine from which a passage has to do with a question
_LONGEST = 260  # characters of a sentence that says what a passage is about
_SUGGESTIONS = 3
#: The reader's score below which a passage is not named: of 100 named in refusals of three sets of messages, what had
#: nothing to do with the question was mostly below it, what was looked for above.
_TO_DO_WITH_IT = -1.5
_BETTER = 0.5  # log-odds by which a later sentence answers better than the first


def refuse(context: Context, near: Sequence[Passage] = (), reader: Reader | None = None) -> None:
    """Finish as refused, with a sentence of what is nearest, if anything is near, and the offer to pass the question
    on. A question in another language is told which are understood.

    Args:
        context: the question.
        near: the passages found for it, best first.
        reader: leaves out what has nothing to do with it, and finds the sentence; without one it is the first.
    """
    language = context.language
    said = REPLIES.say("foreign", language) if in_other_language(context) else Outcome.REFUSED.message(language)
    blocks: list[Paragraph | ListBlock] = [Paragraph(text=said)]
    citations = Citations(context.language)
    nearest = _nearest(near)
    read = reader.read(context.standalone.text, [passage.chunk for passage in nearest]) if reader else ()
    if read:
        nearest = [passage for passage, one in zip(nearest, read, strict=True) if one.score >= _TO_DO_WITH_IT]
        read = [one for one in read if one.score >= _TO_DO_WITH_IT]
    if items := [_lead(passage, one, citations) for passage, one in zip_longest(nearest, read)]:
        blocks.append(Paragraph(text=say("refusal.nearest", context.language)))
        blocks.append(ListBlock(items=tuple(items)))
    context.finish(Outcome.REFUSED, *blocks, refusal_offer(context.language))
    context.citations = citations.all
    context.suggestions = suggested(near, context.language)


def ask_back(context: Context, passages: Sequence[Passage]) -> bool:
    """Finish with the question which of these was meant, a button each; not where one has no question to show."""
    questions = suggested(passages, context.language)
    if len(questions) < len(passages):
        return False
    choices = ListBlock(ordered=True, items=tuple(Item(text=question) for question in questions))
    context.finish(Outcome.ASKED_BACK, Paragraph(text=Outcome.ASKED_BACK.message(context.language)), choices)
    context.suggestions = questions
    return True


def in_other_language(context: Context) -> bool:
    """Whether a question is in neither language; what is named in the passages found is known, such as cities."""
    texts = (text for one in context.passages_found for text in (*one.chunk.heading, one.chunk.text))
    names = {word for text in texts for word in tokens(text)}
    return is_foreign(context.query.tokens, context.query.analyzer.lexicon, names)


def refusal_offer(language: Language) -> Paragraph:
    """The offer to pass a question on."""
    return Paragraph(text=say("refusal.offer", language))


def suggested(passages: Sequence[Passage], language: Language) -> list[str]:
    """The well-formed questions that these passages answer, for buttons: none that would be refused."""
    questions = (
        passage.chunk.shown_question
        for passage in passages
        if passage.chunk.answerability != "none" and passage.document.language == language
    )
    return list(dict.fromkeys(filter(None, questions)))[:_SUGGESTIONS]


def _nearest(passages: Sequence[Passage]) -> list[Passage]:
    """The best passages that are near enough to be named, each heading once."""
    headed = {passage.chunk.heading[-1]: passage for passage in reversed(passages) if passage.chunk.heading}
    return [one for one in passages if one.dense >= _NEAR and headed.get(_heading(one)) is one][:_NEAREST]


def _heading(passage: Passage) -> str:
    return passage.chunk.heading[-1] if passage.chunk.heading else ""


def _lead(passage: Passage, read: Relevance | None, citations: Citations) -> Item:
    """A passage by its heading and a sentence: the one that answers best, or its first."""
    told = [
        (sentence, statement)
        for block in parse_section(passage.chunk.text)
        if block.kind == "paragraph"
        for statement in block.statements
        for sentence in sentences(statement.text)
    ]
    texts = units(passage.chunk.text)
    best = texts[read.unit] if read and read.units[read.unit] - read.units[0] >= _BETTER else ""
    chosen = next((pair for pair in told if pair[0] == best), told[0] if told else None)
    if chosen is None:
        return Item(text=_heading(passage))
    sentence, statement = chosen
    if sentence.endswith(":"):
        sentence = f"{sentence} {_announced(passage)}"
    if len(sentence) > _LONGEST or sentence.endswith(": "):
        return Item(text=_heading(passage))
    return Item(
        text=f"{_heading(passage)}: {sentence}",
        citations=citations.numbers(passage, statement.marks, statement.text),
    )


def _announced(passage: Passage) -> str:
    """The items of the list that a passage begins with, in a line."""
    first = next((block for block in parse_section(passage.chunk.text) if block.kind == "list"), None)
    return "; ".join(item.text.rstrip(" ;.,") for item in first.statements) if first else ""

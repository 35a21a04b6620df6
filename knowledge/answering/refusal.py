"""What is said and offered instead of an answer: a refusal, or the question what is meant."""

from __future__ import annotations

from collections.abc import Sequence

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

_NEAREST = 3
_NEAR = 0.6  # cosine from which a passage has to do with a question
_LONGEST = 260  # characters of a sentence that says what a passage is about
_SUGGESTIONS = 3


def refuse(context: Context, near: Sequence[Passage] = ()) -> None:
    """Finish as refused, with the first sentence of what is nearest, if anything is near, and the offer to pass the
    question on. A question in another language is told which are understood."""
    language = context.language
    said = REPLIES.say("foreign", language) if in_other_language(context) else Outcome.REFUSED.message(language)
    blocks: list[Paragraph | ListBlock] = [Paragraph(text=said)]
    citations = Citations(context.language)
    if items := [_lead(passage, citations) for passage in _nearest(near)]:
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


def _lead(passage: Passage, citations: Citations) -> Item:
    """A passage by its heading and its first sentence."""
    first = next(iter(parse_section(passage.chunk.text)), None)
    if first is None or first.kind != "paragraph":
        return Item(text=_heading(passage))
    statement = first.statements[0]
    sentence = sentences(statement.text)[0].removesuffix(":")
    if len(sentence) > _LONGEST:
        return Item(text=_heading(passage))
    return Item(
        text=f"{_heading(passage)}: {sentence}",
        citations=citations.numbers(passage, statement.marks, statement.text),
    )

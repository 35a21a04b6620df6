"""Step 5: an answer made of the documents' own sentences, lists and tables, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.answering.citations import Citations
from knowledge.answering.context import Context
from knowledge.answering.refusal import refusal_offer
from knowledge.answering.texts import TEXTS, say
from knowledge.answers import Block, Heading, Item, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Passage
from knowledge.language.dates import written_date
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import StatedBlock, parse_section

_NEAR = 0.05  # fused score within which a second passage is as likely the answer as the first
_WORDS = 260  # an answer of several passages stays below this
_WHOLE = 90  # words up to which a passage without marks is given whole
_SENTENCES = 4  # given of a longer one
_SUGGESTIONS = 3


class Composition:
    """Puts the best passage of each part of the question together, verbatim and headed."""

    def __call__(self, context: Context) -> None:
        """Settle outcome, blocks, citations and suggestions."""
        passages = _chosen(context)
        citations = Citations(context.language)
        blocks: list[Block] = []
        for passage in passages:
            blocks += _blocks(passage, context.standalone, citations)
        if context.tentative:
            blocks.insert(0, Paragraph(text=say("refusal.tentative", context.language)))
        answerable = {passage.chunk.answerability for passage in passages}
        if answerable == {"none"}:
            context.finish(Outcome.REFUSED, *blocks, refusal_offer(context.language))
        elif context.tentative:
            context.finish(Outcome.PARTLY, *blocks, refusal_offer(context.language))
        else:
            full = passages[0].chunk.answerability == "full" and "none" not in answerable
            outcome = Outcome.ANSWERED if full else Outcome.PARTLY
            context.finish(outcome, *blocks, *_as_of(passages[0], context))
        context.citations = citations.all
        context.suggestions = _suggestions(context, passages)


def _chosen(context: Context) -> list[Passage]:
    """The passages that answer: one for each part of the question, and a second one that is as likely as the first."""
    chosen: list[Passage] = []
    for part in context.parts:
        first, *others = part.passages
        near = [passage for passage in others[:1] if len(context.parts) == 1 and first.score - passage.score < _NEAR]
        for passage in (first, *near):
            known = {other.chunk.id for other in chosen}
            words = sum(len(other.chunk.text.split()) for other in (*chosen, passage))
            if passage.chunk.id not in known and (not chosen or words <= _WORDS):
                chosen.append(passage)
    return chosen


def _blocks(passage: Passage, query: Query, citations: Citations) -> Iterator[Block]:
    heading = passage.chunk.heading[-1] if passage.chunk.heading else passage.document.title
    yield Heading(text=heading)
    stated = parse_section(passage.chunk.text)
    if any(block.marks for block in stated):
        yield from (_block(block, passage, citations) for block in stated)
    else:
        yield from (_verbatim(block, passage, citations) for block in _excerpt(passage, query, stated))


def _excerpt(passage: Passage, query: Query, stated: list[StatedBlock]) -> list[StatedBlock]:
    """Of a long passage of running text, the sentences that speak most of the question, in their order."""
    text = strip_marks(passage.chunk.text)
    if len(text.split()) <= _WHOLE or any(block.kind != "paragraph" for block in stated):
        return stated
    wanted = {term.stem for term in query.terms}
    numbered = list(enumerate(sentences(text)))
    scored = sorted(numbered, key=lambda pair: (-len(wanted & set(query.analyzer.terms(pair[1]))), pair[0]))
    best = sorted(scored[:_SENTENCES])
    return parse_section("\n\n".join(sentence for _, sentence in best))


def _block(block: StatedBlock, passage: Passage, citations: Citations) -> Block:
    quote = strip_marks(block.statements[0].text) if block.statements else ""
    if block.kind == "paragraph":
        text = " ".join(statement.text for statement in block.statements)
        return Paragraph(text=text, citations=_all_numbers(block, passage, citations))
    if block.kind == "list":
        items = tuple(
            Item(text=statement.text, citations=citations.numbers(passage, statement.marks, statement.text))
            for statement in block.statements
        )
        return ListBlock(ordered=block.ordered, items=items)
    rows = tuple(tuple(statement.text.split("\t")) for statement in block.statements)
    width = len(block.header)
    return TableBlock(
        header=block.header,
        rows=tuple((*row, *("",) * width)[:width] for row in rows),
        citations=citations.numbers(passage, block.marks, quote),
    )


def _verbatim(block: StatedBlock, passage: Passage, citations: Citations) -> Block:
    """A block of a document that carries no marks: quoted, and cited as the document itself."""
    if block.kind != "paragraph":
        return _block(block, passage, citations)
    text = " ".join(statement.text for statement in block.statements)
    return Quote(text=text, citations=citations.numbers(passage, (), text))


def _all_numbers(block: StatedBlock, passage: Passage, citations: Citations) -> tuple[int, ...]:
    numbers = [
        number
        for statement in block.statements
        if statement.marks
        for number in citations.numbers(passage, statement.marks, statement.text)
    ]
    return tuple(dict.fromkeys(numbers))


def _as_of(passage: Passage, context: Context) -> Iterator[Paragraph]:
    """When the question is about the present, say of when the sources speak."""
    if passage.document.as_of and re.search(TEXTS.get("time_words"), context.standalone.text.casefold()):
        date = written_date(passage.document.as_of, context.language)
        if date not in passage.chunk.text:
            yield Paragraph(text=say("as_of", context.language, date=date))


def _suggestions(context: Context, used: list[Passage]) -> list[str]:
    """Questions that the next passages answer, so that none is offered that would be refused."""
    retrieved = context.parts[0]
    ids = {passage.chunk.id for passage in used}
    questions = [
        passage.chunk.example_questions[0]
        for passage in retrieved.passages
        if passage.chunk.id not in ids
        and passage.chunk.example_questions
        and passage.chunk.answerability != "none"
        and passage.document.language == context.language
    ]
    return questions[:_SUGGESTIONS]

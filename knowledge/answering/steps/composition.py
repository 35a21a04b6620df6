"""Step 9: an answer made of the documents' own sentences, lists and tables, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq

from knowledge.answering.arrangement import arranged, in_brief
from knowledge.answering.calibration import calibration, confidence
from knowledge.answering.citations import Citations
from knowledge.answering.context import Context
from knowledge.answering.excerpts import Excerpt, brief_excerpts, excerpts
from knowledge.answering.focus import focused
from knowledge.answering.merging import Reply
from knowledge.answering.refusal import refusal_offer, suggested
from knowledge.answering.texts import TEXTS, say
from knowledge.answers import Block, Heading, Item, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Language, Passage
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import Original, OriginalStore
from knowledge.language.dates import months_since, written_date
from knowledge.language.query import Query
from knowledge.markup.statements import StatedBlock, parse_section
from knowledge.reading.reader import Reader
from knowledge.retrieval.retriever import Retrieved
from knowledge.storage.engine import now


class Composition:
    """Puts the passage that answers together, verbatim and headed.

    Args:
        embedder: tells which statements of a passage that was just shown speak of the question.
        originals: what the originals of sources say for a passage's statements.
        reader: finds what of a passage answers; without one it is given in its own order.
    """

    def __init__(
        self, embedder: Embedder, originals: OriginalStore | None = None, reader: Reader | None = None
    ) -> None:
        self._embedder = embedder
        self._originals = originals
        self._reader = reader

    def __call__(self, context: Context) -> None:
        """Settle outcome, blocks, citations and suggestions."""
        passage, stated = self._chosen(context)
        beside = None if stated else _beside(context)
        citations = citations_of(passage, context.language, self._originals, beside)
        shown = self._shown(passage, stated, context)
        blocks: list[Block] = list(_blocks(shown, citations))
        if context.left_out:
            blocks.append(Paragraph(text=say("other_rows", context.language, names=", ".join(context.left_out))))
        if context.reserve == "before":
            blocks.insert(0, Paragraph(text=say("refusal.tentative", context.language)))
        elif context.reserve == "behind":
            blocks.append(Paragraph(text=say("refusal.perhaps", context.language)))
        if passage.chunk.answerability == "none":
            context.finish(Outcome.REFUSED, *blocks, refusal_offer(context.language))
        elif context.reserve:
            context.finish(Outcome.PARTLY, *blocks, refusal_offer(context.language))
        else:
            outcome = Outcome.ANSWERED if passage.chunk.answerability == "full" else Outcome.PARTLY
            context.finish(outcome, *blocks, *_as_of(passage, context))
        if beside and passage.chunk.answerability != "none":
            shown += self._told_beside(beside, citations, context)
        context.citations = citations.all
        context.passages = tuple(part.passage.chunk.id for part in shown)
        context.as_of = passage.chunk.as_of or passage.document.as_of
        context.suggestions = _suggestions(context, passage)

    def _shown(self, passage: Passage, stated: list[StatedBlock] | None, context: Context) -> list[Excerpt]:
        """All of a passage of ours, what answers first; of a document that is quoted, what speaks of the question."""
        if passage.document.quoted and not stated:
            return excerpts(passage, context.passages_found, context.standalone, self._embedder)
        # In brief a passage's own lead stands for all of it; an item put before it would be all that is left of a list.
        reader = None if context.brief else self._reader
        blocks, context.left_out = (stated, []) if stated else arranged(passage, context.standalone, reader)
        return [Excerpt(passage, (_title(passage),), in_brief(blocks) if context.brief else blocks)]

    def _told_beside(self, beside: Retrieved, citations: Citations, context: Context) -> list[Excerpt]:
        """Add what a document says of what a text of ours answers: who put it in asks for its words and its page."""
        found = brief_excerpts(beside.passages, context.standalone, self._embedder)
        title = beside.passages[0].document.title
        told = [Paragraph(text=say("beside", context.language, title=title)), *_blocks(found, citations)]
        offer = refusal_offer(context.language)
        context.blocks = [*(b for b in context.blocks if b != offer), *told, *(b for b in context.blocks if b == offer)]
        return found

    def _chosen(self, context: Context) -> tuple[Passage, list[StatedBlock] | None]:
        """The passage that answers; of one that was just shown only what speaks of the question."""
        first = context.passages_found[0]
        follows = context.reading is not None and context.reading.kind not in ("standalone", "message")
        if not follows or first.chunk.id not in context.state.shown:
            return first, None
        asked = context.standalone if context.reading and context.reading.kind == "item" else context.query
        return first, focused(first, asked.text, self._embedder)


def _beside(context: Context) -> Retrieved | None:
    """What documents that are quoted say beside a text of ours, where that would be given by itself as more than the
    nearest."""
    beside = context.found.beside if context.found and not context.passages_found[0].document.quoted else None
    return beside if beside and confidence(beside) >= calibration().reserve_threshold else None


def citations_of(
    passage: Passage, language: Language, originals: OriginalStore | None, beside: Retrieved | None = None
) -> Citations:
    """The citations of an answer of this passage, and of what is told ``beside`` it, with what originals say and the
    files that may be opened."""
    documents = [found.document for found in (passage, *(beside.passages[:1] if beside else ()))]
    open_files = originals.open_files if originals else None
    files = [open_files.published(document.id) for document in documents if open_files and document.quoted]
    return Citations(language, originals_of(passage, originals), list(filter(None, files)))


def originals_of(passage: Passage, originals: OriginalStore | None) -> list[Original]:
    """What the originals say for the statements of a passage; nothing where none is held."""
    sources = {source.id for source in passage.document.sources}
    if originals is None or not sources:
        return []
    texts = [statement.text for block in parse_section(passage.chunk.text) for statement in block.statements]
    return originals.of_statements(sources, texts)


def compose_passage(passage: Passage, query: Query, asked: str, originals: OriginalStore | None = None) -> Reply:
    """A passage by itself, as a reply to what was asked in these words."""
    citations = citations_of(passage, query.language, originals)
    blocks = list(_blocks([Excerpt(passage, (_title(passage),), parse_section(passage.chunk.text))], citations))
    return Reply(asked, Outcome.ANSWERED, blocks, citations.all, passages=(passage.chunk.id,))


def compose_lead(
    passage: Passage, query: Query, reader: Reader | None = None, originals: OriginalStore | None = None
) -> Reply:
    """Of a passage of ours what answers a question, in brief and without its heading."""
    citations = citations_of(passage, query.language, originals)
    lead = in_brief(arranged(passage, query, reader)[0])
    blocks = [_block(block, passage, citations) for block in lead]
    return Reply(query.text, Outcome.ANSWERED, blocks, citations.all, passages=(passage.chunk.id,))


def whole_section(passage: Passage, citations: Citations) -> list[Block]:
    """All that a passage says, without its heading, its sources numbered among those of a whole document."""
    stated = parse_section(passage.chunk.text)
    write = _block if any(block.marks for block in stated) else _verbatim
    return [write(block, passage, citations) for block in stated]


def _blocks(shown: Sequence[Excerpt], citations: Citations) -> Iterator[Block]:
    before: tuple[str, ...] = ()
    for part in shown:
        if part.headings != before:
            same = sum(takewhile(bool, map(eq, part.headings, before)))
            yield from (Heading(text=heading) for heading in part.headings[same:])
        before = part.headings
        write = _block if any(block.marks for block in part.blocks) else _verbatim
        yield from (write(block, part.passage, citations) for block in part.blocks)


def _title(passage: Passage) -> str:
    return passage.chunk.heading[-1] if passage.chunk.heading else passage.document.title


def _block(block: StatedBlock, passage: Passage, citations: Citations) -> Block:
    if block.kind == "paragraph":
        text = " ".join(statement.text for statement in block.statements)
        return Paragraph(text=text, citations=_all_numbers(block, passage, citations))
    if block.kind == "list":
        items = tuple(
            Item(
                text=statement.text,
                citations=citations.numbers(passage, statement.marks, statement.text),
                number=statement.number if passage.document.quoted else 0,
            )
            for statement in block.statements
        )
        return ListBlock(ordered=block.ordered, items=items)
    rows = tuple(tuple(statement.text.split("\t")) for statement in block.statements)
    width = len(block.header)
    return TableBlock(
        header=block.header,
        rows=tuple((*row, *("",) * width)[:width] for row in rows),
        citations=_all_numbers(block, passage, citations),
    )


def _verbatim(block: StatedBlock, passage: Passage, citations: Citations) -> Block:
    """A block of a document that carries no marks: quoted, and cited as the document itself."""
    if block.kind != "paragraph":
        return _block(block, passage, citations)
    text = " ".join(statement.text for statement in block.statements)
    return Quote(text=text, citations=citations.numbers(passage, (), text))


def _all_numbers(block: StatedBlock, passage: Passage, citations: Citations) -> tuple[int, ...]:
    """The numbers of all that a block stands on; where none of it carries marks, the document's own."""
    marked = [statement for statement in block.statements if statement.marks] or list(block.statements[:1])
    numbers = (number for statement in marked for number in citations.numbers(passage, statement.marks, statement.text))
    return tuple(dict.fromkeys(numbers))


def _as_of(passage: Passage, context: Context) -> Iterator[Paragraph]:
    """Say of when the sources speak, if that is long ago for such things, or the question is about the present."""
    as_of, document = passage.chunk.as_of or passage.document.as_of, passage.document
    if not as_of:
        return
    date = written_date(as_of, context.language)
    months = months_since(as_of, now())
    if document.months_until_review and months is not None and months > document.months_until_review:
        yield Paragraph(text=say("outdated", context.language, date=date))
    elif re.search(TEXTS.get("time_words"), context.standalone.text.casefold()) and date not in passage.chunk.text:
        yield Paragraph(text=say("as_of", context.language, date=date))


def _suggestions(context: Context, used: Passage) -> list[str]:
    """Questions that the next passages answer; before them, of what was given in brief, that for all of it."""
    others = [passage for passage in context.passages_found if passage.chunk.id != used.chunk.id]
    return suggested([*([used] if context.brief else []), *others], context.language)

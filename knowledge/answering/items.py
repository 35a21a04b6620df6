"""An item of a list shown that a number points at: what was said of it, and what else the documents say."""

from __future__ import annotations

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answering.merging import SAID, Reply, one_behind_the_other
from knowledge.answering.texts import say
from knowledge.answers import Block, Heading, Item, ListBlock, Outcome, Paragraph
from knowledge.documents import Language
from knowledge.understanding.conversation import ShownItem
from knowledge.understanding.readings import beside_ordinal, opens_with_ordinal, shown_item
from knowledge.understanding.shapes import pattern


def no_such_item(context: Context) -> bool:
    """Finish with the question what is meant, where a number points at an item and no list of so many was shown."""
    question, state = context.query.text, context.state
    points = opens_with_ordinal(question) and not pattern("points_at_last").search(question)
    if not points or state.answer is None or state.subjects or beside_ordinal(question):
        return False
    if shown_item(question, state) is not None:
        return False
    context.finish(Outcome.ASKED_BACK, Paragraph(text=say("item.none", context.language)))
    return True


def with_item(context: Context) -> None:
    """Put what the list itself said of the item before what was found for it; in the place of what is unsure. What the
    documents surely say of an item by itself stands alone, and so does what the catalogue says."""
    item = context.reading.item if context.reading else None
    if item is None or context.outcome is Outcome.INDICATOR or context.subjects:
        return
    surely = context.outcome in SAID and context.confidence >= calibration().answer_threshold
    new = surely and not set(context.passages) & context.state.shown
    if new and not (beside_ordinal(context.query.text) and item.name != item.text.rstrip(" ;.,")):
        return  # its name is in what is asked
    said = told(item, context.language)
    if new:
        merged = one_behind_the_other([said, Reply("", Outcome.ANSWERED, context.blocks, context.citations)])
        context.blocks, context.citations = merged.blocks, merged.citations
        return
    heading = [Heading(text=item.of)] if item.of else []
    if surely and item.name != item.text.rstrip(" ;.,"):  # nothing answers better than what was said of it
        context.finish(Outcome.ANSWERED, *heading, *said.blocks)
    else:
        no_more = Paragraph(text=say("item.no_more", context.language))
        context.finish(Outcome.PARTLY, *heading, *said.blocks, no_more)
    context.citations, context.passages = list(said.citations), tuple(context.state.shown)


def told(item: ShownItem, language: Language) -> Reply:
    """What a list said of an item, by itself."""
    numbers = tuple(source.number for source in item.sources)
    said = ListBlock(items=(Item(text=f"{item.text.rstrip(' ;.,')}.", citations=numbers),))
    blocks: list[Block] = [Paragraph(text=say("item.told", language)), said]
    merged = one_behind_the_other([Reply("", Outcome.ANSWERED, blocks, item.sources)])
    return Reply("", Outcome.ANSWERED, merged.blocks, merged.citations)

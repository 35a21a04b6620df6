"""What the steps of one question share."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.answers import Outcome, Paragraph
from knowledge.language.query import Query
from knowledge.understanding.conversation import ConversationState
from tests.knowledge.answering.parts import PASSAGE, STRONG, context, retrieved


def test_the_question_stands_alone_until_a_step_completes_it() -> None:
    context = Context(Query("siapa orangnya?", "en"))
    assert context.standalone is context.query
    assert context.language == "en"
    assert context.state == ConversationState()
    context.standalone = context.query.reworded("tugas CSCO — siapa orangnya?")
    assert context.query.text == "siapa orangnya?"


def test_a_step_ends_the_way_with_its_blocks() -> None:
    context = Context(Query("halo", "id"), blocks=[Paragraph(text="sebelumnya")])
    assert not context.finished
    context.finish(Outcome.SMALLTALK, Paragraph(text="Halo!"))
    assert context.finished
    assert (context.outcome, context.blocks) == (Outcome.SMALLTALK, [Paragraph(text="Halo!")])


def test_what_was_found_is_at_hand_also_when_nothing_was() -> None:
    assert context().passages_found == ()
    assert context("?", "id", retrieved(STRONG)).passages_found == (PASSAGE,)

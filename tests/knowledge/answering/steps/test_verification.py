"""Nothing leaves that does not stand in the passages; what was not composed from passages is left alone."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.answering.steps.verification import Verification, supported
from knowledge.answers import Item, ListBlock, Outcome, Paragraph, TableBlock


def test_a_cited_sentence_must_stand_in_a_passage() -> None:
    passages = "The network had 38 member cities as of January 2026."
    assert supported(Paragraph(text="The network had 38 member cities as of January 2026.", citations=(1,)), passages)
    assert not supported(Paragraph(text="The network had 39 member cities.", citations=(1,)), passages)
    assert not supported(ListBlock(items=(Item(text="41 cities", citations=(1,)),)), passages)
    assert not supported(TableBlock(header=("member",), rows=(("99",),), citations=(1,)), passages)


def test_a_partly_answer_from_the_catalogue_is_left_alone() -> None:
    context = Context("berapa indikator ISO 37120", "id")
    said = Paragraph(text="103 kode dua tingkat.", citations=(1,))
    context.finish(Outcome.PARTLY, said)
    Verification()(context)
    assert context.outcome is Outcome.PARTLY
    assert context.blocks == [said]

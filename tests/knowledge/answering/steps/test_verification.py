"""Nothing leaves that does not stand in the passages; what was not composed from passages is left alone."""

from __future__ import annotations

import pytest

from knowledge.answering.context import Context
from knowledge.answering.steps.verification import Verification, supported
from knowledge.answers import Block, Heading, Item, ListBlock, Outcome, Paragraph, Quote, TableBlock
from tests.knowledge.answering.parts import STRONG, context, retrieved


def test_a_cited_sentence_must_stand_in_a_passage() -> None:
    passages = "the network had 38 member cities as of january 2026."
    assert supported(Paragraph(text="The network had 38 member cities as of January 2026.", citations=(1,)), passages)
    assert not supported(Paragraph(text="The network had 39 member cities.", citations=(1,)), passages)
    assert not supported(ListBlock(items=(Item(text="41 cities", citations=(1,)),)), passages)
    assert not supported(TableBlock(header=("member",), rows=(("99",),), citations=(1,)), passages)


def test_a_partly_answer_from_the_catalogue_is_left_alone() -> None:
    asked = context("berapa indikator ISO 37120")
    said = Paragraph(text="103 kode dua tingkat.", citations=(1,))
    asked.finish(Outcome.PARTLY, said)
    Verification()(asked)
    assert asked.outcome is Outcome.PARTLY
    assert asked.blocks == [said]


def _verified(*blocks: Block) -> Context:
    asked = context("?", "id", retrieved(STRONG))
    asked.finish(Outcome.ANSWERED, *blocks)
    Verification()(asked)
    return asked


SUPPORTED = Paragraph(text="Kota melapor setiap tahun, paling lambat 31 Maret 2026.", citations=(1,))


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(text="Kota melapor setiap tahun, paling lambat 31 Maret 2027.", citations=(1,)),
        Paragraph(text="Kota wajib membayar iuran.", citations=(1,)),
        Quote(text="Sekretariat menjawab dalam 3 hari.", citations=(1,)),
        ListBlock(items=(Item(text="Kota melapor setiap bulan", citations=(1,)),)),
        TableBlock(header=("Kota",), rows=(("Surabaya",),), citations=(1,)),
    ],
)
def test_what_does_not_stand_in_a_passage_never_leaves(block: Paragraph) -> None:
    assert _verified(SUPPORTED, block).blocks == [SUPPORTED]
    alone = _verified(Heading(text="Laporan"), block)
    assert alone.outcome is Outcome.REFUSED
    assert block not in alone.blocks


def test_what_stands_in_a_passage_is_left_as_it_is() -> None:
    blocks = (SUPPORTED, Quote(text="Sekretariat menjawab dalam 30 hari.", citations=(1,)), Heading(text="Laporan"))
    assert _verified(*blocks).blocks == list(blocks)

"""Several replies become one answer."""

from __future__ import annotations

import pytest

from knowledge.answering.merging import Reply, merge
from knowledge.answers import (
    Block,
    Card,
    CardField,
    Citation,
    Heading,
    Item,
    ListBlock,
    Outcome,
    Paragraph,
    Quote,
    TableBlock,
)

TOR = Citation(number=1, title="Kerangka Acuan", locator="klausul 7", url="https://asean.org/tor")
VISION = Citation(number=2, title="Visi 2045", locator="hlm. 3")
OFFER = Paragraph(text="Dapat diteruskan.")
DUTIES = Reply(
    "apa kewajiban kota?",
    Outcome.ANSWERED,
    [Heading(text="Kewajiban"), Paragraph(text="Kota melapor.", citations=(1, 2))],
    [TOR, VISION],
    passages=("c1",),
)
CHAIR = Reply(
    "siapa ketuanya?",
    Outcome.ANSWERED,
    [Heading(text="Ketua"), Paragraph(text="Filipina.", citations=(1,))],
    [VISION.model_copy(update={"number": 1})],
    passages=("c2",),
)
REFUSED = Reply("berapa penduduknya?", Outcome.REFUSED, [Paragraph(text="Maaf.")], offers=[OFFER])


def test_one_reply_stays_as_it_is() -> None:
    merged = merge([DUTIES], "id")
    assert (merged.outcome, merged.blocks, merged.citations) == (Outcome.ANSWERED, DUTIES.blocks, DUTIES.citations)
    assert merge([REFUSED], "id").blocks == [Paragraph(text="Maaf."), OFFER]


def test_several_are_numbered_under_their_questions_with_one_list_of_sources() -> None:
    merged = merge([DUTIES, CHAIR], "id")
    assert merged.blocks == [
        Heading(text="1. apa kewajiban kota?"),
        Paragraph(text="Kota melapor.", citations=(1, 2)),
        Heading(text="2. siapa ketuanya?"),
        Paragraph(text="Filipina.", citations=(2,)),
    ]
    assert merged.citations == [TOR, VISION]


def test_marks_of_every_block_follow_their_source() -> None:
    other = Citation(number=7, title="Lain")
    blocks: list[Block] = [
        Quote(text="q", citations=(7,)),
        ListBlock(ordered=True, items=(Item(text="i", citations=(7, 7)), Item(text="j"))),
        TableBlock(header=("a",), rows=(("b",),), citations=(7,)),
        Card(key="37122:19.9", title="c", fields=(CardField(label="l", value="v"),), citations=(7,)),
    ]
    merged = merge([DUTIES, Reply("lain?", Outcome.INDICATOR, blocks, [other], subjects=("37122:19.9",))], "id")
    assert [citation.title for citation in merged.citations] == ["Kerangka Acuan", "Visi 2045", "Lain"]
    assert [citation.number for citation in merged.citations] == [1, 2, 3]
    quote, listed, table, card = merged.blocks[3:]
    assert (quote.citations, table.citations, card.citations) == ((3,), (3,), (3,))  # type: ignore[union-attr]
    assert isinstance(listed, ListBlock)
    assert (listed.ordered, [item.citations for item in listed.items]) == (True, [(3,), ()])


def test_places_in_one_work_stay_apart() -> None:
    other = TOR.model_copy(update={"locator": "klausul 9"})
    reply = Reply("?", Outcome.ANSWERED, [Paragraph(text="x", citations=(1,))], [other], passages=("c3",))
    assert [citation.locator for citation in merge([DUTIES, reply], "id").citations] == [
        "klausul 7",
        "hlm. 3",
        "klausul 9",
    ]


def test_an_offer_is_made_once_for_all_at_the_end() -> None:
    again = Reply("berapa anggarannya?", Outcome.REFUSED, [Paragraph(text="Maaf.")], offers=[OFFER])
    merged = merge([REFUSED, again], "id")
    assert merged.blocks.count(OFFER) == 1
    assert merged.blocks[-1] == OFFER


SORRY = Paragraph(text=Outcome.REFUSED.message("id"))
NEAREST = Paragraph(text="Yang paling dekat dalam dokumen:")


def _refused(asked: str, near: str, source: Citation) -> Reply:
    items = (Item(text=near, citations=(source.number,)),)
    return Reply(asked, Outcome.REFUSED, [SORRY, NEAREST, ListBlock(items=items)], [source], offers=[OFFER])


def test_what_is_not_answered_beside_an_answer_is_told_in_a_line_behind_it() -> None:
    merged = merge([_refused("berapa penduduknya?", "Luas", VISION), DUTIES], "id")
    said = "Dokumen yang tersedia tidak memuat jawaban atas “berapa penduduknya?”."
    assert merged.outcome is Outcome.PARTLY
    near = ListBlock(items=(Item(text="Luas", citations=(2,)),))
    assert merged.blocks == [*DUTIES.blocks, Paragraph(text=said), NEAREST, near, OFFER]
    assert merged.citations == DUTIES.citations
    both = merge([DUTIES, _refused("berapa penduduknya?", "Luas", VISION), CHAIR], "id")
    assert [block.text for block in both.blocks if isinstance(block, Heading)] == [
        "1. apa kewajiban kota?",
        "2. siapa ketuanya?",
    ]
    assert both.blocks[-4:] == [Paragraph(text=said), NEAREST, near, OFFER]


def test_where_nothing_is_answered_that_is_said_once_with_all_that_is_near() -> None:
    merged = merge([_refused("berapa?", "Luas", VISION), _refused("di mana?", "Tempat", TOR)], "id")
    assert merged.outcome is Outcome.REFUSED
    assert [block for block in merged.blocks if isinstance(block, Paragraph)] == [SORRY, NEAREST, OFFER]
    (listed,) = (block for block in merged.blocks if isinstance(block, ListBlock))
    assert [(item.text, item.citations) for item in listed.items] == [("Luas", (1,)), ("Tempat", (2,))]
    assert [citation.title for citation in merged.citations] == ["Visi 2045", "Kerangka Acuan"]


def test_what_shows_the_same_passage_goes_with_it() -> None:
    again = Reply("tugas kota?", Outcome.ANSWERED, DUTIES.blocks, DUTIES.citations, passages=("c1",))
    assert merge([DUTIES, again], "id") == merge([DUTIES], "id")
    headings = [block.text for block in merge([DUTIES, CHAIR, again], "id").blocks if isinstance(block, Heading)]
    assert headings == ["1. apa kewajiban kota? / tugas kota?", "2. siapa ketuanya?"]


def test_what_says_something_else_of_the_same_passage_is_not_lost() -> None:
    """Such as the last answer in short, and its sources, both wished for in one message."""
    sources = Reply("sumbernya?", Outcome.ANSWERED, [Paragraph(text="Sumbernya: ToR")], [TOR], passages=("c1",))
    assert any(getattr(block, "text", "") == "Sumbernya: ToR" for block in merge([DUTIES, sources], "id").blocks)


def test_a_long_question_is_shortened_over_its_answer() -> None:
    long = Reply("kata " * 100, Outcome.ANSWERED, [Paragraph(text="x")], passages=("c9",))
    (first, *_) = merge([long, CHAIR], "id").blocks
    assert isinstance(first, Heading)
    assert len(first.text) <= 125
    assert first.text.endswith("…")


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([Outcome.ANSWERED, Outcome.ANSWERED], Outcome.ANSWERED),
        ([Outcome.ANSWERED, Outcome.INDICATOR], Outcome.ANSWERED),
        ([Outcome.INDICATOR, Outcome.INDICATOR], Outcome.INDICATOR),
        ([Outcome.ANSWERED, Outcome.REFUSED], Outcome.PARTLY),
        ([Outcome.ANSWERED, Outcome.PARTLY], Outcome.PARTLY),
        ([Outcome.REFUSED, Outcome.REFUSED], Outcome.REFUSED),
        ([Outcome.ANSWERED, Outcome.PERSON], Outcome.ANSWERED),
        ([Outcome.OUTSIDE, Outcome.REFUSED], Outcome.REFUSED),
        ([Outcome.PERSON, Outcome.SMALLTALK], Outcome.PERSON),
    ],
)
def test_the_whole_ends_as_what_was_asked_of_the_documents_did(outcomes: list[Outcome], whole: Outcome) -> None:
    replies = [Reply(f"{number}?", outcome, [Paragraph(text="x")]) for number, outcome in enumerate(outcomes)]
    assert merge(replies, "id").outcome is whole


def test_an_item_said_by_itself_before_is_not_said_again_in_its_list() -> None:
    lead, items = (
        Paragraph(text="Sejak kapan: 2018."),
        (Item(text="sejak kapan: 2018;"), Item(text="anggota: 38 kota;")),
    )
    card = Card(key="37122:15.1", title="15.1 Kamera", fields=())
    first = Reply("kapan?", Outcome.ANSWERED, [lead, card], passages=("c1",))
    second = Reply("berapa?", Outcome.ANSWERED, [lead, ListBlock(items=items), card], passages=("c1",))
    blocks = merge([first, second], "id").blocks
    assert blocks[-1] == ListBlock(items=items[1:])
    assert blocks.count(card) == 1
    third = Reply("apa?", Outcome.ANSWERED, [ListBlock(items=items[:1])], passages=("c1",))
    assert merge([first, third], "id").blocks == [lead, card]  # it says nothing more

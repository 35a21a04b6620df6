"""The last answer in another form, from the answer itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from knowledge.answer_text import plain_text, source_lines
from knowledge.answering.merging import Reply
from knowledge.answering.replies import REPLIES
from knowledge.answering.retelling import Retelling, shorter, sources, stood_by, tabulated
from knowledge.answers import (
    Answer,
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
from knowledge.documents import LANGUAGES, Language, Passage
from knowledge.understanding.conversation import ConversationState
from tests.knowledge.answering.parts import PASSAGE, STRONG, ScriptedRetriever, retrieved

TOR = Citation(number=1, title="Kerangka Acuan", publisher="ASEAN", locator="klausul 7")


def _answer(*blocks: Block, **changes: Any) -> Answer:
    fields: dict[str, Any] = {"citations": (TOR,), "passages": ("c1",), "subjects": (), "suggestions": ("kapan?",)}
    return Answer(outcome=Outcome.ANSWERED, language="id", question="apa?", blocks=blocks, **{**fields, **changes})


def _points(reply: Reply) -> list[str]:
    """The items of the list in a reply."""
    return [item.text for block in reply.blocks if isinstance(block, ListBlock) for item in block.items]


def _retell(
    kind: str, last: Answer, *found: Passage, language: Language = "id", scope: str | None = None
) -> tuple[Reply, ScriptedRetriever]:
    retriever = ScriptedRetriever({"": retrieved(STRONG, *found)})
    state = ConversationState.of([last])
    return Retelling(retriever.real)(kind, "lagi dong", state, last, language, scope), retriever


DUTIES = _answer(
    Heading(text="Kewajiban"),
    Paragraph(text="Kota mempunyai enam kewajiban berikut:", citations=(1,)),
    ListBlock(items=tuple(Item(text=f"kewajiban {number}", citations=(1,)) for number in range(1, 7))),
)


@pytest.mark.parametrize("kind", ["shorter", "simpler"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_shortened_to_its_leading_points(kind: str, language: Language) -> None:
    reply = shorter(DUTIES, "ringkas dong", language, kind)
    assert _points(reply) == ["kewajiban 1", "kewajiban 2", "kewajiban 3"]
    assert reply.blocks[0] == Paragraph(text=REPLIES.say(f"answer.{kind}", language))
    assert all(item.citations for block in reply.blocks if isinstance(block, ListBlock) for item in block.items)


@pytest.mark.parametrize(
    ("wish", "points"),
    [
        ("ringkas jadi 2 poin", 2),
        ("in 5 bullets please", 5),
        ("satu kalimat saja", 3),
        ("99 poin", 6),
        ("0 poin", 3),
        ("ringkas bagian 17.2 poin", 3),
    ],
)
def test_so_many_points_are_given_as_are_wished_for(wish: str, points: int) -> None:
    assert len(_points(shorter(DUTIES, wish, "id"))) == points


def test_of_every_block_what_leads_is_taken() -> None:
    card = Card(title="19.9 Lampu", fields=(CardField(label="Satuan", value="%"),), citations=(1,))
    last = _answer(
        Paragraph(text="Satu saja. Lalu panjang lebar.", citations=(1,)),
        Paragraph(text="Tidak bersumber."),
        Quote(text="Kutipan dulu. Lalu lagi.", citations=(1,)),
        TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"),), citations=(1,)),
        card,
    )
    leading = ["Satu saja.", "Kutipan dulu.", "Makassar: 2018", "19.9 Lampu", "Satuan: %"]
    assert _points(shorter(last, "5 poin", "id")) == leading
    whole = ["Satu saja.", "Lalu panjang lebar.", "Kutipan dulu.", "Lalu lagi.", *leading[2:]]
    assert _points(shorter(last, "10 poin", "id")) == whole


def test_of_a_table_with_numbers_before_its_rows_these_are_left_out() -> None:
    last = _answer(TableBlock(header=("Pokok", "Isi"), rows=(("1", "melapor"), ("2", "hadir")), citations=(1,)))
    assert _points(shorter(last, "ringkas", "id")) == ["melapor", "hadir"]


def test_what_is_wished_for_as_a_table_is_put_beside_its_names_or_numbers() -> None:
    listed = ListBlock(items=(Item(text="anggota: 38 kota", citations=(1,)), Item(text="melapor", citations=(1,))))
    reply = tabulated(_answer(Paragraph(text="Daftarnya:"), listed), "jadikan tabel dong", "id")
    assert reply is not None
    (lead, table) = reply.blocks
    assert lead == Paragraph(text=REPLIES.say("answer.table", "id"))
    assert isinstance(table, TableBlock)
    assert (table.rows, table.citations) == ((("anggota", "38 kota"), ("2", "melapor")), (1,))


def test_a_table_stays_as_it_is_and_a_single_point_makes_none() -> None:
    table = TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"),), citations=(1,))
    reply = tabulated(_answer(Paragraph(text="Kotanya:"), table), "as a table please", "en")
    assert reply is not None
    assert reply.blocks[1] == table
    assert tabulated(_answer(Paragraph(text="Satu saja.", citations=(1,))), "tabelkan", "id") is None
    assert tabulated(DUTIES, "ringkas dong", "id") is None


def test_who_doubts_an_answer_is_told_what_it_says_and_what_it_stands_on() -> None:
    told = stood_by(DUTIES, "id")
    assert told.blocks[0] == Paragraph(text="Kota mempunyai enam kewajiban berikut.", citations=(1,))
    assert tuple(told.blocks[1:]) == tuple(sources(DUTIES, "id", "doubt").blocks)
    assert stood_by(_answer(Paragraph(text="Daftarnya:", citations=(1,))), "id").blocks[0] == told.blocks[1]


def test_a_long_item_is_cut_after_its_first_sentence() -> None:
    long = " ".join(["kata"] * 30) + ". Kalimat kedua."
    reply = shorter(_answer(ListBlock(items=(Item(text=long, citations=(1,)),))), "ringkas", "id")
    assert _points(reply) == [" ".join(["kata"] * 30) + "."]


def test_what_cannot_be_shortened_is_given_again() -> None:
    last = _answer(Paragraph(text="Maaf."), citations=())
    assert list(shorter(last, "ringkas", "id").blocks) == list(last.blocks)


@pytest.mark.parametrize("kind", ["source", "doubt"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sources_of_an_answer_are_named(kind: str, language: Language) -> None:
    reply = sources(DUTIES, language, kind)
    assert reply.blocks[0] == Paragraph(text=REPLIES.say(f"answer.{kind}", language))
    assert _points(reply) == source_lines([TOR], language)
    assert list(reply.citations) == [TOR]


def test_an_answer_without_a_statement_of_the_documents_has_no_source() -> None:
    reply = sources(_answer(Paragraph(text="Halo!"), citations=()), "en")
    assert list(reply.blocks) == [Paragraph(text=REPLIES.say("answer.no_source", "en"))]


@pytest.mark.parametrize("kind", ["shorter", "simpler", "source", "doubt", "again"])
def test_retold_it_stands_on_what_it_stood_on_and_nothing_is_searched(kind: str) -> None:
    reply, retriever = _retell(kind, DUTIES)
    assert retriever.searched == []
    assert (reply.outcome, list(reply.citations)) == (DUTIES.outcome, [TOR])
    assert (tuple(reply.passages), tuple(reply.suggestions)) == (("c1",), ("kapan?",))


def test_again_is_word_for_word() -> None:
    assert list(_retell("again", DUTIES)[0].blocks) == list(DUTIES.blocks)


def _further(text: str, number: int, score: float = 0.95, **fields: Any) -> Passage:
    chunk = replace(PASSAGE.chunk, id=f"c{number}", text=text, heading=(f"Bagian {number}",), **fields)
    return replace(PASSAGE, chunk=chunk, score=score)


def _said(reply: Reply) -> str:
    blocks: Sequence[Block] = reply.blocks
    return plain_text(Answer(outcome=Outcome.ANSWERED, language="id", question="", blocks=tuple(blocks)))


def test_more_is_the_next_passage_that_was_not_shown() -> None:
    reply, retriever = _retell("more", DUTIES, PASSAGE, _further("Kota hadir. [@tor]", 2), scope="ascn")
    assert "Kota hadir." in _said(reply)
    assert (reply.outcome, tuple(reply.passages)) == (Outcome.ANSWERED, ("c2",))
    assert reply.citations
    assert retriever.searched == [("Kewajiban", "ascn")]


def test_an_example_is_the_next_passage_that_gives_one() -> None:
    plain, exemplary = _further("Kota hadir. [@tor]", 2), _further("Misalnya Makassar. [@tor]", 3)
    reply, _ = _retell("example", DUTIES, PASSAGE, plain, exemplary)
    assert tuple(reply.passages) == ("c3",)


@pytest.mark.parametrize("kind", ["more", "example"])
@pytest.mark.parametrize(
    "found",
    [
        (PASSAGE,),
        (PASSAGE, _further("Contoh yang jauh. [@tor]", 2, score=0.5)),
        (PASSAGE, _further("Contoh tidak termuat. [@tor]", 2, answerability="none")),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_none_it_says_so(kind: str, found: tuple[Passage, ...], language: Language) -> None:
    reply, _ = _retell(kind, DUTIES, *found, language=language)
    assert list(reply.blocks) == [Paragraph(text=REPLIES.say(f"answer.no_{kind}", language))]
    assert not reply.citations

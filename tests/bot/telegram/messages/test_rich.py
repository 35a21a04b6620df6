"""Answers as rich messages."""

from __future__ import annotations

from bot.telegram.messages.html import italic
from bot.telegram.messages.rich import is_tabular, rich
from knowledge.answers import Answer, Card, CardField, Citation, Heading, Item, ListBlock, Paragraph, Quote, TableBlock
from tests.fakes.telegram_rich import read_rich


def test_every_kind_of_block_is_one_that_a_server_takes() -> None:
    answer = Answer(
        outcome="answered",
        language="id",
        question="q",
        notice="Awas <x>",
        understood="Saya memahami: a & b",
        blocks=(
            Heading(text="Judul"),
            Paragraph(text='Isi "kutip" & <b>.', citations=(1,)),
            Quote(text="kutipan", citations=(1,)),
            ListBlock(ordered=True, items=(Item(text="satu", citations=(1,)), Item(text="dua"))),
            ListBlock(items=(Item(text="tujuh", number=7),)),
            TableBlock(header=("a", ""), rows=(("1", "2 < 3"),), citations=(1,)),
            Card(title="19.9", fields=(CardField(label="Satuan", value="%"),), note="catatan", citations=(1,)),
        ),
        citations=(Citation(number=1, title="ToR", url="https://a.id/?q='x'&y=1", locator="klausul 1"),),
    )
    html = rich(answer, [italic("di atas")])
    text = read_rich({"html": html, "skip_entity_detection": True})
    assert text.startswith("di atas\nAwas <x>\nSaya memahami: a & b\nJudul")
    assert "7. tujuh" in text
    assert "2 < 3" in text
    assert "<details><summary>📖 Sumber</summary><ul><li>" in html
    assert is_tabular(answer)


def test_what_is_larger_than_a_server_takes_is_nothing() -> None:
    for table in (
        TableBlock(header=("a",) * 21, rows=(("1",) * 21,)),
        TableBlock(header=("a", "b"), rows=(("1", "2"),) * 600),
        TableBlock(header=("a",), rows=(("x" * 40_000,),)),
    ):
        assert rich(Answer(outcome="answered", language="id", question="q", blocks=(table,))) == ""

"""Answers as Telegram shows them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.telegram.messages.html import split, to_html, utf16
from bot.telegram.messages.rendering import render, render_short, render_sources
from knowledge.answers import (
    Answer,
    Card,
    CardField,
    Citation,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    TableBlock,
)
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_html import parse


def rows(bot: RunningBot, table: type) -> int:
    """How many rows a table has."""
    with Session(bot.app.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


TEXT = st.text(st.characters(codec=None), max_size=300) | st.sampled_from(["<b>", "&lt;", "a & b < c > d", "😀" * 50])


URLS = st.sampled_from(["", "javascript:alert(1)", 'https://a.id/?q="x"&<y>', "http://", "https://b.id/ x"]) | st.text()


@given(st.lists(TEXT, min_size=8, max_size=8), URLS)
@settings(max_examples=150, deadline=None)
def test_any_answer_renders(words: list[str], url: str) -> None:
    answer = Answer(
        outcome="answered",
        language="id",
        question=words[0],
        notice=words[1],
        understood=words[2],
        blocks=(
            Paragraph(text=words[2], citations=(1, 7)),
            Heading(text=words[3]),
            Quote(text=words[4], citations=(1,)),
            ListBlock(ordered=True, items=(Item(text=words[5], citations=(1,)), Item(text=words[6]))),
            TableBlock(header=(words[0], words[1]), rows=((words[2], words[3]),), citations=(1,)),
            TableBlock(header=("x", "y"), rows=(("1", "2"),)),
            Card(title=words[7], fields=(CardField(label=words[0], value=words[1]),), note=words[2], citations=(1,)),
        ),
        citations=(Citation(number=1, title=words[6], publisher=words[7], url=url, quote=words[5]),),
    )
    for blocks in (render(answer), render_short(answer), render_sources(answer)):
        for part in split(blocks, "({part}/{parts})"):
            assert utf16(parse(to_html(part)).text) <= 4096


def test_what_goes_on_for_long_is_folded_behind_the_lead() -> None:
    lead, more = "Kota melapor sekali setahun. " * 15, "Sekretariat menghimpun laporan. " * 20
    items = (Item(text="butir satu", citations=(1,)), Item(text="butir dua", citations=(1,)))
    answer = Answer(
        outcome="partly",
        language="id",
        question="q",
        blocks=(
            Heading(text="Laporan"),
            Paragraph(text=lead, citations=(1,)),
            Paragraph(text=more, citations=(1,)),
            ListBlock(items=items),
            Paragraph(text="Dapat diteruskan."),
        ),
        citations=(Citation(number=1, title="ToR"),),
    )
    heading, first, folded, offer, sources = render(answer)
    assert (heading.text, first.kind, offer.text) == ("Laporan", "plain", "Dapat diteruskan.")
    assert folded.kind == sources.kind == "details"
    assert folded.text == f"{more} [1]\n\n• butir satu [1]\n• butir dua [1]"

    short = answer.model_copy(update={"blocks": (*answer.blocks[:2], Paragraph(text="Pendek.", citations=(1,)))})
    assert [block.kind for block in render(short)] == ["plain", "plain", "plain", "details"]
    announced = (Paragraph(text=f"{lead}:", citations=(1,)), ListBlock(items=(*items, *items) * 12))
    kept = answer.model_copy(update={"blocks": announced})
    assert [block.kind for block in render(kept)].count("details") == 1  # the sources: no list is torn from its lead


def test_how_the_question_was_read_stands_before_the_answer() -> None:
    answer = Answer(
        outcome="answered",
        language="id",
        question="q",
        notice="Awas",
        understood="Saya memahami: <3",
        blocks=(Paragraph(text="Isi."),),
    )
    html = to_html(render(answer))
    assert "<i>Saya memahami: &lt;3</i>" in html
    assert html.index("Awas") < html.index("memahami") < html.index("Isi.")


def test_wide_tables_become_lists_and_narrow_ones_columns() -> None:
    title = "Persentase lampu lalu lintas yang pintar di seluruh kota dan kabupaten"
    wide = TableBlock(header=("Kode", "Judul"), rows=(("19.9", title),))
    narrow = TableBlock(header=("Kode", "Tema"), rows=(("19.9", "Transportasi"),))
    answer = Answer(outcome="answered", language="id", question="q", blocks=(wide, narrow))
    html = to_html(render(answer))
    assert "<b>19.9</b>\n<i>Judul: </i>Persentase" in html
    assert "<pre>Kode  Tema\n────  ────────────\n19.9  Transportasi</pre>" in html


def test_what_has_no_header_is_named_by_none() -> None:
    long = "Persentase lampu lalu lintas yang pintar"
    table = TableBlock(header=("Kode", "", "Tema"), rows=(("19.9", long, "Transportasi"), ("", long, "")))
    html = to_html(render(Answer(outcome="answered", language="id", question="q", blocks=(table,))))
    assert html == f"<b>19.9</b>\n{long}\n<i>Tema: </i>Transportasi\n\n{long}"


def test_a_place_that_two_citations_share_is_named_once() -> None:
    places = [Citation(number=n, title="ToR", locator="klausul 1", section=f"s{n}") for n in (1, 2)]
    answer = Answer(outcome="answered", language="id", question="q", blocks=(), citations=tuple(places))
    assert parse(to_html(render(answer))).text == "📖 Sumber\n• ToR (ringkasan Pandu): [1][2] klausul 1"


def test_a_source_cited_at_several_places_is_named_once() -> None:
    places = [Citation(number=n, title="ToR", date="2019", locator=f"klausul {n}", url="https://a.id/") for n in (1, 2)]
    answer = Answer(outcome="answered", language="id", question="q", blocks=(), citations=tuple(places))
    assert parse(to_html(render(answer))).text == (
        "📖 Sumber\n• ToR (2019, ringkasan Pandu): [1] klausul 1 · [2] klausul 2"
    )


def test_what_is_quoted_and_what_is_our_summary_stand_apart() -> None:
    ours = Citation(number=1, title="ToR", locator="klausul 1", url="https://a.id/tor.pdf#page=3")
    quoted = ours.model_copy(
        update={"number": 2, "kind": "quotation", "locator": "klausul 2, hlm. 4", "quote": "Each city shall report."}
    )
    answer = Answer(outcome="answered", language="en", question="q", blocks=(), citations=(ours, quoted))
    assert parse(to_html(render(answer))).text == (
        "📖 Sources\n• ToR (Pandu's summary): [1] klausul 1\n• ToR (quotation): [2] klausul 2, hlm. 4"
    )
    one_by_one = parse(to_html(render_sources(answer))).text
    assert "[1] ToR (klausul 1, Pandu's summary)" in one_by_one
    assert "[2] ToR (klausul 2, hlm. 4, quotation)\nEach city shall report." in one_by_one


def test_the_short_form_holds_what_fits_and_its_sources() -> None:
    items = tuple(Item(text="kata " * 30, citations=(2,)) for _ in range(9))
    cited = tuple(Citation(number=n, title=f"Dokumen {n}") for n in (1, 2, 3))
    blocks = (Heading(text="Judul"), Paragraph(text="Isi.", citations=(1,)), ListBlock(items=items))
    answer = Answer(outcome="answered", language="id", question="q", blocks=blocks, citations=cited)
    text = parse(to_html(render_short(answer))).text
    assert text.startswith("Judul\nIsi. [1]\n\n• kata")
    assert "…" in text
    assert "Dokumen 2" in text
    assert "Dokumen 3" not in text

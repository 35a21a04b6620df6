"""Rendering is always valid, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.messages.html import Block, Run, split, to_html, to_text, utf16
from bot.telegram.messages.rendering import render, render_short, render_sources
from bot.telegram.messages.texts import TEXTS
from knowledge.answers import Answer, Card, CardField, Citation, Heading, Item, ListBlock, Paragraph, Quote, TableBlock
from tests.fakes.telegram_html import parse

TEXT = st.text(st.characters(codec=None), max_size=300) | st.sampled_from(["<b>", "&lt;", "a & b < c > d", "😀" * 50])
URLS = st.sampled_from(["", "javascript:alert(1)", 'https://a.id/?q="x"&<y>', "http://", "https://b.id/ x"]) | st.text()
RUNS = st.builds(Run, TEXT, st.booleans(), st.booleans(), URLS)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.lists(RUNS, max_size=4).map(tuple),
        st.sampled_from(["plain", "quote", "details", "pre"]),
        st.booleans(),
    ),
    max_size=8,
)


def visible(text: str) -> str:
    """The characters that a reader sees, without white space."""
    kept = (one for one in text if not one.isspace() and (one >= " ") and not "\x7f" <= one <= "\x9f")
    return "".join(one for one in kept if not "\ud800" <= one <= "\udfff")


@given(BLOCKS, st.integers(80, 400))
@settings(max_examples=400, deadline=None)
def test_every_part_parses_fits_and_nothing_is_lost(blocks: list[Block], limit: int) -> None:
    parts = split(blocks, limit=limit, most_entities=10)
    parsed = [parse(to_html(part)) for part in parts]
    assert all(one.text and utf16(one.text) <= limit and len(one.entities) <= 10 for one in parsed)
    expected = visible("".join(block.text for block in blocks))
    assert visible("".join(one.text for one in parsed)) == expected
    assert visible("".join(to_text(part) for part in parts)) == expected
    for one in parsed:
        assert all(str(entity.get("url", "https://")).startswith(("http://", "https://")) for entity in one.entities)


@given(st.lists(TEXT, min_size=8, max_size=8), URLS)
@settings(max_examples=150, deadline=None)
def test_any_answer_renders(words: list[str], url: str) -> None:
    answer = Answer(
        outcome="answered",
        language="id",
        question=words[0],
        notice=words[1],
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


def test_long_text_is_cut_at_sentences() -> None:
    sentence = "Kota anggota melaporkan kemajuan setiap tahun. "
    parts = split([Block((Run(sentence * 200),))], "({part}/{parts})")
    bodies = [part[0].text for part in parts]
    assert len(parts) == 3
    assert all(body.rstrip().endswith("tahun.") for body in bodies)
    assert parts[0][-1].text == "(1/3)"


def test_wide_tables_become_lists_and_narrow_ones_columns() -> None:
    wide = TableBlock(header=("Kode", "Judul"), rows=(("19.9", "Persentase lampu lalu lintas yang pintar"),))
    narrow = TableBlock(header=("Kode", "Tema"), rows=(("19.9", "Transportasi"),))
    answer = Answer(outcome="answered", language="id", question="q", blocks=(wide, narrow))
    html = to_html(render(answer))
    assert "<b>19.9</b>\n<i>Judul: </i>Persentase" in html
    assert "<pre>Kode  Tema\n19.9  Transportasi</pre>" in html


def test_a_source_cited_at_several_places_is_named_once() -> None:
    places = [Citation(number=n, title="ToR", date="2019", locator=f"klausul {n}", url="https://a.id/") for n in (1, 2)]
    answer = Answer(outcome="answered", language="id", question="q", blocks=(), citations=tuple(places))
    assert parse(to_html(render(answer))).text == "📖 Sumber\n• ToR (2019): [1] klausul 1 · [2] klausul 2"


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


def test_every_sentence_is_there_in_both_languages_with_the_same_blanks() -> None:
    import string

    for name, languages in TEXTS.content.items():
        assert set(languages) == {"id", "en"}, name
        blanks = [
            {field for _, field, _, _ in string.Formatter().parse(languages[language]) if field}
            for language in ("id", "en")
        ]
        assert blanks[0] == blanks[1], name

"""Messages are always valid, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.messages.html import Block, Run, split, to_html, to_text, utf16
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
    kept = (letter for letter in text if not letter.isspace() and letter >= " " and not "\x7f" <= letter <= "\x9f")
    return "".join(letter for letter in kept if not "\ud800" <= letter <= "\udfff")


@given(BLOCKS, st.integers(80, 400))
@settings(max_examples=400, deadline=None)
def test_every_part_parses_fits_and_nothing_is_lost(blocks: list[Block], limit: int) -> None:
    parts = split(blocks, limit=limit, max_entities=10)
    parsed = [parse(to_html(part)) for part in parts]
    assert all(message.text and utf16(message.text) <= limit and len(message.entities) <= 10 for message in parsed)
    expected = visible("".join(block.text for block in blocks))
    assert visible("".join(message.text for message in parsed)) == expected
    assert visible("".join(to_text(part) for part in parts)) == expected
    for message in parsed:
        assert all(
            str(entity.get("url", "https://")).startswith(("http://", "https://")) for entity in message.entities
        )


def test_what_is_left_over_after_a_cut_is_no_message_unless_it_is_seen() -> None:
    assert len(split([Block((Run("kata " * 20), Run("\x1b")))], limit=100)) == 1


def test_long_text_is_cut_at_sentences() -> None:
    sentence = "Kota anggota melaporkan kemajuan setiap tahun. "
    parts = split([Block((Run(sentence * 200),))], "({part}/{parts})")
    bodies = [part[0].text for part in parts]
    assert len(parts) == 3
    assert all(body.rstrip().endswith("tahun.") for body in bodies)
    assert parts[0][-1].text == "(1/3)"

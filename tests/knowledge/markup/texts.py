"""Texts as people write sections, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from knowledge.markup import blocks
from knowledge.markup.blocks import Block

_WORD = st.text(st.characters(categories=["Ll", "Lu"]), min_size=2, max_size=8)
_PLAIN = st.lists(_WORD, min_size=1, max_size=8).map(" ".join)
_BLOCK = st.one_of(
    _PLAIN.map(lambda text: Block("paragraph", (text,))),
    st.lists(_PLAIN, min_size=1, max_size=4).map(lambda items: Block("list", tuple(f"- {item}" for item in items))),
    st.lists(_PLAIN, min_size=1, max_size=4).map(
        lambda items: Block("list", tuple(f"{number}. {item}" for number, item in enumerate(items, start=1)))
    ),
    st.lists(st.lists(_PLAIN, min_size=2, max_size=2), min_size=2, max_size=4).map(blocks.table),
)


def _apart(parts: list[Block]) -> list[Block]:
    """Without lists and tables that follow one of their kind, which would be read as one."""
    return [block for at, block in enumerate(parts) if at == 0 or block.kind != parts[at - 1].kind]


def block_lists() -> st.SearchStrategy[list[Block]]:
    """One to five blocks in a row that stay apart when they are read."""
    return st.lists(_BLOCK, min_size=1, max_size=5).map(_apart)

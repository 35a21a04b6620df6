"""What a model writes is cut into sentences as it comes, with what each cites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.drafts import Draft, Drafted

WRITTEN = (
    "Ada enam kewajiban [1]. Kota melapor setiap tahun. [1][2] Lihat:\n- **CSCO** mewakili kota [2, 3]\n- SCAP [1]\n"
)


def _of(text: str, size: int) -> list[Drafted]:
    draft = Draft()
    found = [one for at in range(0, len(text), size) for one in draft.add(text[at : at + size])]
    return [*found, *draft.end()]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_sentences_and_items_come_with_what_they_cite_however_they_come(size: int) -> None:
    assert [(one.text, one.cited, one.item) for one in _of(WRITTEN, size)] == [
        ("Ada enam kewajiban.", (1,), False),
        ("Kota melapor setiap tahun.", (1, 2), False),
        ("Lihat:", (), False),
        ("CSCO mewakili kota", (2, 3), True),
        ("SCAP", (1,), True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<b>Kota</b> melapor. [1]",
        "[Kota](https://x.example) melapor. [1]",
        "```Kota``` melapor. [1]",
        "x <script>. [1]",
    ],
)
def test_markup_is_told(text: str) -> None:
    assert not all(one.clean for one in _of(text, 1000))


@given(st.text(max_size=300), st.integers(1, 40))
def test_nothing_that_comes_breaks_it(text: str, size: int) -> None:
    for one in _of(text, size):
        assert one.text

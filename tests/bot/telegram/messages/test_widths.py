"""How wide texts are on a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.messages.widths import aligned, shortened, width


def test_width_counts_what_a_screen_shows() -> None:
    assert [width(text) for text in ("abc", "日本", "👍", "e\u0301", "")] == [3, 4, 2, 1, 0]


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_label_is_never_wider_than_its_place(text: str, most: int) -> None:
    short = shortened(text, most)
    assert width(short) <= most
    assert short == text or short.endswith("…")


def test_labels_are_cut_between_words() -> None:
    assert (
        shortened("Kota mana yang menjadi calon anggota ASCN pada 2025?", 40) == "Kota mana yang menjadi calon anggota…"
    )
    assert shortened("satu dua tiga", 9) == "satu dua…"
    assert shortened("A" * 50, 10) == "A" * 9 + "…"


def test_columns_stand_below_each_other_whatever_is_in_them() -> None:
    rows = [
        ("kota", "bentuk daerah", "bergabung"),
        ("DKI Jakarta", "provinsi", "2018, kota percontohan"),
        ("東京", "kota", "2024"),
    ]
    assert aligned(rows, 34) == [
        "kota         bentuk    bergabung",
        "             daerah",
        "───────────  ────────  ───────────",
        "DKI Jakarta  provinsi  2018, kota",
        "                       percontohan",
        "東京         kota      2024",
    ]


def test_a_table_that_would_be_read_with_pains_is_none() -> None:
    assert aligned([("a", "b", "c", "d")], 34) is None
    assert aligned([("a",), ("x" * 40,)], 34) is None
    assert aligned([("a", "b"), ("x" * 20, "kata " * 30)], 34) is None

"""Whether a sentence binds, allows or denies, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.grounding.modality import modality


@pytest.mark.parametrize(
    ("indonesian", "english", "speaks"),
    [
        ("Kota wajib melapor.", "Cities shall report.", {"duty"}),
        ("Melapor adalah kewajiban.", "Reporting is mandatory.", {"duty"}),
        ("Kota harus hadir.", "Cities must attend.", {"duty"}),
        ("Kota dapat mengundang mitra.", "Cities may invite partners.", {"leave"}),
        ("Kota boleh hadir.", "Cities can attend.", {"leave"}),
        ("Bersifat opsional.", "It is optional.", {"leave"}),
        ("Kota tidak melapor.", "Cities do not report.", {"denial"}),
        ("Tanpa iuran.", "No fee.", {"denial"}),
        ("Kota tidak wajib hadir.", "Cities are not required to attend.", {"duty", "denial"}),
        ("Kota tidak dapat menolak.", "Cities may not refuse.", {"leave", "denial"}),
        ("Kota melapor setiap tahun.", "Cities report every year.", set()),
        ("Pendapatan kota.", "A cannery.", set()),  # within a word they say nothing
    ],
)
def test_both_languages_speak_alike(indonesian: str, english: str, speaks: set[str]) -> None:
    assert modality(indonesian) == modality(english) == speaks
    assert modality(indonesian.upper()) == speaks


@pytest.mark.parametrize("text", ["The meeting took place in May 2025.", "5 May 2025", "May 5, 2025"])
def test_a_month_allows_nothing(text: str) -> None:
    assert modality(text) == set()


@given(st.text(max_size=200))
def test_any_text_speaks_in_none_or_some_of_the_three(text: str) -> None:
    assert modality(text) <= {"duty", "leave", "denial"}

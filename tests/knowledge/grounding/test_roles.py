"""What a sentence exchanges that its passage says of one and of another."""

from __future__ import annotations

import pytest

from knowledge.grounding.roles import exchanged
from knowledge.grounding.wording import read_wording

STUDENTS = "By 2025, 144 local officials had taken the short training and 40 were in the Master's course."
GOALS = "Siklus ini memiliki 6 tujuan strategis, 44 sasaran, dan 192 langkah."
CHAIR = "The chairmanship passed from Malaysia to the Philippines."
CHECKED = "Penilaian memeriksa kesiapan, kemudian kematangan."
METERS = "Indicators are 12.1 (smart energy meters) and 12.2 (smart water meters)."


@pytest.mark.parametrize(
    ("sentence", "passage", "is_exchanged"),
    [
        ("By 2025, 40 officials had taken the short training.", STUDENTS, True),
        ("By 2025, 144 officials had taken the short training.", STUDENTS, False),
        ("The cycle has 44 strategic goals.", GOALS, True),
        ("The cycle has 6 strategic goals.", GOALS, False),
        ("The chairmanship passed from the Philippines to Malaysia.", CHAIR, True),
        ("The chair passed to the Philippines from Malaysia.", CHAIR, False),
        ("Yang diperiksa kematangan, kemudian kesiapan.", CHECKED, True),
        ("Yang diperiksa kesiapan, kemudian kematangan.", CHECKED, False),
        ("Indikator 12.1 mengenai meter air pintar.", METERS, True),
        ("Indikator 12.2 mengenai meter air pintar.", METERS, False),
        (
            "Koprivnica mencapai tingkat platinum ISO 37120 pada 2016.",
            "Kota dengan 31.000 jiwa itu bersertifikat ISO 37120.",
            False,
        ),
    ],
)
def test_roles_that_are_exchanged(sentence: str, passage: str, is_exchanged: bool) -> None:
    assert exchanged(read_wording(sentence), read_wording(passage)) == is_exchanged

from __future__ import annotations

import pytest

from knowledge.indicators.questions.cues import alternative_in, asks_for_aspect


@pytest.mark.parametrize(
    "text", ["rumus", "pembilang", "penyebut", "satuan", "pemilik data", "target", "definisi", "sumber"]
)
def test_an_aspect_is_asked_for_by_each_of_its_cues(text: str) -> None:
    assert asks_for_aspect(text)
    assert not asks_for_aspect("lampu merah")


@pytest.mark.parametrize(
    ("text", "chooses"),
    [
        ("yang diminta ton atau persen?", True),
        ("apakah per rumah atau per orang?", True),
        ("per tiang apa per km", True),
        ("yang dibayar kartu atau qris masuk indikator mana?", False),  # they describe it
        ("tutupan pohon ada di 37122 atau 37123?", False),  # standards
        ("ada indikator soal kereta atau trem?", False),  # nor does this ask which
        ("wajib atau tidak?", False),
        ("indikator apa ya", False),
    ],
)
def test_two_things_are_a_choice_where_nothing_else_is_asked(text: str, chooses: bool) -> None:
    assert (alternative_in(text) is not None) is chooses

from __future__ import annotations

import re

import pytest

from knowledge.indicators.questions import cues


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (cues.COMPARE, "apa bedanya"),
        (cues.LOOKUP, "masuk indikator apa"),
        (cues.COUNT, "ada berapa indikator"),
        (cues.COUNT, "how many indikator are there"),
        (cues.LOWER, "lower = better"),
        (cues.CLASSES, "which are core"),
        (cues.FORMULA, "cara menghitung"),
        (cues.HOLDER, "siapa yang pegang datanya"),
        (cues.SOURCE, "how reliable is it"),
        (cues.JUDGE, "is that good"),
        (cues.FOLLOW_UP, "terus kalau di 37120"),
        (cues.OTHER_SUBJECT, "indikator kinerja ascn"),
        (cues.ABOUT_STANDARD, "harga standar"),
        (cues.PER_HEAD, "per 1 penduduk, per kapita"),
        (cues.NEEDS["area"], "perlu data luas wilayah"),
        (cues.NEEDS["days"], "satuan hari"),
    ],
)
def test_a_cue_is_heard(cue: re.Pattern[str], text: str) -> None:
    assert cue.search(text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (cues.LOOKUP, "bea masuk barang"),
        (cues.FORMULA, "dihitung tidak"),
        (cues.SOURCE, "sumber data"),
        (cues.ABOUT_STANDARD, "sertifikat tanah"),
        (cues.THEME, "klausul 7"),
        (cues.STANDARD, "371220"),
        (cues.FOLLOW_UP, "lampu yang pintar"),
    ],
)
def test_a_cue_is_not_heard_in_what_only_looks_like_it(cue: re.Pattern[str], text: str) -> None:
    assert not cue.search(text)


def test_an_aspect_is_asked_for_by_each_of_its_cues() -> None:
    for text in ("rumus", "pembilang", "penyebut", "satuan", "pemilik data", "target", "definisi", "sumber"):
        assert cues.FOCUS.search(text), text
    assert not cues.FOCUS.search("lampu merah")

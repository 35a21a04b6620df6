from __future__ import annotations

import pytest

from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.questions.mentions import (
    NAMED,
    dotted_codes,
    find_codes,
    find_owner,
    find_standards,
    find_theme,
    of_another_scheme,
    resolve,
)

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize("text", ["harga 7.6 juta", "pukul 10.1", "halaman 7.6", "versi 7.6", "rp 7.6", "1.234.567"])
def test_amounts_times_and_pages_are_no_codes(text: str) -> None:
    assert find_codes(text) == []


@pytest.mark.parametrize(
    ("text", "named", "asked"),
    [
        ("indikator 19.9", True, True),
        ("nilai 19.9", True, True),
        ("hitung 19.9 ya", False, True),
        ("lihat 19.9 nanti", False, False),
    ],
)
def test_how_a_code_is_spoken_of(text: str, named: bool, asked: bool) -> None:
    (mention,) = find_codes(text)
    assert (mention.code, mention.named, mention.asked) == ("19.9", named, asked)
    assert text[mention.start : mention.end] == "19.9"


def test_a_code_belongs_to_the_nearest_of_several_standards() -> None:
    mentions = find_codes("19.9 dan 7.6 di 37122 dan 16.5 di 37120")
    assert [(mention.code, mention.standards) for mention in mentions] == [
        ("19.9", ("37122",)),
        ("7.6", ("37122",)),
        ("16.5", ("37120",)),
    ]


def test_a_standard_may_be_told_by_its_name() -> None:
    assert find_codes("kota tangguh 8.3")[0].standards == ("37123",)


def test_standards_are_found_once_in_their_order() -> None:
    assert find_standards("37120 dan 37122, juga 37120; bukan 371220") == ("37120", "37122")


def test_codes_with_a_comma_or_hyphen_need_a_word_that_announces_them() -> None:
    assert dotted_codes("indikator 7,6 dan kode 5-3 atau 7,6 persen") == "indikator 7.6 dan kode 5.3 atau 7,6 persen"


def test_a_code_means_the_default_standard_or_the_ones_where_it_exists() -> None:
    def keys(text: str) -> list[str]:
        return [indicator.key for indicator in resolve(find_codes(text)[0], CATALOGUE)]

    assert keys("indikator 16.5") == ["37122:16.5"]
    assert keys("indikator 16.5 di 37120") == ["37120:16.5"]
    assert keys("indikator 99.9") == []
    assert keys("indikator 15.2") == ["37120:15.2", "37123:15.2"]


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("tema transportasi ada berapa", "id", "transportation"),
        ("klausul 19", "id", "transportation"),
        ("tema transpotrasi", "id", "transportation"),
        ("air limbah", "id", "wastewater"),
        ("air", "id", "water"),
        ("air", "en", None),
        ("theme 99", "en", None),
    ],
)
def test_a_theme_is_found_by_name_typing_error_or_number(text: str, language: Language, slug: str | None) -> None:
    found = find_theme(text, language, CATALOGUE)
    assert (found[0].slug if found else None) == slug


def test_the_name_is_taken_out_of_the_text() -> None:
    theme = find_theme("tema transportasi ada berapa", "id", CATALOGUE)
    owner = find_owner("data pln apa", CATALOGUE)
    assert theme is not None
    assert owner is not None
    assert theme[1].split() == ["tema", NAMED, "ada", "berapa"]
    assert (owner[0].slug, owner[1].split()) == ("pln", ["data", "apa"])
    assert find_owner("siapa", CATALOGUE) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("apa itu indikator 1.4.1.3 bps", True),
        ("indikator 5.1 dari bps", True),
        ("sdgs 11.2.1 itu apa", True),
        ("tpb target 11.6", True),
        ("indikator 4.2.1 rpjmd kota kami", True),
        ("indikator 19.9", False),
        ("indikator 7.8.1", False),
        ("data indikator 5.2 ada di bps", False),
        ("kode 5.2 dan data bps", False),
    ],
)
def test_codes_of_other_schemes_are_told(text: str, other: bool) -> None:
    assert of_another_scheme(text) == other

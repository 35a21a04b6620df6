"""From text to index terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.analyzer import STOP_WORDS, Analyzer, default_analyzer, tokens


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return default_analyzer()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Indikator 19.9 SNI ISO 37122:2019.", ["indikator", "19.9", "sni", "iso", "37122", "2019"]),
        ("butir 17(d) dan 5.1.2", ["butir", "17(d)", "dan", "5.1.2"]),
        ("Rp1,5 atau 1.5", ["rp1", "5", "atau", "1.5"]),
        ("37,5 %", ["37.5"]),
        ("Kota-kota cerdas", ["kota", "cerdas"]),
        ("kota2 di ASEAN, CO2", ["kota", "di", "asean", "co2"]),
        ("Île-de-France", ["ile", "de", "france"]),
        ("SKPD 4G", ["skpd", "4g"]),
        ("", []),
        ("?!", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pengelolaan", "mengelola"),
        ("anggarannya", "anggaran"),
        ("flooding", "floods"),
        ("indicators", "indicator"),
    ],
)
def test_forms_of_one_word_share_a_stem(analyzer: Analyzer, first: str, second: str) -> None:
    assert analyzer.stem(first) == analyzer.stem(second)


@pytest.mark.parametrize("code", ["19.9", "37122", "17(d)", "co2", "uu23"])
def test_codes_are_not_stemmed(analyzer: Analyzer, code: str) -> None:
    assert analyzer.stem(code) == code


def test_chat_and_standard_spelling_have_the_same_terms(analyzer: Analyzer) -> None:
    assert analyzer.terms("gmn cara ngurus sampah utk kota yg besar") == analyzer.terms(
        "bagaimana cara mengurus sampah untuk kota yang besar"
    )


def test_a_phrase_is_translated_as_one(analyzer: Analyzer) -> None:
    first, second = analyzer.question("Apa itu kota cerdas?")
    assert {"smart", analyzer.stem("city")} <= {stem for stem, _ in first.translations}
    assert second.translations == first.translations


def test_an_unlisted_form_is_translated_by_its_stem(analyzer: Analyzer) -> None:
    (term,) = analyzer.question("kepemimpinannya")
    assert analyzer.stem("leadership") in {stem for stem, _ in term.translations}


@pytest.mark.parametrize(("form", "translation"), [("ships", "kapal"), ("waves", "gelombang"), ("rivers", "sungai")])
def test_a_rare_english_form_too(analyzer: Analyzer, form: str, translation: str) -> None:
    (term,) = analyzer.question(form)
    assert max(term.translations, key=lambda pair: pair[1])[0] == analyzer.stem(translation)


def test_a_name_stays_in_the_translation(analyzer: Analyzer) -> None:
    (term,) = analyzer.question("Banyuwangi")
    assert max(term.translations, key=lambda pair: pair[1])[0] == term.stem


def test_weights_of_translations_are_shares(analyzer: Analyzer) -> None:
    terms = analyzer.question("Bagaimana pengelolaan sampah dan anggaran kota cerdas di kawasan pesisir?")
    assert len(terms) > 5
    for term in terms:
        assert term.translations
        assert all(0 < weight <= 1 for _, weight in term.translations)


@given(st.text(max_size=300))
def test_any_text_has_terms_without_blanks_and_stop_words(text: str) -> None:
    words = tokens(text)
    assert all(word and not word.isspace() for word in words)
    assert all(term for term in default_analyzer().terms(text))
    assert len(default_analyzer().question(text)) == len(default_analyzer().terms(text))


def test_stop_words_are_lower_case() -> None:
    assert all(word == word.lower() for word in STOP_WORDS)

"""The lexicon file and what it knows."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from knowledge.language.lexicon import LEXICON_FILE, Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    ("term", "translation"),
    [
        ("anggaran", "budget"),
        ("banjir", "flood"),
        ("kota cerdas", "smart city"),
        ("wali kota", "mayor"),
        ("flood", "banjir"),
        ("smart city", "kota cerdas"),
        ("waste", "sampah"),
    ],
)
def test_terms_are_translated_both_ways(lexicon: Lexicon, term: str, translation: str) -> None:
    assert translation in [text for text, _ in lexicon.translate(term)]


def test_translations_are_weighted_best_first(lexicon: Lexicon) -> None:
    weights = [weight for _, weight in lexicon.translate("sampah")]
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight <= 1 for weight in weights)


def test_an_abbreviation_leads_to_the_full_term(lexicon: Lexicon) -> None:
    assert "pemerintah daerah" in [text for text, _ in lexicon.translate("pemda")]


def test_an_unknown_term_has_no_translation(lexicon: Lexicon) -> None:
    assert not lexicon.translate("zzyzx")


@pytest.mark.parametrize(("chat", "standard"), [("yg", "yang"), ("dmn", "di mana"), ("kpn", "kapan")])
def test_chat_spelling_becomes_standard(lexicon: Lexicon, chat: str, standard: str) -> None:
    assert lexicon.normalise(chat) == standard


def test_other_words_stay(lexicon: Lexicon) -> None:
    assert lexicon.normalise("kota") == "kota"


def test_it_knows_which_words_are_english(lexicon: Lexicon) -> None:
    assert {"flood", "city", "budget"} <= lexicon.mostly_english
    assert not {"banjir", "kota", "anggaran"} & lexicon.english


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    lexicon = Lexicon(
        from_indonesian={"kota": (("city", 0.84), ("town", 0.1))},
        from_english={"city": (("kota", 0.84),)},
        stems_indonesian={"kota": (("citi", 0.84),)},
        stems_english={"citi": (("kota", 0.84),)},
        spellings={"yg": "yang"},
        english=frozenset({"city", "data"}),
        mostly_english=frozenset({"city"}),
    )
    path = tmp_path / "lexicon.tsv.gz"
    lexicon.save(path)
    assert Lexicon.load(path) == lexicon
    first = path.read_bytes()
    lexicon.save(path)
    assert path.read_bytes() == first


def test_a_damaged_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv.gz"
    path.write_bytes(gzip.compress(b"id\tkota\tcity:0.8\nnonsense\n"))
    with pytest.raises(ValueError, match=r"Line 2 of the lexicon lexicon\.tsv\.gz is damaged"):
        Lexicon.load(path)


def test_the_shipped_file_is_small() -> None:
    assert LEXICON_FILE.stat().st_size < 5_000_000

"""Words broken at a line's end."""

from collections import Counter

from ingest.pages.broken_words import SOFT_HYPHEN, rejoined, reunited


def test_a_broken_word_is_joined_unless_its_hyphen_belongs_to_it() -> None:
    assert rejoined(f"pem{SOFT_HYPHEN}\nbangunan anak-\nanak", Counter()) == "pembangunan anak-anak"
    assert rejoined(f"CSCO{SOFT_HYPHEN}\nAlternate", Counter()) == "CSCO-Alternate"
    assert rejoined("non-\nformal", Counter(["non-formal"])) == "non-formal"


def test_a_word_broken_between_two_columns_is_joined() -> None:
    assert reunited("menurut pem-\nbangunan kota") == "menurut pembangunan kota"

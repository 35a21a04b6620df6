from __future__ import annotations

import pytest

from knowledge.indicators.replies.texts import lower_initial, reference, say
from tests.knowledge.indicators.asking import CATALOGUE


@pytest.mark.parametrize(
    ("key", "name"), [("19.9", "19.9"), ("37120:16.5", "ISO 37120 16.5"), ("37123:8.3", "ISO 37123 8.3")]
)
def test_the_standard_is_named_where_it_is_not_the_default_one(key: str, name: str) -> None:
    assert reference(CATALOGUE.get(key)) == name


@pytest.mark.parametrize(
    ("text", "inside"),
    [("Smart lights", "smart lights"), ("GDP of the city", "GDP of the city"), ("A", "a"), ("", "")],
)
def test_abbreviations_stay_large_in_a_sentence(text: str, inside: str) -> None:
    assert lower_initial(text) == inside


def test_a_missing_value_is_an_error() -> None:
    assert say("lead_unit", "id", ref="7", unit="persen") == "Satuan indikator 7: persen."
    with pytest.raises(KeyError):
        say("lead_unit", "id")


def test_every_grade_basis_and_class_of_the_catalogue_has_its_phrase() -> None:
    for indicator in CATALOGUE.indicators.values():
        assert say(f"confidence_{indicator.evidence_grade}", "id")
        assert not indicator.basis or say(f"basis_{indicator.basis}", "en")
        assert not indicator.classification or say(f"class_{indicator.classification}", "id")

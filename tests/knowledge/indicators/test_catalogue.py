from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from knowledge.errors import IntegrityError, NotFoundError
from knowledge.indicators.catalogue import CORPUS, Catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def test_the_catalogue_holds_what_the_sources_list(catalogue: Catalogue) -> None:
    assert [len(catalogue.of_standard(number)) for number in ("37122", "37120", "37123")] == [80, 127, 66]
    per_theme = Counter(indicator.clause for indicator in catalogue.of_standard())
    assert [per_theme[clause] for clause in range(5, 24)] == [
        4, 3, 10, 3, 2, 4, 3, 2, 4, 1, 1, 6, 4, 3, 14, 3, 4, 5, 4,
    ]  # fmt: skip


def test_every_indicator_of_37122_is_complete_in_both_languages(catalogue: Catalogue) -> None:
    for indicator in catalogue.of_standard():
        for text in (indicator.title, indicator.unit, indicator.numerator, indicator.denominator):
            assert text.indonesian, indicator.key
            assert text.english, indicator.key
        assert indicator.everyday_id, indicator.key
        assert indicator.everyday_en, indicator.key
        assert indicator.owners, indicator.key
        assert indicator.basis, indicator.key
        assert indicator.scale is not None or indicator.open, indicator.key


def test_evidence_grades_and_open_questions_are_kept(catalogue: Catalogue) -> None:
    weak = {indicator.code for indicator in catalogue.of_standard() if indicator.evidence_grade != "A"}
    assert weak == {"7.2", "16.2", "19.14", "23.4"}
    assert catalogue.get("37123:8.3").evidence_grade == "unverified"
    assert "indoor" not in catalogue.get("37123:8.3").title.english.lower()
    assert {indicator.code for indicator in catalogue.of_standard() if indicator.lower_is_better} == {
        "7.8",
        "10.3",
        "10.4",
        "18.2",
        "21.3",
    }


def test_numbers_are_written_as_in_the_language(catalogue: Catalogue) -> None:
    assert "100.000" in catalogue.get("10.1").unit.indonesian
    assert "100,000" in catalogue.get("10.1").unit.english


def test_a_code_means_something_else_in_each_standard(catalogue: Catalogue) -> None:
    found = catalogue.with_code("10.1")
    assert [indicator.standard for indicator in found] == ["37122", "37120", "37123"]
    assert len({indicator.title.english for indicator in found}) == 3


def test_neighbours_are_known_in_both_directions(catalogue: Catalogue) -> None:
    assert catalogue.get("12.1") in catalogue.neighbours(catalogue.get("7.9"))
    assert catalogue.get("11.3") in catalogue.neighbours(catalogue.get("37123:15.1"))


def test_an_unknown_key_is_a_clear_error(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match=r"no indicator '99\.9'"):
        catalogue.get("99.9")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    shutil.copytree(CORPUS / "sni", tmp_path / "sni")
    shutil.copy(CORPUS / "sources.csv", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",dishub,37122:19.1", ",nobody,37122:19.1", "the owner 'nobody' is unknown"),
        ("19.9,transportation", "19.9,energy", "the theme 'energy' is not the one of its clause"),
        ("19.9,transportation", "19-9,transportation", "The row '19-9' .* is damaged"),
    ],
)
def test_a_damaged_row_is_named(corpus: Path, old: str, new: str, message: str) -> None:
    path = corpus / "sni" / "indicators-37122.csv"
    text = path.read_text(encoding="utf-8").replace(",dishub,19.1", ",dishub,37122:19.1")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(IntegrityError, match=message):
        Catalogue.load(corpus)


def test_a_missing_file_is_named(corpus: Path) -> None:
    (corpus / "sni" / "themes.csv").unlink()
    with pytest.raises(IntegrityError, match=r"themes\.csv cannot be read"):
        Catalogue.load(corpus)

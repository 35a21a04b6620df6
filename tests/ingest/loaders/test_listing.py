"""Numbers of lists."""

import pytest

from ingest.loaders.listing import written


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (1994, "lowerRoman", "mcmxciv"),
        (9, "upperRoman", "IX"),
        (0, "lowerRoman", "0"),
        (5, "none", ""),
        (5, "ordinalText", "5"),
    ],
)
def test_each_kind_is_written_as_programs_do(number: int, kind: str, text: str) -> None:
    assert written(number, kind) == text


def test_a_huge_number_stays_short() -> None:
    assert len(written(9_999, "lowerRoman")) < 30
    assert len(written(9_999, "lowerLetter")) == 10

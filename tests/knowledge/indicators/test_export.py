from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.export import (
    BLANK,
    CHECK,
    FINE,
    HEADER_ROW,
    IMPOSSIBLE,
    NOT_COMPUTED,
    VALUE,
    write_csv,
    write_workbook,
)

CATALOGUE = Catalogue.load()


def recompute(sheet: Any, address: str) -> Any:
    """The value of a cell: a small evaluator of the functions that the workbook uses."""
    content = sheet[address].value
    if not isinstance(content, str) or not content.startswith("="):
        return "" if content is None else content
    python = re.sub(r'("[^"]*")|(?<![<>=])=(?!=)', lambda m: m[1] or "==", content[1:])
    python = re.sub(r'("[^"]*")|\b([A-Z]{1,2}\d+)\b', lambda m: m[1] or f'cell("{m[2]}")', python)
    python = re.sub(r"IF\(", "choose(lambda: ", python)
    python = re.sub(r'("[^"]*")|,', lambda m: m[1] or ", lambda: ", python)
    names = {
        "cell": lambda at: recompute(sheet, at),
        "choose": lambda test, yes, no: yes() if test() else no(),
        "OR": lambda first, *rest: first or any(rest_one() for rest_one in rest),
        "NOT": lambda value: not value,
        "ISNUMBER": lambda value: isinstance(value, int | float),
    }
    return eval(python, {"__builtins__": {}, **names})


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    path = tmp_path / "indicators.xlsx"
    write_workbook(CATALOGUE, CATALOGUE.of_standard(), path)
    return load_workbook(path).active


def row_of(sheet: Any, code: str) -> int:
    return next(row for row in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet[f"B{row}"].value == code)


def test_one_row_per_indicator_with_bilingual_headers(sheet: Any) -> None:
    assert sheet.max_row == HEADER_ROW + 80
    for cell in sheet[HEADER_ROW]:
        assert "\n" in cell.value
    assert sheet[f"B{row_of(sheet, '7.10')}"].data_type == "s"


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "value", "check"),
    [
        ("19.9", 120, 300, 40, FINE),
        ("10.1", 330000, 1650000, 20000, FINE),
        ("7.10", 45, 900, 0.05, FINE),
        ("7.10", 3, 2, 1.5, FINE),
        ("19.9", None, 300, "", BLANK),
        ("19.9", 400, 300, "", IMPOSSIBLE),
        ("19.9", -1, 300, "", IMPOSSIBLE),
        ("19.9", 0, 0, "", IMPOSSIBLE),
        ("19.9", "seratus", 300, "", IMPOSSIBLE),
    ],
)
def test_the_sheet_computes_and_checks(
    sheet: Any, code: str, numerator: object, denominator: object, value: object, check: str
) -> None:
    row = row_of(sheet, code)
    sheet[f"I{row}"], sheet[f"J{row}"] = numerator, denominator
    assert recompute(sheet, f"{CHECK}{row}") == check
    assert recompute(sheet, f"{VALUE}{row}") == pytest.approx(value)


def test_an_indicator_without_known_formula_takes_its_value_directly(sheet: Any) -> None:
    row = row_of(sheet, "10.4")
    assert recompute(sheet, f"{CHECK}{row}") == NOT_COMPUTED
    sheet[f"{VALUE}{row}"] = 12
    assert recompute(sheet, f"{CHECK}{row}") == FINE
    assert not sheet[f"{VALUE}{row}"].protection.locked


def test_marks_validation_and_protection(sheet: Any) -> None:
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert {text for rule in rules for text in (BLANK, IMPOSSIBLE) if text in rule.formula[0]} == {BLANK, IMPOSSIBLE}
    assert {one.operator for one in sheet.data_validations.dataValidation} == {"greaterThanOrEqual", "greaterThan"}
    assert sheet.protection.sheet
    assert not sheet["I4"].protection.locked
    assert sheet["K4"].protection.locked


def test_every_standard_can_be_written(tmp_path: Path) -> None:
    everything = tuple(CATALOGUE.indicators.values())
    write_workbook(CATALOGUE, everything, tmp_path / "all.xlsx")
    assert load_workbook(tmp_path / "all.xlsx").active.max_row == HEADER_ROW + len(everything)
    write_csv(CATALOGUE, everything, tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == list(CATALOGUE.indicators)
    assert rows[0]["title_id"]

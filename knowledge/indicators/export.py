"""The catalogue as CSV, and as a workbook that a city fills in and that computes and checks the values itself."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Catalogue, Indicator

HEADER_ROW = 3
# Heading in Indonesian and English, and the width of the column in characters.
COLUMNS = (
    ("Standar", "Standard", 12),
    ("Kode", "Code", 8),
    ("Tema", "Theme", 24),
    ("Indikator", "Indicator (Indonesian)", 48),
    ("Indikator (Inggris)", "Indicator (English)", 48),
    ("Pembilang", "Numerator", 44),
    ("Penyebut", "Denominator", 36),
    ("Satuan", "Unit", 26),
    ("Nilai pembilang", "Numerator value", 16),
    ("Nilai penyebut", "Denominator value", 16),
    ("Nilai indikator", "Indicator value", 16),
    ("Periksa", "Check", 22),
    ("Pemegang data (saran)", "Data owner (suggestion)", 36),
    ("Keyakinan sumber", "Confidence of sources", 12),
)
NUMERATOR, DENOMINATOR, VALUE, CHECK = "I", "J", "K", "L"
BLANK = "kosong / empty"
IMPOSSIBLE = "mustahil / impossible"
FINE = "ok"
NOT_COMPUTED = "isi langsung / enter directly"
_TITLE = "Lembar isian indikator kota / City indicator worksheet"
_HINT = (
    "Isi kolom I dan J; kolom K dan L dihitung. Judul dan rumus memakai kata kami sendiri: yang menentukan adalah teks "
    "standar. / Fill in columns I and J; K and L are computed. Titles and formulas are in our own words: the text of "
    "the standard decides."
)
_YELLOW, _RED, _GREY = (PatternFill("solid", bgColor=c, fgColor=c) for c in ("FFF2CC", "F8CBAD", "EDEDED"))
# The key comes first because a spreadsheet reads the code 7.10 as the number 7.1.
CSV_FIELDS = (
    "key",
    "standard",
    "code",
    "theme_id",
    "theme_en",
    "title_id",
    "title_en",
    "unit_id",
    "unit_en",
    "numerator_id",
    "numerator_en",
    "denominator_id",
    "denominator_en",
    "formula_id",
    "formula_en",
    "data_owner_suggested_id",
    "data_owner_suggested_en",
    "sources",
    "confidence",
)


def write_csv(catalogue: Catalogue, indicators: Sequence[Indicator], path: Path) -> None:
    """Write indicators as UTF-8 CSV with the columns of ``CSV_FIELDS``; raises ``OSError``."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_FIELDS)
        for indicator in indicators:
            theme = catalogue.themes[indicator.theme].name
            owners = [catalogue.owners[name].name for name in indicator.owners]
            writer.writerow(
                (
                    indicator.key,
                    indicator.standard,
                    indicator.code,
                    theme.indonesian,
                    theme.english,
                    indicator.title.indonesian,
                    indicator.title.english,
                    indicator.unit.indonesian,
                    indicator.unit.english,
                    indicator.numerator.indonesian,
                    indicator.numerator.english,
                    indicator.denominator.indonesian,
                    indicator.denominator.english,
                    format_formula(indicator, "id"),
                    format_formula(indicator, "en"),
                    "; ".join(name.indonesian for name in owners),
                    "; ".join(name.english for name in owners),
                    "; ".join(indicator.sources),
                    indicator.evidence_grade,
                )
            )


def write_workbook(catalogue: Catalogue, indicators: Sequence[Indicator], path: Path) -> None:
    """Write an XLSX workbook with one row per indicator: input cells, the value as a formula, and a check that marks
    blank and impossible values; raises ``OSError``. Indicators without a known formula take the value directly."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Indikator"
    sheet["A1"], sheet["A2"] = _TITLE, _HINT
    sheet["A1"].font = Font(bold=True, size=14)
    for column, (indonesian, english, width) in enumerate(COLUMNS, 1):
        cell = sheet.cell(HEADER_ROW, column, f"{indonesian}\n{english}")
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, indicator in enumerate(indicators, HEADER_ROW + 1):
        _write_row(sheet, row, indicator, catalogue)
    last = HEADER_ROW + max(len(indicators), 1)
    sheet.freeze_panes = f"E{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    _mark(sheet, last)
    _validate(sheet, last)
    # Only the input cells can be typed into; there is no password, so a city can lift it.
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    book.save(path)


def _write_row(sheet: Worksheet, row: int, indicator: Indicator, catalogue: Catalogue) -> None:
    theme = catalogue.themes[indicator.theme].name
    values = (
        catalogue.standards[indicator.standard].label,
        indicator.code,
        f"{theme.indonesian} / {theme.english}",
        indicator.title.indonesian,
        indicator.title.english,
        f"{indicator.numerator.indonesian}\n{indicator.numerator.english}".strip(),
        f"{indicator.denominator.indonesian}\n{indicator.denominator.english}".strip(),
        f"{indicator.unit.indonesian} / {indicator.unit.english}" if indicator.unit else "",
        None,
        None,
        _value_formula(indicator, row),
        _check_formula(indicator, row),
        "; ".join(catalogue.owners[name].name.indonesian for name in indicator.owners),
        indicator.evidence_grade,
    )
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.number_format = "@" if column == 2 else "General"
    inputs = (NUMERATOR, DENOMINATOR) if indicator.scale is not None else (VALUE,)
    for letter in inputs:
        sheet[f"{letter}{row}"].protection = Protection(locked=False)
    if indicator.scale is None:
        sheet[f"{NUMERATOR}{row}"].fill = sheet[f"{DENOMINATOR}{row}"].fill = _GREY


def _value_formula(indicator: Indicator, row: int) -> str | None:
    if indicator.scale is None:
        return None
    return f'=IF({CHECK}{row}="{FINE}",{NUMERATOR}{row}/{DENOMINATOR}{row}*{indicator.scale},"")'


def _check_formula(indicator: Indicator, row: int) -> str:
    top, bottom, value = f"{NUMERATOR}{row}", f"{DENOMINATOR}{row}", f"{VALUE}{row}"
    if indicator.scale is None:
        return f'=IF({value}="","{NOT_COMPUTED}",IF(ISNUMBER({value}),"{FINE}","{IMPOSSIBLE}"))'
    impossible = [f"NOT(ISNUMBER({top}))", f"NOT(ISNUMBER({bottom}))", f"{top}<0", f"{bottom}<=0"]
    if indicator.part_of_whole:
        impossible.append(f"{top}>{bottom}")
    return f'=IF(OR({top}="",{bottom}=""),"{BLANK}",IF(OR({",".join(impossible)}),"{IMPOSSIBLE}","{FINE}"))'


def _mark(sheet: Worksheet, last: int) -> None:
    first = HEADER_ROW + 1
    area = f"{NUMERATOR}{first}:{CHECK}{last}"
    for text, fill in ((IMPOSSIBLE, _RED), (BLANK, _YELLOW)):
        rule = FormulaRule(formula=[f'${CHECK}{first}="{text}"'], fill=fill, stopIfTrue=True)
        sheet.conditional_formatting.add(area, rule)


def _validate(sheet: Worksheet, last: int) -> None:
    first = HEADER_ROW + 1
    for column, operator, message in (
        (NUMERATOR, "greaterThanOrEqual", "Angka nol atau lebih. / A number of zero or more."),
        (DENOMINATOR, "greaterThan", "Angka lebih dari nol. / A number above zero."),
    ):
        rule = DataValidation(type="decimal", operator=operator, formula1="0", allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "Periksa / Check", message
        rule.add(f"{column}{first}:{column}{last}")
        sheet.add_data_validation(rule)

"""Values of cells as a sheet shows them."""

from datetime import date, datetime, time, timedelta

import pytest

from ingest.loaders.number_formats import Signs, general, shown

ACCOUNT = '_-"Rp"* #,##0.00_-;-"Rp"* #,##0.00_-;_-"Rp"* "-"_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.153, "0.0%", "15.3%"),
        (0.87654, "0%", "88%"),
        (33, "0000", "0033"),
        (81234567890, "0000-0000-0000", "0812-3456-7890"),
        (1250000, "#,##0", "1,250,000"),
        (1250000, "#,##0,", "1,250"),
        (-1250, "#,##0_);(#,##0)", "(1,250)"),
        (-1250, "#,##0;[Red]-#,##0", "-1,250"),
        (0, "#,##0;-#,##0;-", "-"),
        (1234.5, "#,##0.##", "1,234.5"),
        (12.3, '0.00" km"', "12.30 km"),
        (1.5, "# ?/?", "1 1/2"),
        (5, '[>=10]0" banyak";0" sedikit"', "5 sedikit"),
        (7, ";;;", ""),
        (2.5, "0", "3"),
        (0.5, ".00", ".50"),
        (3.14159, "0.00E+00", "3.14159"),
        (5, 'General" orang"', "5 orang"),
        (True, "General", "TRUE"),
        (None, "0", ""),
        ("teks", "0;0;0;", ""),
        ("teks", "@", "teks"),
    ],
)
def test_values_follow_their_format(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1250000, '"Rp" #,##0', "Rp 1.250.000"),
        (-1250000.5, ACCOUNT, "-Rp 1.250.000,50"),
        (0, ACCOUNT, "Rp -"),
        (1.5, "[$Rp-421]#,##0.00", "Rp1,50"),
        (12.5, "General", "12,5"),
    ],
)
def test_a_workbook_with_rupiah_writes_its_numbers_as_indonesia_does(value: object, form: str, text: str) -> None:
    assert shown(value, form, Signs.of('0.0%\n"Rp" #,##0')) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (98765432109.55, "98765432109.55"),
        (123456789012345, "123456789012345"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (-6.2087634, "-6.2087634"),
        (1e300, "1e+300"),
        (float("inf"), "infinity"),
    ],
)
def test_numbers_without_a_format_are_written_in_full(value: float, text: str) -> None:
    assert general(value).lower() == text


DAY = datetime(2025, 3, 15)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (DAY, "dd/mm/yyyy", "15/03/2025"),
        (DAY, "mm-dd-yy", "2025-03-15"),  # each machine shows it in its own way
        (DAY, "[$-421]d mmmm yyyy;@", "15 Maret 2025"),
        (DAY, "[$-id-ID]dddd, dd mmmm yyyy", "Sabtu, 15 Maret 2025"),
        (DAY, "[$-409]d-mmm-yy", "15-Mar-25"),
        (DAY, "d mmmm yyyy", "2025-03-15"),
        (DAY, "mmm-yy", "2025-03"),
        (DAY, "yyyy", "2025"),
        (datetime(2025, 3, 15, 14, 5), "dd/mm/yyyy hh:mm", "15/03/2025 14:05"),  # noqa: DTZ001
        (datetime(2025, 3, 15, 14, 5), "[$-409]m/d/yyyy h:mm AM/PM", "3/15/2025 2:05 PM"),  # noqa: DTZ001
        (date(2025, 3, 15), "General", "2025-03-15"),
        (time(7, 30), "hh:mm", "07:30"),
        (time(7, 30, 15), "hh:mm:ss", "07:30:15"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_moments_follow_their_format(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text

"""What of a passage may answer a question."""

from __future__ import annotations

from knowledge.reading.units import units


def test_sentences_items_and_rows_are_units_without_marks() -> None:
    text = (
        "Kota melapor setahun sekali. [@tor p.4] Laporan dikirim ke sekretariat.\n\n"
        "- rencana aksi [@tor p.5]\n- laporan\n\n"
        "| Tahun | Ketua |\n| --- | --- |\n| 2026 | Filipina |"
    )
    assert units(text) == [
        "Kota melapor setahun sekali.",
        "Laporan dikirim ke sekretariat.",
        "rencana aksi",
        "laporan",
        "Tahun | Ketua",
        "2026 | Filipina",
    ]


def test_nothing_has_no_units() -> None:
    assert units("") == []

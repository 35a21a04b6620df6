"""Showing and correcting documents on the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.bot.cli.conftest import Run


def test_what_was_guessed_is_corrected_and_shown_with_the_answer(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "laporan.md"
    report.write_text("# Laporan Kota Sumedang\n\nKota Sumedang memasang 250 sensor banjir pada tahun 2031.\n")
    document = run("ingest", str(report)).err.split("→ ")[1].split()[0]
    told = run("describe", document, "--title", "Laporan Banjir", "--publisher", "BPBD Sumedang", "--date", "2031-05")
    assert (told.code, "Laporan Banjir; BPBD Sumedang; 2031-05; id" in told.out) == (0, True)
    assert run("ingest", str(report), "--publish").code == 0
    answer = json.loads(run("ask", "--json", "Berapa sensor banjir yang dipasang Kota Sumedang?").out)
    citation = answer["citations"][0]
    assert (citation["title"], citation["publisher"], citation["date"]) == (
        "Laporan Banjir",
        "BPBD Sumedang",
        "Mei 2031",
    )
    assert "confirmed" in run("describe", document, "--confirm").out
    assert run("describe", document).code == 2
    assert "cannot be read" in run("describe", document, "--date", "kemarin").err


def test_inspecting_masks_personal_data_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "catatan.txt"
    note.write_text("Hubungi Budi di 0812-3456-7890 atau kantor di (0411) 872-222.\n")
    shown = run("inspect", str(note)).out
    assert "0812" not in shown
    assert "872-222" in shown
    assert "Personal data masked: 1 phone numbers" in shown
    assert "0812-3456-7890" in run("inspect", str(note), "--keep-personal-data").out


ODD = b"\x1b]0;judul\x07\xff\n\xe2\x80\xae\xc2\x9b31m"  # a terminal's title, no UTF-8, a new line, turned, a colour


def test_inspecting_an_odd_name_shows_it_printable(run: Run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"laporan" + ODD + b".txt")
    path.write_text("Laporan \x1b[31mkota\u202e Makassar.", encoding="utf-8")
    target = str(path) + ".html"
    ended = run("inspect", str(path), "--html", target)
    assert ended.code == 0
    assert "Laporan [31mkota Makassar." in ended.out
    assert all(line.isprintable() for line in (ended.err + ended.out).split("\n"))

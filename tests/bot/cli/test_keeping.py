"""Keeping documents right on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.bot.cli.conftest import Run


def test_a_document_is_retired_restored_compared_and_found(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "laporan.md"
    report.write_text("# Laporan Sumedang\n\nKota Sumedang memasang 250 sensor banjir pada tahun 2031.\n")
    document = run("ingest", str(report)).err.split("→ ")[1].split()[0]
    assert "has one version" in run("diff", document).out
    report.write_text("# Laporan Sumedang\n\nKota Sumedang memasang 300 sensor banjir pada tahun 2031.\n")
    run("ingest", str(report))
    told = run("diff", document).out
    assert "[-250-]" in told
    assert "{+300+}" in told
    assert "sensor banjir" in run("find", "sensor banjir sumedang").out
    assert "not published" in run("find", "sensor banjir sumedang").out
    run("retire", document)
    assert "300" not in run("find", "sensor banjir sumedang").out
    assert "pandu build" in run("restore", document).out
    assert "300" in run("find", "sensor banjir sumedang").out
    actions = [line.split(",")[4] for line in run("audit", "--csv").out.splitlines()[1:]]
    assert [action for action in actions if action.startswith("document.")] == [
        *("document.stored", "document.stored", "document.retired", "document.restored")
    ]
    assert run("restore", "tiada").code == run("diff", "tiada").code == 1


def test_what_is_past_its_review_is_listed_and_noted(run: Run) -> None:
    assert "Months past" in run("review").out
    assert run("review", "ascn-duties.id").code == 2
    told = run("review", "ascn-duties.id", "--note", "dibandingkan dengan ToR")
    assert (told.code, "ascn-duties.id, ascn-duties.en" in told.out) == (0, True)
    audited = [line for line in run("audit", "--csv").out.splitlines() if "document.reviewed" in line]
    assert [line.split(",")[5] for line in audited] == ["ascn-duties.id", "ascn-duties.en"]


def test_a_file_is_opened_to_the_public_and_closed_again(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "surat.txt"
    note.write_text("Hubungi Budi di 0812-3456-7890 untuk keterangan lebih lanjut.\n")
    run("ingest", str(note))
    refused = run("open-file", "surat")
    assert (refused.code, "1 phone" in refused.err) == (1, True)
    assert run("open-file", "surat", "--despite-personal-data").code == 0
    assert run("close-file", "surat").code == run("close-file", "surat").code == 0
    actions = [line.split(",")[4] for line in run("audit", "--csv").out.splitlines()[1:]]
    assert actions[-2:] == ["document.file_opened", "document.file_closed"]


def test_that_personal_data_was_kept_is_audited(run: Run, tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("Hubungi Budi di 0812-3456-7890 untuk keterangan lebih lanjut.\n")
    (tmp_path / "lain.txt").write_text("Laporan kota memuat lampiran.\n")
    run("ingest", "--keep-personal-data", str(tmp_path / "surat.txt"), str(tmp_path / "lain.txt"))
    stored = [line for line in run("audit", "--csv").out.splitlines() if "document.stored" in line]
    assert ["personal_data_kept" in line for line in stored] == [True, False]
    assert "phone" in stored[0]
    assert "7890" not in stored[0]


def test_personal_data_is_reported_without_being_shown(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "catatan.txt"
    note.write_text("Hubungi Budi di 0812-3456-7890 untuk keterangan lebih lanjut.\n")
    run("ingest", str(note))
    told = run("personal").out
    assert "1 phone" in told
    assert "0812" not in told

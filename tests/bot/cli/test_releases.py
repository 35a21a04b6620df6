"""Building, publishing and rolling back on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.bot.cli.conftest import Run


def test_documents_come_and_go(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "laporan.md"
    report.write_text("# Laporan Kota Sumedang\n\nKota Sumedang memasang 250 sensor banjir pada tahun 2031.\n")
    ended = run("ingest", str(report))
    assert ended.code == 0
    assert "1 added, 0 changed, 0 removed" in ended.out
    release = ended.out.split("pandu publish ")[1].split()[0]
    assert run("publish", release).out == f"Published: {release}\n"
    (document,) = (listed for listed in json.loads(run("docs", "--json").out) if listed["collection"] == "staff")
    answer = json.loads(run("ask", "--json", "Berapa sensor banjir yang dipasang Kota Sumedang?").out)
    assert "250" in answer["text"]
    assert answer["citations"][0]["document"] == document["id"]
    assert run("ingest", str(report), "--publish").out.count("nothing has changed") == 1
    assert document["title"] in run("docs").out

    first = run("rollback").out.split()[-1]
    assert first != release
    assert (
        json.loads(run("ask", "--json", "Berapa sensor banjir yang dipasang Kota Sumedang?").out)["outcome"]
        == "refused"
    )
    listed = run("releases").out
    assert "published" in listed.split(first)[1].splitlines()[0]

    assert run("publish", release).code == 0
    assert run("retire", document["id"]).code == 0
    again = tmp_path / "lain.md"
    again.write_text("# Catatan\n\nCatatan rapat tentang anggaran.\n")
    assert "1 added, 0 changed, 1 removed" in run("ingest", str(again), "--publish").out
    assert (
        json.loads(run("ask", "--json", "Berapa sensor banjir yang dipasang Kota Sumedang?").out)["outcome"]
        == "refused"
    )


def test_rebuild_repairs_and_doctor_tells(run: Run, data: Path) -> None:
    assert run("doctor").code == 0
    (release,) = (data / "releases").iterdir()
    shutil.rmtree(release / "lexical")
    ended = run("doctor")
    assert ended.code == 1
    assert "wrong index: " in ended.out
    assert "Run `pandu rebuild`" in ended.out
    rebuilt = run("rebuild")
    assert rebuilt.code == 0
    assert "0 vectors computed" in rebuilt.out
    assert run("doctor").code == 0


def test_build_drafts_what_has_changed_and_says_how_to_publish_it(run: Run) -> None:
    assert "(nothing has changed)" in run("build").out
    assert run("retire", "ascn-duties.id").out.endswith("Build it: pandu build\n")
    drafted = run("build")
    assert (drafted.code, "9 documents" in drafted.out) == (0, True)
    release = drafted.out.split("To publish it: pandu publish ")[1].strip()
    assert "ascn-duties.id" in {document["id"] for document in json.loads(run("docs", "--json").out)}
    assert run("publish", release).code == 0
    assert "ascn-duties.id" not in {document["id"] for document in json.loads(run("docs", "--json").out)}


def test_build_publishes_at_once_what_was_corrected(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "laporan.md"
    report.write_text("# Laporan Kota Sumedang\n\nKota Sumedang memasang 250 sensor banjir pada tahun 2031.\n")
    document = run("ingest", str(report)).err.split("→ ")[1].split()[0]
    assert run("describe", document, "--title", "Laporan Banjir").out.endswith("Build it: pandu build\n")
    assert "Published: r20" in run("build", "--publish").out
    assert "Laporan Banjir" in run("docs").out

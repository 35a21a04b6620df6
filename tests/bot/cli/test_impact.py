"""What publishing the draft would change, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

GOLDEN = """
- {id: pelapor, collection: ascn, language: id, style: formal, expect: answered,
   question: "Apa saja kewajiban kota anggota ASCN?", required: [CSCO], sections: ["ascn-duties#duties"]}
- {id: sensor, collection: none, language: id, style: formal, expect: refused,
   question: "Berapa sensor banjir yang dipasang Kota Sumedang?"}
- {id: duties, collection: ascn, language: en, style: formal, expect: answered,
   question: "What are the duties of a member city?", required: [report], sections: ["ascn-duties#duties"]}
"""


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three golden questions in place of ours, of the split that may be looked at."""
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "cases.yaml").write_text(GOLDEN, encoding="utf-8")
    monkeypatch.setenv("PANDU_GOLDEN", str(tmp_path / "golden"))


@pytest.mark.usefixtures("golden")
def test_a_draft_is_tried_and_its_impact_shown_before_it_is_published(run: Run, tmp_path: Path) -> None:
    assert "Nothing has changed since the publication" in run("impact").err
    assert "There is no draft" in run("ask", "--release", "draft", "apa itu ASCN").err
    report = tmp_path / "laporan.md"
    report.write_text("# Laporan Kota Sumedang\n\nKota Sumedang memasang 250 sensor banjir pada tahun 2031.\n")
    assert run("ingest", str(report)).code == 0
    assert run("retire", "ascn-duties.id").code == 0

    ended = run("impact", "--json")
    assert ended.code == 1, ended.err
    found = json.loads(ended.out)
    changes = {change["golden"]: change for change in found["changes"]}
    assert (changes["sensor"]["change"], changes["sensor"]["verdict"]) == ("new", "fails")
    assert "250 sensor" in changes["sensor"]["after"]
    assert changes["pelapor"]["change"] in ("statements", "lost")
    assert "duties" not in changes
    assert found["changes"][0]["golden"] == "sensor"
    assert found["counts"]["same"] == 1

    question = "Berapa sensor banjir yang dipasang Kota Sumedang?"
    assert "250" in run("ask", "--release", "draft", question).out
    assert json.loads(run("ask", "--json", question).out)["outcome"] == "refused"
    assert "{+" in run("impact", "--most", "1").out
    assert "publish all the same with --yes" in run("publish", found["draft"]).err
    later = run("publish", found["draft"], "--yes", "--at", "2999-01-01 08:00", "--note", "embargo")
    assert later.out.startswith(f"Scheduled: {found['draft']} for 2999-01-01 08:00")
    assert "Scheduled for 2999-01-01 08:00" in run("releases").out
    assert "Cancelled: 1 " in run("publish", found["draft"], "--cancel").out
    assert run("publish", found["draft"], "--yes", "--note", "Laporan Sumedang").code == 0
    assert "250" in run("ask", question).out
    assert run("rollback", "--note", "Salah angka").code == 0
    history = run("releases", "--history").out
    assert history.index("Salah angka") < history.index("Laporan Sumedang")

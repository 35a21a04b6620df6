"""``pandu gaps``."""

from __future__ import annotations

from pathlib import Path

from bot.app import build_app
from bot.settings import Settings
from knowledge.answers import Answer, Outcome
from tests.bot.cli.conftest import Run


def _refuse(data: Path, *questions: str) -> None:
    app = build_app(Settings(data=data), exact=True)
    for question in questions:
        answer = Answer(outcome=Outcome.REFUSED, language="id", question=question)
        app.journal.record("c", "web", "w", question, answer)
    app.close()


def test_gaps_are_listed_shown_and_marked(run: Run, data: Path) -> None:
    gold = "harga emas antam hari ini brp"
    _refuse(data, gold, gold, "berapa harga emas antam hari ini", "alamat kantor sekretariat asean")
    listed = run("gaps")
    assert listed.code == 0
    assert "2 gaps" in listed.out
    shown = run("gaps", "1")
    assert "3 times, 0 in the period before" in shown.out
    assert "Nearest passages:" in shown.out
    assert "ascn-" in shown.out
    assert run("gaps", "1", "--mark", "out-of-scope", "--note", "bukan urusan kita").code == 0
    assert "1 gaps" in run("gaps").out
    table = run("gaps", "--all", "--csv").out.splitlines()
    assert table[0].startswith("\ufeffgap,question,")
    assert "out-of-scope,bukan urusan kita" in table[1]
    assert "gap.marked" in run("audit").out


def test_what_cannot_be_done_is_told(run: Run) -> None:
    assert "pandu: There is no gap 9" in run("gaps", "9").err
    assert "Give a gap and one of" in run("gaps", "--mark", "answered").err
    assert "Give a gap and one of" in run("gaps", "9", "--mark", "whatever").err

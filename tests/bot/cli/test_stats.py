"""``pandu stats``."""

from __future__ import annotations

from pathlib import Path

from bot.app import build_app
from bot.settings import Settings
from knowledge.answers import Answer, Outcome
from tests.bot.cli.conftest import Run


def test_figures_as_a_table_and_as_csv(run: Run, data: Path) -> None:
    app = build_app(Settings(data=data), exact=True)
    for outcome in (Outcome.ANSWERED, Outcome.REFUSED, Outcome.REFUSED):
        turn = app.journal.record("c", "web", "w", "apa itu?", Answer(outcome=outcome, language="id", question="apa?"))
    app.journal.rate(turn.id, 1)
    app.tickets.open(turn, "web", "w")
    app.close()
    told = run("stats").out
    assert "web" in told
    assert "Judged good: 100% of 1." in told
    assert "1 waiting" in told
    assert "3 × apa?" in told
    lines = run("stats", "--csv", "--days", "1").out.splitlines()
    assert lines[0] == "\ufeffday,channel,questions,answered,hedged,refused,declined,other,handed over"
    assert lines[1].endswith(",web,3,1,0,2,0,0,1")
    assert len(run("stats", "--csv", "--channel", "telegram").out.splitlines()) == 1

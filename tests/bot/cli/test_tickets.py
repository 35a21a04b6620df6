"""Commands about tickets."""

from __future__ import annotations

import re
from pathlib import Path

from bot.app import App, build_app
from bot.settings import Settings
from tests.bot.cli.conftest import Run
from tests.bot.journals import an_answer


def _ticket(app: App, question: str, **more: str) -> None:
    turn = app.journal.record("c", "web", "web:1", question, an_answer(question))
    app.tickets.open(turn, "web", "web:1", **more)


def test_the_verbs_of_the_console(run: Run, data: Path) -> None:
    app = build_app(Settings(_env_file=None, data=data))
    _ticket(app, "Apa kewajiban kota anggota ASCN? HP 0812-3456-7890", contact="0813-1111-2222")
    _ticket(app, "Kewajiban kota anggota ASCN apa saja?")
    listed = run("tickets")
    assert "2 tickets" in listed.out
    assert "+1" in listed.out
    assert "3456" not in listed.out
    assert run("tickets", "claim", "1").code == 0
    (passage, *_) = re.findall(r"^([0-9a-f]{32})  ", run("tickets", "passages", "1").out, re.MULTILINE)
    assert "[@" not in run("tickets", "passages", "1").out
    assert run("tickets", "passages", "1", "resep rendang").out.startswith("No passage of the published documents fits")
    answered = run("tickets", "answer", "1", "--cite", passage, stdin="Lihat Terms of Reference.\n")
    assert "Nothing is sent to 0813-1111-2222" in answered.out
    assert run("tickets", "merge", "2", "1").out == "Ticket 2 is merged.\n"
    shown = run("tickets", "show", "2").out
    assert "closed merged" in shown
    assert "Lihat Terms of Reference." in shown
    cited = app.tickets.ticket(2).messages[0].sources[0]
    assert (cited.title[:18], cited.locator[:8]) == ("Terms of Reference", "klausul ")
    assert f"  {cited.locator}" in shown
    assert run("tickets", "reopen", "2").code == 0
    assert run("tickets", "inquire", "2", "--text", "Kota mana?").code == 0
    assert run("tickets", "list", "--show", "waiting").out.count("Kewajiban") == 1
    assert run("tickets", "close", "2", "--text", "Di luar lingkup.").code == 0
    assert "official-answer-1" in run("tickets", "promote", "1").out
    assert "Di luar lingkup" in run("tickets", "replies").out
    actions = {entry.action for entry in app.audit.entries(limit=20)}
    assert {"ticket.claimed", "ticket.answered", "ticket.merged", "ticket.promoted", "ticket.closed"} <= actions
    app.close()


def test_what_cannot_be_done_is_told_in_one_sentence(run: Run) -> None:
    for arguments, told in (
        (("claim", "7"), "There is no ticket 7"),
        (("list", "--show", "x"), "--show is one of"),
        (("promote", "7"), "icket 7"),
    ):
        ended = run("tickets", *arguments)
        assert ended.code in (1, 2)
        assert told in ended.err
        assert "Traceback" not in ended.err

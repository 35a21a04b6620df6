"""Commands about accounts, and the audit log that they are found in."""

from __future__ import annotations

import csv
import io

from tests.bot.cli.conftest import Run

PASSWORD = "kuda hijau makan awan\n"


def test_an_account_is_made_changed_and_recorded(run: Run) -> None:
    made = run("staff", "add", "siti", "--role", "admin", stdin=PASSWORD)
    assert (made.code, "siti may sign in at /staf/masuk as admin." in made.out) == (0, True)
    run("staff", "add", "budi", stdin=PASSWORD)
    assert run("staff", "role", "budi", "publisher").code == 0
    assert run("staff", "password", "budi", stdin="sepeda biru naik gunung\n").code == 0
    assert run("staff", "forget-factor", "budi").code == 0
    assert "budi@kota.go.id may sign in as budi" in run("staff", "link", "budi", "budi@kota.go.id").out
    assert run("staff", "disable", "budi").code == 0
    listed = run("staff", "list").out
    assert "disabled" in listed
    assert "publisher" in listed
    assert run("staff", "disable", "budi", "--undo").code == 0

    lines = list(csv.DictReader(io.StringIO(run("audit", "--csv").out.removeprefix("\ufeff"))))
    actions = ["added", "added", "role", "password", "second_factor_dropped", "linked", "disabled", "enabled"]
    assert [line["action"] for line in lines] == [f"account.{action}" for action in actions]
    assert all(line["by"].startswith("cli:") for line in lines)
    assert "kuda" not in str(lines)
    verified = run("audit", "--verify")
    assert verified.code == 0
    assert "whole: 8 entries" in verified.out
    assert "account.role" in run("audit").out


def test_what_cannot_be_done_is_one_sentence(run: Run) -> None:
    run("staff", "add", "siti", "--role", "admin", stdin=PASSWORD)
    for arguments, given in (
        (("staff", "add", "siti"), PASSWORD),
        (("staff", "add", "budi"), "pendek\n"),
        (("staff", "disable", "siti"), ""),
        (("staff", "role", "nobody", "editor"), ""),
        (("staff", "forget-factor", "nobody"), ""),
    ):
        ended = run(*arguments, stdin=given)
        assert ended.code == 1
        assert ended.err.startswith("pandu: ")
        assert "Traceback" not in ended.err
    assert "whole: 1 entries" in run("audit", "--verify").out

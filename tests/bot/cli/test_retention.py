"""The commands about what is kept of people."""

from __future__ import annotations

import json

from tests.bot.cli.conftest import Run


def test_a_person_is_given_a_copy_and_deleted_with_evidence(run: Run) -> None:
    copy = run("retention", "export", "--telegram", "11")
    assert (copy.code, json.loads(copy.out)["turns"]) == (0, [])
    deleted = run("retention", "delete", "--telegram", "11", "--reason", "Surat 12/2026")
    assert "0 turns, 0 tickets and 0 watches deleted, 0 left. Evidence: entry 2" in deleted.out
    assert "deleted." in run("retention", "purge").out
    log = run("audit").out
    assert "Surat 12/2026" in log
    assert log.count("personal-data.") == 3


def test_a_person_is_named_in_one_way(run: Run) -> None:
    for arguments in ((), ("--telegram", "1", "--web", "x"), ("--ticket", "99"), ("--mailbox", "a@b.id", "--web", "x")):
        ended = run("retention", "export", *arguments)
        assert ended.code == 1
        assert ended.err.startswith("pandu: ")

"""The script that holds behaviour still while the shape of the code changes."""

from __future__ import annotations

from tools.snapshot import differences


def test_equal_snapshots_differ_in_nothing() -> None:
    assert list(differences({"help": ["a"], "answers": {"x": 1}}, {"answers": {"x": 1}, "help": ["a"]})) == []


def test_each_difference_is_one_line_named_by_its_path() -> None:
    before = {"answers": {"x": [{"outcome": "answered"}], "gone": 1}, "help": ["one", "two"]}
    after = {"answers": {"x": [{"outcome": "refused"}], "new": 1}, "help": ["one"]}
    assert list(differences(before, after)) == [
        "- /answers/gone",
        "+ /answers/new",
        '~ /answers/x/0/outcome: "answered" -> "refused"',
        '~ /help: ["one", "two"] -> ["one"]',
    ]

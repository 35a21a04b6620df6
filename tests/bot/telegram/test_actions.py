"""Actions and expected replies, and what of them is stored."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from bot.telegram.actions import (
    AcceptDocument,
    Action,
    Ask,
    AskIndicator,
    CancelForget,
    ChooseLanguage,
    ChooseView,
    DeclineDocument,
    ExpectedReply,
    FollowUpReply,
    Forget,
    GiveReason,
    HandOver,
    Promote,
    Rate,
    ReasonReply,
    ShowAnswer,
    ShowDocuments,
    ShowMore,
    ShowSources,
    ShowTable,
    ShowTheme,
    ShowThemes,
    StopWatching,
    TicketReply,
    WatchAnswer,
    WriteReason,
    read_action,
    read_reply,
    store_action,
    store_reply,
)

# As the first version stored them; they are under messages that people still see.
STORED: list[tuple[dict[str, Any], Action]] = [
    ({"do": "ask", "question": "apa itu", "language": "id"}, Ask("apa itu", "id")),
    ({"do": "indicator", "key": "37122:19.9", "language": "en"}, AskIndicator("37122:19.9", "en")),
    ({"do": "sources", "turn": "t"}, ShowSources("t")),
    ({"do": "rate", "turn": "t", "value": -1, "question": 5}, Rate("t", -1, 5)),
    ({"do": "rate", "turn": "t", "value": 1, "question": None}, Rate("t", 1)),
    ({"do": "reason", "turn": "t", "reason": "unclear", "question": 5}, GiveReason("t", "unclear", 5)),
    ({"do": "write_reason", "turn": "t"}, WriteReason("t")),
    ({"do": "more", "turn": "t", "question": 5, "rated": "up"}, ShowMore("t", 5, "up")),
    ({"do": "table", "turn": "t"}, ShowTable("t")),
    ({"do": "view", "rich": True, "language": "id"}, ChooseView(rich=True, language="id")),
    ({"do": "hand_over", "turn": "t", "question": None}, HandOver("t")),
    ({"do": "watch", "turn": "t"}, WatchAnswer("t")),
    ({"do": "stop_watching", "watch": 3}, StopWatching(3)),
    ({"do": "documents", "page": 2, "language": "id"}, ShowDocuments(2, "id")),
    ({"do": "themes", "standard": "37122", "language": "id"}, ShowThemes("37122", "id")),
    (
        {"do": "theme", "theme": "water", "standard": "37122", "page": 0, "language": "id"},
        ShowTheme("water", "37122", 0, "id"),
    ),
    (
        {"do": "theme", "theme": "water", "standard": "37122", "page": 0, "language": "id", "new": True},
        ShowTheme("water", "37122", 0, "id", new=True),
    ),
    ({"do": "language", "language": "en"}, ChooseLanguage("en")),
    ({"do": "forget", "language": "id"}, Forget("id")),
    ({"do": "keep", "language": "id"}, CancelForget("id")),
    ({"do": "official", "ticket": 3}, Promote(3)),
    ({"do": "full_answer", "turn": "t"}, ShowAnswer("t")),
    ({"file": "F", "name": "a.pdf", "language": "id", "do": "take"}, AcceptDocument("F", "a.pdf", "id")),
    ({"file": "F", "name": "a.pdf", "language": "id", "do": "leave"}, DeclineDocument("F", "a.pdf", "id")),
]


@pytest.mark.parametrize(("stored", "action"), STORED, ids=lambda value: str(value)[:40])
def test_what_earlier_versions_stored_is_read_and_written_alike(stored: dict[str, Any], action: Action) -> None:
    assert read_action(stored) == action
    written = json.loads(json.dumps(store_action(action)))
    assert stored.items() <= written.items()  # so that a version before this one reads it
    assert read_action(written) == action


def test_every_action_has_an_example_here() -> None:
    assert {type(action) for _, action in STORED} == set(get_args(Action))


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"do": "from the future"},
        {"do": "ask"},
        {"do": "ask", "question": "apa", "language": "fr"},
        {"do": "rate", "turn": "t", "value": 2},
        {"do": "reason", "turn": "t", "reason": "ugly"},
    ],
    ids=str,
)
def test_what_this_version_does_not_know_is_no_action(stored: dict[str, Any]) -> None:
    assert read_action(stored) is None


@pytest.mark.parametrize(
    ("kind", "data", "reply"),
    [
        ("ticket", {"ticket": 3}, TicketReply(3)),
        ("reason", {"turn": "t"}, ReasonReply("t")),
        ("follow_up", {"ticket": 3}, FollowUpReply(3)),
    ],
)
def test_expected_replies_are_stored_as_kind_and_data(kind: str, data: dict[str, Any], reply: ExpectedReply) -> None:
    assert store_reply(reply) == (kind, data)
    assert read_reply(kind, data) == reply


def test_an_expected_reply_of_another_version_is_none() -> None:
    assert read_reply("future", {"ticket": 3}) is None
    assert read_reply("ticket", {}) is None

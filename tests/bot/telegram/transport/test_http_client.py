"""Requests to the Bot API."""

from __future__ import annotations

import json

from bot.telegram.transport.http_client import BotApiRequest


def message(update_id: int, chat_id: int = 1) -> dict[str, object]:
    """An update as small as can be."""
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}}}


def test_of_an_answer_only_what_was_sent_is_cut() -> None:
    sent = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "*a*", "entities": [{}]}
    read = BotApiRequest.parse_json_payload(json.dumps({"ok": True, "result": sent}).encode())
    assert read["result"] == {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}}
    updates = {"ok": True, "result": [{"update_id": 1, "message": sent}]}
    assert BotApiRequest.parse_json_payload(json.dumps(updates).encode()) == updates

"""The Bot API's methods as the stand-in knows them: which fields they take, and what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram_html import CannotParseError, Parsed, parse, utf16

_SEND = {
    "chat_id",
    "message_thread_id",
    "text",
    "parse_mode",
    "reply_markup",
    "reply_parameters",
    "link_preview_options",
}
METHODS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setWebhook": {"url", "secret_token", "allowed_updates", "max_connections", "drop_pending_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "getWebhookInfo": set(),
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendChatAction": {"chat_id", "action", "message_thread_id"},
    "sendMessageDraft": {"chat_id", "draft_id", "text", "message_thread_id"},
    "sendMessage": {*_SEND, "ephemeral_message_parameters"},
    "sendRichMessage": {"chat_id", "message_thread_id", "rich_message", "reply_parameters", "reply_markup"},
    "editMessageText": {"chat_id", "message_id", "text", "parse_mode", "link_preview_options", "reply_markup"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal", "button"},
    "getChatMember": {"chat_id", "user_id"},
    "getFile": {"file_id"},
}
_LEADS_TO = {"callback_data", "url", "copy_text", "web_app"}
_STYLES = {None, "danger", "success", "primary"}
_JSON = {
    "reply_markup",
    "reply_parameters",
    "link_preview_options",
    "allowed_updates",
    "commands",
    "scope",
    "results",
    "button",
    "ephemeral_message_parameters",
    "rich_message",
}


class RefusedError(Exception):
    """The server's 400 with its description."""


def read_parameters(method: str, content_type: str, body: bytes, query: str = "") -> dict[str, Any]:
    """Check the names of the fields, from the JSON body and the query string; those with structure are decoded, all
    others are texts."""
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if content_type == "application/json":
        given |= json.loads(body)
    elif body:
        raise RefusedError(f"the stand-in reads no {content_type}")
    if unknown := set(given) - METHODS[method]:
        raise RefusedError(f"{method} has no field {sorted(unknown)}")
    return {name: _value(name, value) for name, value in given.items()}


def _value(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.loads(value) if isinstance(value, str) else value
    return value if isinstance(value, str) else json.dumps(value)


def read_text(parameters: Mapping[str, Any], most: int = 4096) -> Parsed:
    """Parse and check a message text."""
    text = parameters.get("text", "")
    if parameters.get("parse_mode") == "HTML":
        try:
            parsed = parse(text)
        except CannotParseError as error:
            raise RefusedError(f"can't parse entities: {error}") from error
    else:
        parsed = Parsed(text.strip(), [])
    if not parsed.text:
        raise RefusedError("message text is empty")
    if utf16(parsed.text) > most:
        raise RefusedError("message is too long")
    if len(parsed.entities) > 100:
        raise RefusedError(f"the stand-in wants at most 100 entities, not {len(parsed.entities)}")
    return parsed


def read_markup(markup: Mapping[str, Any] | None, private: bool = True) -> list[tuple[str, str]]:
    """Check a reply markup of a private or another chat; returns label and data of its buttons."""
    if markup is None:
        return []
    if markup.get("force_reply"):
        if set(markup) - {"force_reply", "selective", "input_field_placeholder"}:
            raise RefusedError("unknown field in ForceReply")
        return []
    if set(markup) != {"inline_keyboard"}:
        raise RefusedError(f"unknown reply markup {sorted(markup)}")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100 or any(not row or len(row) > 8 for row in markup["inline_keyboard"]):
        raise RefusedError("the keyboard is too big or has an empty row")
    return [(button["text"], _leads_to(button, private)) for button in buttons]


def _leads_to(button: Mapping[str, Any], private: bool) -> str:
    """What a button carries, checked: callback data, a link, a text to copy or the address of a Web App."""
    kinds = set(button) & _LEADS_TO
    if set(button) - _LEADS_TO - {"text", "style"} or not button.get("text", "").strip() or len(kinds) != 1:
        raise RefusedError(f"BUTTON_INVALID {button}")
    if button.get("style") not in _STYLES:
        raise RefusedError("BUTTON_STYLE_INVALID")
    (kind,) = kinds
    carried = button[kind]
    if kind == "callback_data" and not 1 <= len(carried.encode()) <= 64:
        raise RefusedError("BUTTON_DATA_INVALID")
    if kind == "copy_text":
        if not 1 <= len(carried["text"]) <= 256:
            raise RefusedError("BUTTON_COPY_TEXT_INVALID")
        carried = f"copy:{carried['text']}"
    if kind == "web_app":
        if not private:
            raise RefusedError("BUTTON_TYPE_INVALID")
        if not carried["url"].startswith("https://"):
            raise RefusedError(f"BUTTON_URL_INVALID {carried['url']}")
        carried = carried["url"]
    return str(carried)


def check_commands(parameters: Mapping[str, Any]) -> None:
    """Check a command menu."""
    for command in parameters["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
            raise RefusedError(f"BOT_COMMAND_INVALID {command}")
    if parameters.get("language_code") not in (None, "en", "id"):
        raise RefusedError("invalid language code")
    if parameters["scope"]["type"] not in ("default", "all_private_chats", "all_group_chats", "chat"):
        raise RefusedError("unsupported type specified")


def check_inline_button(button: Mapping[str, Any] | None) -> str:
    """Check the button above inline results; returns the parameter it starts the bot with."""
    if button is None:
        return ""
    if not 1 <= len(button["text"]) <= 64:
        raise RefusedError("BUTTON_TEXT_INVALID")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
        raise RefusedError("START_PARAM_INVALID")
    return str(button["start_parameter"])


def check_results(results: list[dict[str, Any]]) -> list[Parsed]:
    """Check inline results; returns the messages they would send."""
    if len(results) > 50:
        raise RefusedError("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids) or any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise RefusedError("RESULT_ID_INVALID")
    known = {"id", "type", "title", "description", "input_message_content"}
    texts = []
    for result in results:
        content = result["input_message_content"]
        if set(result) - known or result["type"] != "article" or not result["title"]:
            raise RefusedError(f"RESULT_TYPE_INVALID {result}")
        if set(content) - {"message_text", "parse_mode", "link_preview_options"}:
            raise RefusedError("unknown field in InputTextMessageContent")
        texts.append(read_text({"text": content["message_text"], "parse_mode": content.get("parse_mode")}))
    return texts

"""A Bot API server to test against: real HTTP on loopback, strict with what it gets, misbehaving when told to."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx

from tests.fakes.telegram_html import Parsed
from tests.fakes.telegram_methods import (
    METHODS,
    RefusedError,
    check_commands,
    check_inline_button,
    check_results,
    read_markup,
    read_parameters,
    read_text,
)
from tests.fakes.telegram_rich import CannotReadError, read_rich

TOKEN = "7000000001:AAF-stand-in-token_abcdefghijklmnop"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Pandu", "username": "pandu_test_bot"}


@dataclass
class Faults:
    """What goes wrong, and how often.

    ``kinds``: ``429``, ``500``, ``cut`` (the connection breaks before the request is worked on), ``hang`` (no answer),
    ``lost`` (worked on, but the answer never arrives). ``only`` names the method it happens to.
    """

    rate: float = 0.0
    kinds: Sequence[str] = ("429", "500", "cut", "hang")
    seed: int = 0
    hang: float = 3.0
    disorder: float = 0.0
    only: str = ""
    count: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def strike(self, path: str) -> str:
        """The fault of this request; empty for none."""
        if not path.endswith(self.only):
            return ""
        return self._counted(self._random.choice(self.kinds)) if self._random.random() < self.rate else ""

    def disorders(self) -> bool:
        """Whether updates are now delivered twice and out of order."""
        return self._random.random() < self.disorder and bool(self._counted("disorder"))

    def shuffle(self, items: list[Any]) -> None:
        """Put items out of order."""
        self._random.shuffle(items)

    def _counted(self, kind: str) -> str:
        self.count[kind] = self.count.get(kind, 0) + 1
        return kind


@dataclass
class Sent:
    """A message the bot sent, as the reader sees it now."""

    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]]
    buttons: list[tuple[str, str]]
    reply_to: int | None
    thread_id: int | None
    force_reply: bool
    at: float
    rich: str = ""
    edited_at: float = 0.0
    states: list[str] = field(default_factory=list)

    def button(self, label: str) -> str:
        """The data of the button whose label holds this text."""
        return next(data for text, data in self.buttons if label in text)


class TelegramServer:
    """The stand-in; use as an asynchronous context manager."""

    def __init__(self, faults: Faults | None = None, token: str = TOKEN, first_update: int = 1) -> None:
        self.faults = faults or Faults()
        self.sent: list[Sent] = []
        self.actions: list[tuple[str, float]] = []
        self.drafts: list[tuple[int, str]] = []
        self.calls: list[str] = []
        self.refusals: list[str] = []
        self.notices: dict[str, str] = {}
        self.inline: dict[str, list[Any]] = {}
        self.inline_buttons: dict[str, str] = {}
        self.allowed: list[str] = []
        self.menus: list[dict[str, Any]] = []
        self.refuse_scope = ""  # why a chat is given no commands of its own
        self.ephemeral = True  # whether it is of Bot API 10.3
        self.rich = True  # and of 10.1
        self.whispered: list[tuple[int, str]] = []
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.refuse_once: dict[str, str] = {}
        self.members: dict[tuple[int, int], str] = {}
        self.files: dict[str, bytes] = {}
        self.webhook: dict[str, Any] | None = None
        self.webhook_statuses: list[int] = []
        self.webhook_error: tuple[float, str] | None = None
        self.pending: list[dict[str, Any]] = []
        self._token = token
        self.edit_pause = 0.0  # seconds between two edits of a message, below which it says that there is too much
        self.floods = 0
        self._updates = itertools.count(first_update)
        self._messages = itertools.count(1000)
        self._poll = 0
        self._changed = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._deliveries: set[asyncio.Task[None]] = set()
        self._connections = asyncio.Semaphore(40)  # Telegram's default for webhooks
        self._in_order: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> TelegramServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._client = httpx.AsyncClient(trust_env=False, timeout=5)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        for task in list(self._deliveries):
            task.cancel()
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._client.aclose()

    async def until(self, condition: Callable[[], Any], seconds: float = 60.0) -> Any:
        """Wait until a condition holds and return its value."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > end:
                latest = [message.text[:80] for message in self.sent[-5:]]
                raise AssertionError(f"did not happen; sent: {latest}; refused: {self.refusals}")
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await self._changed.wait()
        return value

    def to(self, chat_id: int) -> list[Sent]:
        """The messages sent to a chat."""
        return [message for message in self.sent if message.chat_id == chat_id]

    def next_message_id(self) -> int:
        """The id of a new message."""
        return next(self._messages)

    def offer(self, kind: str, content: dict[str, Any]) -> int:
        """Make an update known to the bot, by webhook or polling; returns its id."""
        update = {"update_id": next(self._updates), kind: content}
        if self.allowed and kind not in self.allowed:
            raise AssertionError(f"the bot did not ask for updates of the kind {kind}")
        if self.webhook:
            task = asyncio.create_task(self._deliver(update))
            self._deliveries.add(task)
            task.add_done_callback(self._deliveries.discard)
        else:
            self.pending.append(update)
        self._changed.set()
        return int(update["update_id"])

    async def _deliver(self, update: dict[str, Any]) -> None:
        """Post an update until it is taken; those of a chat one after another, as Telegram does, unless disordered."""
        disordered = self.faults.disorders()
        async with nullcontext() if disordered else self._in_order[_chat(update)], self._connections:
            if disordered:
                await asyncio.sleep(0.05)
                await self._post(update)
            while not 200 <= await self._post(update) < 300:  # noqa: ASYNC110 - it tries again
                await asyncio.sleep(0.1)

    async def _post(self, update: dict[str, Any]) -> int:
        if self.webhook is None:
            self.pending.append(update)
            return 200
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        try:
            status = (await self._client.post(self.webhook["url"], json=update, headers=headers)).status_code
        except httpx.HTTPError:
            status = 0
        self.webhook_statuses.append(status)
        if not 200 <= status < 300:
            self.webhook_error = time.time(), f"Wrong response from the webhook: {status}"
        return status

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                if not await self._respond(head.split(" ")[1], fields, body, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            self._open.discard(writer)
            writer.close()

    async def _respond(self, target: str, fields: dict[str, str], body: bytes, writer: asyncio.StreamWriter) -> bool:
        address, _, query = target.partition("?")
        path = unquote(address)
        fault = self.faults.strike(path)
        if fault == "hang":
            await asyncio.sleep(self.faults.hang)
        if fault in ("hang", "cut"):
            return False
        prefix = f"/bot{self._token}/"
        if path.startswith(f"/file/bot{self._token}/"):
            status, payload = 200, self.files[path.rsplit("/", 1)[1]]
        elif path.removeprefix(prefix) not in METHODS or (path.endswith("/sendRichMessage") and not self.rich):
            status, payload = _error(404, "Not Found")
        elif fault == "429":
            status, payload = _error(429, "Too Many Requests: retry after 1", retry_after=1)
        elif fault == "500":
            status, payload = _error(500, "Internal Server Error")
        else:
            status, payload = await self._call(path.removeprefix(prefix), fields, body, query)
        if fault == "lost":
            return False
        kind = "application/json" if payload[:1] == b"{" else "application/octet-stream"
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(payload)}\r\n\r\n".encode())
        writer.write(payload)
        await writer.drain()
        return True

    async def _call(self, method: str, fields: dict[str, str], body: bytes, query: str) -> tuple[int, bytes]:
        self.calls.append(method)
        try:
            parameters = read_parameters(method, fields.get("content-type", ""), body, query)
            if int(parameters.get("chat_id", 0)) in self.blocked:
                return _error(403, "Forbidden: bot was blocked by the user")
            if (new := self.migrated.get(int(parameters.get("chat_id", 0)))) is not None:
                return _error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=new)
            if reason := self.refuse_once.pop(method, ""):
                return _error(400, f"Bad Request: {reason}")
            result = await getattr(self, f"_{method}")(parameters)
        except RefusedError as refused:
            self.refusals.append(f"{method}: {refused}")
            return _error(400, f"Bad Request: {refused}")
        self._changed.set()
        if isinstance(result, tuple):
            return result
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _getMe(self, _: dict[str, Any]) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

    async def _getUpdates(self, parameters: dict[str, Any]) -> Any:
        self._poll += 1
        self.allowed = parameters.get("allowed_updates") or self.allowed
        mine, offset = self._poll, int(parameters.get("offset", 0))
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        end = time.monotonic() + min(float(parameters.get("timeout", 0)), 5)
        while not self.pending and time.monotonic() < end and mine == self._poll:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        if mine != self._poll:
            return _error(409, "Conflict: terminated by other getUpdates request")
        batch = self.pending[: int(parameters.get("limit", 100))]
        if batch and self.faults.disorders():
            batch = [*batch, batch[0]]
            self.faults.shuffle(batch)
        return batch

    async def _setWebhook(self, parameters: dict[str, Any]) -> Any:
        self.webhook = dict(parameters)
        self.allowed = parameters.get("allowed_updates") or self.allowed
        waiting, self.pending = self.pending, []
        for update in waiting:
            task = asyncio.create_task(self._deliver(update))
            self._deliveries.add(task)
            task.add_done_callback(self._deliveries.discard)
        return True

    async def _deleteWebhook(self, _: dict[str, Any]) -> Any:
        self.webhook = None
        return True

    async def _getWebhookInfo(self, _: dict[str, Any]) -> Any:
        url = self.webhook["url"] if self.webhook else ""
        waiting = len(self.pending) + len(self._deliveries)
        info = {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}
        if self.webhook_error is not None:
            info |= {"last_error_date": int(self.webhook_error[0]), "last_error_message": self.webhook_error[1]}
        return info

    async def _setMyCommands(self, parameters: dict[str, Any]) -> Any:
        check_commands(parameters)
        if self.refuse_scope and parameters["scope"]["type"] == "chat":
            return _error(400, f"Bad Request: {self.refuse_scope}")
        self.menus.append(parameters)
        return True

    async def _sendChatAction(self, parameters: dict[str, Any]) -> Any:
        self.actions.append((parameters["chat_id"], time.monotonic()))
        return True

    async def _sendMessageDraft(self, parameters: dict[str, Any]) -> Any:
        if int(parameters["chat_id"]) < 0 or parameters["draft_id"] in ("", "0"):
            raise RefusedError("Bad Request: drafts are for private chats")
        self.drafts.append((int(parameters["chat_id"]), parameters["text"]))
        return True

    async def _sendRichMessage(self, parameters: dict[str, Any]) -> Any:
        try:
            text = read_rich(parameters["rich_message"])
        except CannotReadError as error:
            raise RefusedError(f"can't parse rich message: {error}") from error
        return self._sent(parameters, Parsed(text, []), parameters["rich_message"]["html"])

    async def _sendMessage(self, parameters: dict[str, Any]) -> Any:
        parsed = read_text(parameters)
        if (whisper := parameters.get("ephemeral_message_parameters")) and self.ephemeral:
            return self._whisper(int(parameters["chat_id"]), whisper, parsed.text)
        return self._sent(parameters, parsed)

    def _sent(self, parameters: dict[str, Any], parsed: Parsed, rich: str = "") -> Any:
        buttons = _markup(parameters)
        reply = parameters.get("reply_parameters", {})
        thread = parameters.get("message_thread_id")
        message = Sent(
            int(parameters["chat_id"]), self.next_message_id(), parsed.text, parsed.entities, buttons,
            reply.get("message_id"), int(thread) if thread else None,
            bool((parameters.get("reply_markup") or {}).get("force_reply")), time.monotonic(), rich,
        )  # fmt: skip
        self.sent.append(message)
        return as_message(message)

    def _whisper(self, chat_id: int, whisper: dict[str, Any], text: str) -> Any:
        if chat_id > 0 or set(whisper) - {"receiver_user_id", "callback_query_id", "replace_callback_query_message"}:
            raise RefusedError("EPHEMERAL_INVALID")
        self.whispered.append((whisper["receiver_user_id"], text))
        chat = {"id": chat_id, "type": "supergroup", "title": "Grup"}
        return {"message_id": 0, "ephemeral_message_id": len(self.whispered), "date": int(time.time()), "chat": chat}

    async def _editMessageText(self, parameters: dict[str, Any]) -> Any:
        message = self._own(parameters)
        parsed, buttons = read_text(parameters), _markup(parameters)
        if (message.text, message.buttons) == (parsed.text, buttons):
            raise RefusedError("message is not modified")
        if time.monotonic() - message.edited_at < self.edit_pause:
            self.floods += 1
            return _error(429, "Too Many Requests: retry after 1", retry_after=1)
        message.states.append(parsed.text)
        message.edited_at = time.monotonic()
        message.text, message.entities, message.buttons = parsed.text, parsed.entities, buttons
        return as_message(message)

    async def _editMessageReplyMarkup(self, parameters: dict[str, Any]) -> Any:
        message, buttons = self._own(parameters), _markup(parameters)
        if message.buttons == buttons:
            raise RefusedError("message is not modified")
        message.buttons = buttons
        return as_message(message)

    async def _answerCallbackQuery(self, parameters: dict[str, Any]) -> Any:
        if len(parameters.get("text", "")) > 200:
            raise RefusedError("MESSAGE_TOO_LONG")
        if parameters["callback_query_id"] in self.notices:
            raise RefusedError("query is too old and response timeout expired or query id is invalid")
        self.notices[parameters["callback_query_id"]] = parameters.get("text", "")
        return True

    async def _answerInlineQuery(self, parameters: dict[str, Any]) -> Any:
        self.inline_buttons[parameters["inline_query_id"]] = check_inline_button(parameters.get("button"))
        self.inline[parameters["inline_query_id"]] = check_results(parameters["results"])
        return True

    async def _getChatMember(self, parameters: dict[str, Any]) -> Any:
        user_id = int(parameters["user_id"])
        status = self.members.get((int(parameters["chat_id"]), user_id), "left")
        return {"status": status, "user": {"id": user_id, "is_bot": False, "first_name": "X"}}

    async def _getFile(self, parameters: dict[str, Any]) -> Any:
        if parameters["file_id"] not in self.files:
            raise RefusedError("invalid file_id")
        return {"file_id": parameters["file_id"], "file_unique_id": "u", "file_path": parameters["file_id"]}

    def _own(self, parameters: dict[str, Any]) -> Sent:
        for message in self.sent:
            if (message.chat_id, message.message_id) == (int(parameters["chat_id"]), int(parameters["message_id"])):
                return message
        raise RefusedError("message to edit not found")


def as_message(message: Sent) -> dict[str, Any]:
    """A message of the bot as the API returns it."""
    kind = "private" if message.chat_id > 0 else "supergroup"
    return {
        "message_id": message.message_id,
        "date": int(time.time()),
        "chat": {"id": message.chat_id, "type": kind, **({"title": "Grup"} if kind != "private" else {})},
        "from": BOT,
        "text": message.text,
        "entities": message.entities,
        **({"reply_markup": {"inline_keyboard": [list(map(_button, message.buttons))]}} if message.buttons else {}),
    }


def _markup(parameters: dict[str, Any]) -> list[tuple[str, str]]:
    return read_markup(parameters.get("reply_markup"), private=int(parameters["chat_id"]) > 0)


def _button(shown: tuple[str, str]) -> dict[str, Any]:
    text, leads_to = shown
    if leads_to.startswith("copy:"):
        return {"text": text, "copy_text": {"text": leads_to.removeprefix("copy:")}}
    return {"text": text, "url" if "://" in leads_to else "callback_data": leads_to}


def _chat(update: dict[str, Any]) -> int:
    """The chat an update is from, or the person where there is none."""
    content = next(value for name, value in update.items() if name != "update_id")
    chat = content.get("chat") or content.get("message", {}).get("chat") or content["from"]
    return int(chat["id"])


def _error(code: int, description: str, **parameters: Any) -> tuple[int, bytes]:
    answer = {"ok": False, "error_code": code, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return code, json.dumps(answer).encode()

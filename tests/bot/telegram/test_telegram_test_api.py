"""The bot against an emulator and client that nobody here wrote: ``telegram-test-api``."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_html import parse
from tests.fakes.telegram_server import TOKEN, TelegramServer

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "build" / "telegram-test-api" / "node_modules" / "telegram-test-api"
SCRIPT = ROOT / "tests" / "fakes" / "telegram_test_api.js"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_walk_with_a_client_of_others(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not PACKAGE.exists():
        pytest.skip(f"telegram-test-api is missing: `make telegram-test-api` puts it into {PACKAGE.parents[1]}.")
    port = free_port()
    command = [node, str(SCRIPT), str(PACKAGE), str(port), str(free_port()), TOKEN]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None

    async def heard() -> dict[str, Any]:
        """What the bot sends or changes next."""
        assert process.stdout is not None
        async with asyncio.timeout(60):
            said: dict[str, Any] = json.loads(await process.stdout.readline())
        return said

    async def does(**act: Any) -> dict[str, Any]:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"user": 11, **act}).encode() + b"\n")
        await process.stdin.drain()
        return await heard()

    try:
        assert await heard() == {"ready": True}
        server = TelegramServer()  # only its address is used
        server.url = f"http://127.0.0.1:{port}"
        async with run_bot(server, tmp_path, telegram_timeout=10):
            hello = await does(command="/start")
            assert parse(hello["text"]).text.startswith("👋 Halo! Saya Pandu ASCN")
            answer = await does(say="apa itu ASCN")
            assert parse(answer["text"]).text.startswith("Jawaban 1: apa itu ASCN")
            assert answer["mode"] == "HTML"
            labels = [label for label, _ in answer["buttons"]]
            assert labels == ["Siapa yang memimpin ASCN?", "👍", "👎", "📖", "Lainnya"]

            async def press(label: str) -> dict[str, Any]:
                data = dict(answer["buttons"])[label]
                return await does(press=data, message=answer["id"], date=int(time.time()))

            assert "👍 ✓" in [label for label, _ in (await press("👍"))["buttons"]]
            sources = await press("📖")
            assert "Member cities report <progress> & plans." in parse(sources["text"]).text
            follow_up = await press("Siapa yang memimpin ASCN?")
            assert "❓ Siapa yang memimpin ASCN?" in parse(follow_up["text"]).text
            refusal = await does(say="tolak ini")
            assert refusal["buttons"][0][0] == "📨 Teruskan ke Direktorat"
            card = await does(command="/start i-37122-19_9")
            assert "📊 19.9 Lampu lalu lintas pintar" in parse(card["text"]).text
    finally:
        process.stdin.close()
        await process.wait()

"""``pandu serve`` as a process of its own, as an operator runs it, talking to the stand-in."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.fakes.telegram_server import TOKEN, TelegramServer

_SERVE = [sys.executable, "-c", "from bot.cli.main import main; main()", "serve"]


@asynccontextmanager
async def pandu_serve(
    server: TelegramServer | None, data: Path, *, webhook: bool = False, **settings: object
) -> AsyncIterator[str]:
    """The address of a running ``pandu serve``; it must end by itself, with status 0, when told to stop.

    ``settings`` are those of the program in small letters; without ``server`` there is no bot.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    values = {
        **({"telegram_token": TOKEN, "telegram_api_url": server.url} if server else {}),
        "data": data,
        "port": address.rpartition(":")[2],
        "public_url": address if webhook else "",
        **settings,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PANDU_")}
    environment = kept | {f"PANDU_{name.upper()}": str(value) for name, value in values.items()}
    menus = len(server.menus) if server else 0
    process = await asyncio.create_subprocess_exec(*_SERVE, env=environment, cwd=Path(__file__).parents[2])
    try:
        await _listening(address)
        if server:
            await server.until(lambda: len(server.menus) >= menus + 4, 60)
        yield address
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _listening(address: str) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{address}/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return

"""The bot as a process of its own, to be killed: ``python -m tests.fakes.telegram_bot_process URL DATA``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_server import TelegramServer


async def main(url: str, data: Path) -> None:
    """Run until killed."""
    server = TelegramServer()  # only its address is used; it runs in the parent
    server.url = url
    async with run_bot(server, data, lease=600):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))

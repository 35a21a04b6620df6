"""The parts of the bot over those of the application."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer
from tests.parts import open_parts, version_of


async def test_the_documents_of_the_published_release_are_listed(server: TelegramServer, tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        parts.document_store.add(version_of("terbit", "Kota anggota melaporkan kemajuan setiap tahun."))
        parts.publish()
        parts.document_store.add(version_of("draf", "Naskah ini belum diterbitkan kepada siapa pun."))
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        sri.say("/sumber")
        listed = (await sri.hears(1)).text
    assert "(1)" in listed
    assert "Judul terbit (Kemendagri" in listed
    assert "Judul draf" not in listed


async def test_stopping_ends_every_task(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service._parts and bot.service._parts._tasks)
        parts = bot.service._parts
        assert parts is not None
        running = list(parts._tasks)
        assert [task.done() for task in running] == [False, False, False]
        await parts.stop(5)
        assert [task.done() for task in running] == [True, True, True]

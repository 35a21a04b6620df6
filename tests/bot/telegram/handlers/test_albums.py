"""An album is one message."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


async def test_an_album_gets_one_answer(server: TelegramServer, tmp_path: Path) -> None:
    # By polling they come in one batch, however busy the machine is.
    sri, budi = Person(server, 11), Person(server, 12)
    for _ in range(3):
        sri.send({"photo": PHOTO, "media_group_id": "7"})
    for caption in ("", "apa itu ASCN?", "siapa anggotanya?"):
        budi.send({"photo": PHOTO, "media_group_id": "8", **({"caption": caption} if caption else {})})
    for _ in range(2):
        budi.send({"document": {"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"}, "media_group_id": "9"})
    async with run_bot(server, tmp_path) as bot:
        assert "tidak dapat melihat gambar" in (await sri.hears(1)).text
        assert "Jawaban 1: apa itu ASCN?\nsiapa anggotanya?" in (await budi.hears(1)).text
        assert "staf Direktorat" in (await budi.hears(2)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert (len(sri.heard), len(budi.heard)) == (1, 2)
        late = {"photo": PHOTO, "media_group_id": "8", "caption": "dan biayanya?"}  # with words of its own
        budi.send(late)
        assert "dan biayanya?" in (await budi.hears(3)).text

"""An album is one message."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


async def test_an_album_gets_one_answer(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    for _ in range(3):
        sri.send({"photo": PHOTO, "media_group_id": "7"})
    for caption in ("", "apa itu ASCN?", "siapa anggotanya?"):
        budi.send({"photo": PHOTO, "media_group_id": "8", **({"caption": caption} if caption else {})})
    for _ in range(2):
        budi.send({"document": {"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"}, "media_group_id": "9"})
    assert "tidak dapat melihat gambar" in (await sri.hears(1)).text
    assert "Jawaban 1: apa itu ASCN?\nsiapa anggotanya?" in (await budi.hears(1)).text
    assert "staf Direktorat" in (await budi.hears(2)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert (len(sri.heard), len(budi.heard)) == (1, 2)
    budi.send({"photo": PHOTO, "media_group_id": "8", "caption": "dan biayanya?"})  # came late, with words of its own
    assert "dan biayanya?" in (await budi.hears(3)).text

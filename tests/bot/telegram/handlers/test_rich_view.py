"""Answers as rich messages."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer


async def test_a_table_is_shown_when_asked_for_and_always_when_chosen(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("tabel anggota")
    answer = await sri.hears(1)
    assert answer.rich == ""
    press = sri.press(answer, "sebagai tabel")
    shown = await sri.hears(2)
    assert "<th>tahun</th>" in shown.rich
    assert shown.text.startswith("kota\tbentuk\ttahun\tketerangan")
    assert "anggota <penuh> & aktif" in shown.text
    assert shown.reply_to == answer.message_id
    assert "perbarui aplikasi" in bot.server.notices[press]
    sri.press(shown, "Selalu begini")
    assert "/tampilan" in (await sri.hears(3)).text
    sri.say("tabel lagi")
    assert (await sri.hears(4)).rich
    assert sri.heard[3].buttons
    sri.say("biasa saja")
    assert (await sri.hears(5)).rich == "", "nothing is gained by it"
    sri.say("/tampilan")
    sri.press(await sri.hears(6), "Biasa")
    await sri.hears(7)
    sri.say("tabel lagi")
    assert (await sri.hears(8)).rich == ""


async def test_a_server_that_knows_none_is_told_of_once(server: TelegramServer, tmp_path: Path) -> None:
    server.rich = False
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        sri.say("tabel anggota")
        answer = await sri.hears(1)
        sri.press(answer, "sebagai tabel")
        assert "tidak tersedia" in (await sri.hears(2)).text
        sri.say("tabel lagi")
        assert not any("tabel" in label for label, _ in (await sri.hears(3)).buttons)
        sri.say("/view")
        sri.press(await sri.hears(4), "Tabel")
        await sri.hears(5)
        sri.say("tabel lagi")
        plain = await sri.hears(6)
        assert plain.text.startswith("Tampilan tabel tidak tersedia di sini; jawaban biasa memuat isi yang sama.")
        assert "kota 1" in plain.text
        sri.say("tabel lagi")
        assert (await sri.hears(7)).text.startswith("kota 0"), "it is said once"

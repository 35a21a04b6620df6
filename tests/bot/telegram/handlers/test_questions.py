"""An official's way through a private chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow, TurnRow
from bot.telegram.tables import ButtonsRow, ChatRow, UpdateRow
from tests.conftest import TEXTS
from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_html import utf16
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer


def rows(bot: RunningBot, table: type) -> int:
    """How many rows a table has."""
    with Session(bot.app.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_first_time_official(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/start")
    hello = await sri.hears(1)
    assert "hanya menjawab dari dokumen" in hello.text
    assert "/hapus" in hello.text
    press = sri.press(hello, "kewajiban")
    answer = await sri.hears(2)
    assert bot.server.notices[press] == ""
    assert answer.text.startswith("❓ Apa saja kewajiban kota anggota ASCN?")
    assert "Jawaban 1: Apa saja kewajiban kota anggota ASCN? <3 & x [1]" in answer.text
    links = [entity["url"] for entity in answer.entities if entity["type"] == "text_link"]
    assert links[0] == "https://asean.example/tor.pdf?a=1&b=2#page=4"
    assert any(entity["type"] == "expandable_blockquote" for entity in answer.entities)
    await bot.server.until(lambda: str(sri.id) in {chat for chat, _ in bot.server.actions})
    sri.press(answer, "Sumber")
    sources = await sri.hears(3)
    assert "Member cities report <progress> & plans." in sources.text
    assert sources.reply_to == answer.message_id


async def test_follow_ups_are_one_conversation(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    sri.say("pertama")
    await sri.hears(1)
    sri.say("terus dokumennya?")
    assert "Jawaban 2" in (await sri.hears(2)).text
    sri.press(sri.heard[1], "Siapa yang memimpin")
    assert "Jawaban 3" in (await sri.hears(3)).text
    budi.say("dari awal")
    assert "Jawaban 1" in (await budi.hears(1)).text


async def test_language_is_chosen_and_kept(bot: RunningBot) -> None:
    anne = Person(bot.server, 21, language="en-GB")
    anne.say("/start")
    hello = await anne.hears(1)
    assert "I answer only from documents" in hello.text
    anne.press(hello, "Indonesia")
    assert "bahasa Indonesia" in (await anne.hears(2)).text
    anne.say("/help")
    assert "Cara memakai saya" in (await anne.hears(3)).text
    anne.say("/bahasa en")
    assert "English" in (await anne.hears(4)).text
    anne.say("tolak")
    assert "will not guess" in (await anne.hears(5)).text


async def test_menu_is_registered_for_each_language(bot: RunningBot) -> None:
    menus = bot.server.menus
    await bot.server.until(lambda: len(menus) == 4)
    assert {(menu["scope"]["type"], menu.get("language_code")) for menu in menus} == {
        ("default", None),
        ("default", "en"),
        ("all_group_chats", None),
        ("all_group_chats", "en"),
    }


async def test_judgement_with_a_reason(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    sri.press(answer, "👎")
    await bot.server.until(lambda: any("Tidak lengkap" in label for label, _ in answer.buttons))
    press = sri.press(answer, "Tidak lengkap")
    await bot.server.until(lambda: bot.server.notices.get(press))
    with Session(bot.app.engine) as session:
        given = session.scalars(select(FeedbackRow)).one()
        assert (given.value, given.reason) == (-1, "incomplete")
    await bot.server.until(lambda: any("Direktorat" in label for label, _ in answer.buttons))
    sri.press(answer, "👍")
    await bot.server.until(lambda: any("👍 ✓" in label for label, _ in answer.buttons))
    with Session(bot.app.engine) as session:
        assert session.scalars(select(FeedbackRow.value)).all() == [1]


async def test_judgement_in_own_words_is_masked(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    sri.press(answer, "👎")
    await bot.server.until(lambda: any("Tulis alasan" in label for label, _ in answer.buttons))
    sri.press(answer, "Tulis alasan")
    asked = await sri.hears(2)
    assert asked.force_reply
    sri.say("Kurang jelas, hubungi saya 0812 3456 7890", reply_to=asked)
    assert "kami catat" in (await sri.hears(3)).text
    with Session(bot.app.engine) as session:
        reason = session.scalars(select(FeedbackRow.reason)).one()
    assert "Kurang jelas" in reason
    assert "7890" not in reason


async def test_long_answer_comes_whole_in_several_messages(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("yang panjang")
    await bot.server.until(lambda: any(one.buttons for one in sri.heard))
    texts = [one.text for one in sri.heard]
    assert len(texts) > 1
    assert all(utf16(text) <= 4096 for text in texts)
    assert all(f"({number}/{len(texts)})" in text for number, text in enumerate(texts, start=1))
    whole = "\n".join(texts)
    assert all(f"butir {number} <b> & co" in whole for number in range(60))
    assert [bool(one.buttons) for one in sri.heard] == [False] * (len(texts) - 1) + [True]


async def test_indicator_card_leads_to_neighbours_and_theme(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/indikator 19.9")
    card = await sri.hears(1)
    assert "19.9 Lampu lalu lintas pintar" in card.text
    sri.press(card, "📂")
    theme = await sri.hears(2)
    assert theme.buttons[0][0].startswith("19.1 ")
    sri.press(theme, "Berikutnya")
    await bot.server.until(lambda: "Halaman 2" in theme.text)
    assert any(label.startswith("19.9 ") for label, _ in theme.buttons)
    sri.press(theme, "Semua tema")
    await bot.server.until(lambda: len(theme.buttons) > 15)
    sri.press(theme, "37120")
    await bot.server.until(lambda: "37120" in theme.text)
    sri.press(theme, theme.buttons[0][0])
    await bot.server.until(lambda: "Semua tema" in str(theme.buttons))
    sri.press(theme, theme.buttons[0][0])
    assert "❓ indikator" in (await sri.hears(3)).text


async def test_without_a_release_there_are_no_documents(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/sumber")
    assert "Belum ada dokumen" in (await sri.hears(1)).text


async def test_documents_are_listed(server: TelegramServer, data: Path) -> None:
    async with run_bot(server, data):
        sri = Person(server, 11)
        sri.say("/sumber")
        listed = await sri.hears(1)
        sri.say("/bahasa en")
        await sri.hears(2)
        sri.say("/sumber")
        english = await sri.hears(3)
    assert f"({len(TEXTS)})" in listed.text
    assert "Kewajiban kota anggota ASCN" in listed.text
    assert "Duties of an ASCN member city" not in listed.text
    assert "Duties of an ASCN member city" in english.text


async def test_forgetting_everything(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/bahasa id")
    await sri.hears(1)
    sri.say("apa itu ASCN")
    await sri.hears(2)
    sri.say("tolak")
    refusal = await sri.hears(3)
    sri.press(refusal, "Direktorat")
    await sri.hears(4)
    sri.say("/privasi")
    assert "90 hari" in (await sri.hears(5)).text
    sri.say("/hapus")
    confirm = await sri.hears(6)
    stranger = Person(bot.server, 99)
    press = stranger.press(confirm, "Ya, hapus")
    await bot.server.until(lambda: bot.server.notices.get(press))
    assert rows(bot, TurnRow) == 2
    sri.press(confirm, "Batal")
    await bot.server.until(lambda: "tidak ada yang dihapus" in confirm.text)
    sri.say("/hapus")
    confirm = await sri.hears(7)
    sri.press(confirm, "Ya, hapus")
    await bot.server.until(lambda: "Sudah dihapus: 2 tanya jawab" in confirm.text)
    assert (rows(bot, TurnRow), rows(bot, ChatRow)) == (0, 0)
    with Session(bot.app.engine) as session:
        assert session.scalars(select(ButtonsRow.who).where(ButtonsRow.who != "")).all() == []
    ticket = bot.app.journal.tickets(None)[0]
    assert (ticket.status, ticket.address, ticket.question) == ("closed", "", "")


async def test_nothing_in_the_clear_is_left_of_handled_updates(bot: RunningBot) -> None:
    sri = Person(bot.server, 1122334455)
    sri.say("kalimat rahasia")
    await sri.hears(1)
    with Session(bot.app.engine) as session:
        waiting = select(func.count()).select_from(UpdateRow).where(UpdateRow.done_at.is_(None))
        await bot.server.until(lambda: session.scalar(waiting) == 0)
        update = session.scalars(select(UpdateRow)).one()
        assert (update.lane, update.payload, update.steps) == ("", {}, {})


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "is_animated": False,
                      "is_video": False, "type": "regular"}}, "membaca teks"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "pesan suara"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}, "membaca teks"),
        ({"document": {"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"}}, "staf Direktorat"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "caption": "apa ini?"},
         "Jawaban 1: apa ini?"),
        ({"text": "🙏👍"}, "kapan saja"),
        ({"text": "/perintahaneh"}, "/help"),
        ({"text": "rusak"}, "gangguan"),
    ],
)  # fmt: skip
async def test_other_things_get_a_kind_word(bot: RunningBot, content: dict[str, object], word: str) -> None:
    sri = Person(bot.server, 11)
    sri.send(content)
    assert word in (await sri.hears(1)).text


async def test_an_album_gets_one_word(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    for _ in range(3):
        sri.send({"photo": photo, "media_group_id": "7"})
    sri.say("apa itu ASCN")
    assert "Jawaban 1" in (await sri.hears(2)).text
    assert "membaca teks" in sri.heard[0].text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(sri.heard) == 2


async def test_old_messages_get_an_apology(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("pertanyaan lama", age=2 * 3600)
    answer = await sri.hears(1)
    assert answer.text.startswith("Maaf, pesan Anda sekitar 2 jam lalu baru terbaca sekarang")
    assert "Jawaban 1: pertanyaan lama" in answer.text


async def test_a_flood_gets_one_friendly_word(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    for number in range(40):
        sri.say(f"banjir {number}")
    budi.say("tenang")
    assert "Jawaban 1: tenang" in (await budi.hears(1)).text
    sri.say("/help")
    await bot.server.until(lambda: bot.service.waiting() == 0)
    texts = [one.text for one in sri.heard]
    assert sum(text.startswith("Jawaban") for text in texts) == bot.app.settings.questions_per_minute
    assert sum("terlalu cepat" in text for text in texts) == 2  # one for the person's limit, one for the chat's


async def test_a_press_on_a_lost_button_is_answered(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    presses = [sri.press_data(answer, data) for data in ("unknown:0", "x", answer.buttons[0][1] + "9")]
    await bot.server.until(lambda: all("tidak berlaku" in bot.server.notices.get(one, "") for one in presses))


async def test_blocked_by_the_person(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    bot.server.blocked.add(sri.id)
    sri.say("halo")
    budi.say("halo")
    await budi.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert sri.heard == []


async def test_a_slow_answer_delays_nobody_else(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    sri.say("tahan sampai nanti")
    await bot.server.until(lambda: bot.answers.asked)
    sri.say("kedua")
    budi.say("cepat")
    assert "cepat" in (await budi.hears(1)).text
    assert sri.heard == []
    bot.answers.released.set()
    await sri.hears(2)
    assert ["tahan" in one.text for one in sri.heard] == [True, False]

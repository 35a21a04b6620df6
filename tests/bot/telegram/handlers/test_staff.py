"""What staff do with tickets."""

from __future__ import annotations

from bot.telegram.updates.ticket_queue import TicketQueue
from knowledge.answers import Answer, Outcome
from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person


async def test_ticket_and_reply_back(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    asked = sri.say("tolak: berapa iuran ASCN?")
    refusal = await sri.hears(1)
    sri.press(refusal, "Teruskan ke Direktorat")
    assert "diteruskan ke Direktorat" in (await sri.hears(2)).text
    ticket = await staff.hears(1)
    assert "Tiket #1" in ticket.text
    assert "tolak: berapa iuran ASCN?" in ticket.text
    assert "11" not in ticket.text.replace("#1", "")
    press = rina.press(ticket, "Jadikan jawaban resmi")
    await bot.server.until(lambda: "Jawab dulu" in bot.server.notices.get(press, ""))
    rina.press(ticket, "Jawaban bot lengkap")
    assert "tidak akan menebak" in (await staff.hears(2)).text
    staff.say(rina, "Tidak ada iuran & <tidak> ada biaya.", reply_to=ticket)
    reply = await sri.hears(3)
    assert "Jawaban dari Direktorat" in reply.text
    assert "Tidak ada iuran & <tidak> ada biaya." in reply.text
    assert reply.reply_to == asked
    noted = await staff.hears(3)
    assert "dicatat" in noted.text
    rina.press(noted, "Jadikan jawaban resmi")
    assert "masuk ke basis pengetahuan" in (await staff.hears(4)).text
    proposed = bot.app.document_store.documents()
    assert [version.document.title for version in proposed] == ["tolak: berapa iuran ASCN?"]
    staff.say(rina, "Koreksi: lihat surat edaran, telepon 0812 3456 7890.", reply_to=noted)
    assert "Koreksi" in (await sri.hears(4)).text
    rina.press(await staff.hears(5), "Jadikan jawaban resmi")
    await staff.hears(6)
    versions = bot.app.document_store.current_versions()
    chunks = bot.app.document_store.chunks(chunk for chunk, _ in bot.app.document_store.chunk_ids(versions)).values()
    assert [chunk.example_questions for chunk in chunks] == [("tolak: berapa iuran ASCN?",)]
    assert "Koreksi: lihat surat edaran" in next(iter(chunks)).text
    assert "7890" not in next(iter(chunks)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(sri.heard) == 4


async def test_a_closed_ticket_cannot_be_answered(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    ticket = await staff.hears(1)
    bot.app.retention.forget("telegram:11")
    staff.say(rina, "Terlambat.", reply_to=ticket)
    assert "sudah dihapus" in (await staff.hears(2)).text
    staff.say(rina, "", reply_to=ticket, sticker=None, photo=[])
    assert "berupa teks" in (await staff.hears(3)).text
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    staff.say(rina, "", reply_to=ticket, photo=photo, caption="Lihat gambar.")
    assert "berupa teks" in (await staff.hears(4)).text


async def test_nobody_types_an_address_that_the_bot_writes_to(bot: RunningBot) -> None:
    victim, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    answer = Answer(outcome=Outcome.REFUSED, language="id", question="Berapa iurannya?")
    turn = bot.app.journal.record("c", "web", "web:1", "Berapa iurannya?", answer)
    bot.app.tickets.open(turn, "web", "web:1", contact=f"telegram:{victim.id}:1")
    ticket = await staff.hears(1)
    assert f"telegram:{victim.id}:1" in ticket.text
    assert "Bot tidak mengirim ke sana" in ticket.text
    staff.say(rina, "Silakan transfer.", reply_to=ticket)
    assert "Bot tidak mengirimnya ke alamat mana pun" in (await staff.hears(2)).text
    victim.say("halo")  # what is delivered comes before it
    await victim.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(victim.heard) == 1
    assert await TicketQueue(bot.app.engine, bot.app.tickets, bot.service._thread).to_deliver() == []

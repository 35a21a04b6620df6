"""Tickets to the staff group and back, and documents from staff."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.journal import Journal, Turn
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
    assert [one.document.title for one in proposed] == ["tolak: berapa iuran ASCN?"]
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


async def test_the_same_question_is_one_ticket(bot: RunningBot) -> None:
    sri, staff = Person(bot.server, 11), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    refusal = await sri.hears(1)
    sri.press(refusal, "Direktorat")
    sri.press(refusal, "Direktorat")
    await sri.hears(3)
    await staff.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(staff.heard) == 1
    assert len(bot.app.journal.tickets(None)) == 1


async def test_tickets_and_replies_from_the_web_are_carried_too(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    answer = Answer(outcome=Outcome.REFUSED, language="en", question="How much is the fee?")
    journal = bot.app.journal
    turn: Turn = journal.record("c", "web", "web:1", "How much is the fee?", answer)
    journal.open_ticket(turn, "web", "web:1")
    ticket = await staff.hears(1)
    assert "How much is the fee?" in ticket.text
    assert "tidak meninggalkan alamat" in ticket.text
    staff.say(rina, "None.", reply_to=ticket)
    assert "tidak dapat dihubungi" in (await staff.hears(2)).text
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    await staff.hears(3)
    journal.reply(2, "Dijawab lewat konsol.", "console:rina")
    await bot.server.until(lambda: any("Dijawab lewat konsol." in one.text for one in sri.heard))


def test_a_ticket_that_cannot_be_sent_waits_a_while(engine: Engine) -> None:
    journal = Journal(engine, b"k")
    answer = Answer(outcome=Outcome.REFUSED, language="id", question="berapa")
    journal.open_ticket(journal.record("c", "web", "web:1", "berapa", answer), "web", "web:1")
    queue = TicketQueue(engine, journal)
    (ticket,) = queue.to_announce()
    queue.let_go(ticket.id)
    assert queue.to_announce() == []
    assert queue.to_deliver() == []


async def test_staff_learn_when_the_asker_has_left(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    ticket = await staff.hears(1)
    bot.server.blocked.add(sri.id)
    staff.say(rina, "Jawabannya begini.", reply_to=ticket)
    await bot.server.until(lambda: any("tidak sampai" in one.text for one in staff.heard))


async def test_a_closed_ticket_cannot_be_answered(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    ticket = await staff.hears(1)
    bot.app.journal.forget("telegram:11")
    staff.say(rina, "Terlambat.", reply_to=ticket)
    assert "sudah ditutup" in (await staff.hears(2)).text
    staff.say(rina, "", reply_to=ticket, sticker=None, photo=[])
    assert "berupa teks" in (await staff.hears(3)).text
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    staff.say(rina, "", reply_to=ticket, photo=photo, caption="Lihat gambar.")
    assert "berupa teks" in (await staff.hears(4)).text


async def test_documents_are_taken_from_staff_only(bot: RunningBot) -> None:
    rina, budi, staff = Person(bot.server, 50), Person(bot.server, 12), Group(bot.server, STAFF_CHAT)
    bot.server.members[(STAFF_CHAT, rina.id)] = "member"
    bot.server.files["F1"] = b"# Surat edaran\n\nIuran keanggotaan tidak dipungut dari kota anggota jaringan.\n"
    document = {"file_id": "F1", "file_unique_id": "u", "file_name": "../../edaran.md", "file_size": 80}
    budi.send({"document": document})
    assert "staf Direktorat" in (await budi.hears(1)).text
    rina.send({"document": document})
    confirm = await rina.hears(1)
    assert "“edaran.md” (1 KB)" in confirm.text
    stolen = budi.press(confirm, "Ya, masukkan")
    await bot.server.until(lambda: stolen in bot.server.notices)
    assert bot.app.document_store.documents() == []
    rina.press(confirm, "Ya, masukkan")
    await bot.server.until(lambda: len(rina.heard) > 1, 60)
    assert "“Surat edaran” dimasukkan" in rina.heard[1].text
    assert [one.document.collection for one in bot.app.document_store.documents()] == ["staff"]
    staff.say(rina, "", document=document)
    again = await staff.hears(1)
    rina.press(again, "Tidak")
    await bot.server.until(lambda: "tidak dimasukkan" in again.text)
    staff.say(rina, "", document={**document, "file_size": 21_000_000})
    assert "terlalu besar" in (await staff.hears(2)).text


async def test_a_broken_document_is_named_with_its_reason(bot: RunningBot) -> None:
    rina, staff = Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    bot.server.files["F2"] = b"%PDF-1.4 broken"
    staff.say(rina, "", document={"file_id": "F2", "file_unique_id": "u", "file_name": "rusak.pdf", "file_size": 15})
    rina.press(await staff.hears(1), "Ya, masukkan")
    result = await staff.hears(2, 60)
    assert "“rusak.pdf” tidak dapat dimasukkan" in result.text
    assert bot.app.document_store.documents() == []


async def test_nobody_types_an_address_that_the_bot_writes_to(bot: RunningBot) -> None:
    victim, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    answer = Answer(outcome=Outcome.REFUSED, language="id", question="Berapa iurannya?")
    turn = bot.app.journal.record("c", "web", "web:1", "Berapa iurannya?", answer)
    bot.app.journal.open_ticket(turn, "web", "web:1", contact=f"telegram:{victim.id}:1")
    ticket = await staff.hears(1)
    assert f"telegram:{victim.id}:1" in ticket.text
    assert "Bot tidak mengirim ke sana" in ticket.text
    staff.say(rina, "Silakan transfer.", reply_to=ticket)
    assert "tidak dapat dihubungi lewat Telegram" in (await staff.hears(2)).text
    victim.say("halo")  # what is delivered comes before it
    await victim.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(victim.heard) == 1
    assert TicketQueue(bot.app.engine, bot.app.journal).to_deliver() == []

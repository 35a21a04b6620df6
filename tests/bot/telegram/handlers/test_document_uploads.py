"""Documents that staff send."""

from __future__ import annotations

import pytest

from bot.identity import group_member
from bot.telegram.handlers.document_uploads import file_name, size_text
from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person


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
    assert [version.document.collection for version in bot.app.document_store.documents()] == ["staff"]
    (stored,) = bot.app.audit.entries(action="document.stored")
    assert stored.by == group_member(bot.app.people.hash_person(f"telegram:{rina.id}"))
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


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../edaran.md", "edaran.md"),
        ("C:\\Users\\x\\edaran.md", "edaran.md"),
        ("ed\u202earan\n.md", "edaran.md"),
        ("a" * 300, "a" * 120),
        ("", "dokumen"),
        (None, "dokumen"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_the_name_of_a_file_is_made_harmless(given: str | None, shown: str) -> None:
    assert file_name(given) == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 KB"), (1, "1 KB"), (1001, "2 KB"), (999_999, "1000 KB"), (21_460_000, "21.5 MB")]
)
def test_sizes_are_read_by_people(size: int, shown: str) -> None:
    assert size_text(size) == shown

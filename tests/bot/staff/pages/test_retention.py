"""The page of personal data: a copy, a deletion with its evidence, and what is too old."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.journal import TurnRow
from knowledge.storage.engine import now
from tests.bot.journals import an_answer
from tests.bot.staff.consoles import Console

PAGE = "/staf/data-pribadi"
SRI = {"known": "telegram", "value": "11"}


def test_a_person_gets_a_copy_and_is_deleted_with_evidence(console: Console) -> None:
    admin, app = console.people["admin"], console.app
    app.journal.record("c", "telegram", "telegram:11", "Apa itu <ASCN>?", an_answer())
    assert "1 tanya jawab, 0 tiket, dan 0 jawaban yang dipantau." in admin.post(f"{PAGE}/cari", SRI).text
    assert not app.audit.entries(target=f"{PAGE}/cari"), "looking changes nothing"
    copy = admin.post(f"{PAGE}/salinan", SRI)
    assert copy.headers["content-disposition"].startswith("attachment")
    assert copy.json()["turns"][0]["question"] == "Apa itu <ASCN>?"
    assert admin.post(f"{PAGE}/hapus", SRI).status_code == 422, "a ground is asked for"
    assert admin.post(f"{PAGE}/hapus", {**SRI, "reason": "Surat 12/2026"}).headers["location"] == PAGE
    page = admin.get(PAGE).text
    assert "sisa 0" in page
    assert "Surat 12/2026" in page
    assert "Tidak ada yang tersimpan" in admin.post(f"{PAGE}/cari", SRI).text
    deleted, exported = app.audit.entries(action="personal-data.")
    assert (deleted.action, exported.action) == ("personal-data.deleted", "personal-data.exported")
    assert deleted.target == exported.target == app.data_requests.find("telegram", "11").mark
    assert deleted.detail == {"turns": 1, "tickets": 0, "watches": 0, "left": 0, "reason": "Surat 12/2026"}


def test_what_is_too_old_is_deleted_at_once(console: Console) -> None:
    admin, app = console.people["admin"], console.app
    turn = app.journal.record("c", "telegram", "telegram:12", "Apa itu ASCN?", an_answer())
    with app.engine.begin() as connection:
        old = now() - timedelta(days=app.settings.keep_turns_days + 1)
        connection.execute(update(TurnRow).where(TurnRow.id == turn.id).values(created_at=old))
    assert admin.post(f"{PAGE}/bersihkan").status_code == 303
    assert "1 tanya jawab, 0 tiket" in admin.get(PAGE).text
    assert app.audit.entries(action="personal-data.purged")[0].detail == {"turns": 1, "tickets": 0, "watches": 0}


def test_nobody_is_found_by_a_ticket_that_is_not_there(console: Console) -> None:
    admin, nobody = console.people["admin"], {"known": "ticket", "value": "99"}
    assert "Tiket itu tidak ada" in admin.post(f"{PAGE}/cari", nobody).text
    assert admin.post(f"{PAGE}/salinan", nobody).status_code == 404
    assert admin.post(f"{PAGE}/cari", {"known": "fax", "value": "1"}).status_code == 422

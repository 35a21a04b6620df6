"""Mail that waits, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bot.mail.outbox import PAUSES, Mail, MailRow, Outbox
from knowledge.storage.engine import now

MAIL = Mail("k", "sri@example.go.id", "Tiket 1", "Begini.")


def _due(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(MailRow).values(next_at=now() - timedelta(seconds=1)))


def test_a_mail_is_taken_once_until_its_hold_is_over(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.put(MAIL, who="w")
    outbox.put(Mail("k", "other@example.go.id", "", ""))
    assert outbox.take() == [MAIL]
    assert outbox.take() == []
    _due(engine)
    assert outbox.take() == [MAIL]


def test_what_was_sent_leaves_neither_address_nor_text(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.put(MAIL, who="w")
    outbox.sent("k")
    assert outbox.progress(["k", "x"])["k"].state == "sent"
    with Session(engine) as session:
        row = session.get_one(MailRow, "k")
        assert (row.who, row.recipient, row.subject, row.text) == ("", "", "", "")
    outbox.put(MAIL)
    assert outbox.take() == []


def test_what_is_refused_is_tried_for_days_and_then_given_up(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.put(MAIL)
    for pause in PAUSES:
        _due(engine)
        assert outbox.take() == [MAIL]
        assert outbox.refused("k", "busy", final=False) == "waiting"
        waits = outbox.progress(["k"])["k"].at - now()
        assert timedelta() < waits <= pause
    assert outbox.refused("k", "busy", final=False) == "failed"
    told = outbox.progress(["k"])["k"]
    assert (told.state, told.attempts, told.error) == ("failed", len(PAUSES) + 1, "busy")


def test_what_can_never_arrive_is_given_up_at_once(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.put(MAIL)
    assert outbox.refused("k", "no such mailbox", final=True) == "failed"
    assert outbox.take() == []

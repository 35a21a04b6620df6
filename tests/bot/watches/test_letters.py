"""What is written by mail to who watches an answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.identity import PersonHasher
from bot.mail.outbox import Mail, MailRow
from bot.watches.letters import WatchLetters
from bot.watches.watches import Watch, Watches
from knowledge.answers import Answer, Paragraph
from tests.bot.journals import Stores, an_answer


@pytest.fixture
def watches(stores: Stores) -> Watches:
    return Watches(stores.engine, PersonHasher(b"key"))


def _other(text: str) -> Answer:
    return an_answer().model_copy(update={"blocks": (Paragraph(text=text, citations=(1,)),)})


def _watch(stores: Stores, watches: Watches) -> Watch:
    turn = stores.journal.record("c", "web", "web:1", "Apa itu ASCN?", an_answer())
    return watches.add(turn, "web:1", "mail", "sri@kota.go.id", an_answer(), "r1", confirmed=False)


def _tell(stores: Stores, letters: WatchLetters, release: str, news: Answer) -> list[Mail]:
    """The letters that leave of a change."""
    (watch,) = letters.watches.watched()
    letters.watches.asked(watch, release, news)
    letters.tell()
    letters.tell()
    taken = stores.outbox.take()
    for mail in taken:
        stores.outbox.sent(mail.key)
    return taken


def test_each_change_is_one_letter_also_of_a_release_that_comes_back(stores: Stores, watches: Watches) -> None:
    letters = WatchLetters(watches, stores.outbox, "https://pandu.example")
    watch = _watch(stores, watches)
    letters.ask_consent(watch)
    letters.ask_consent(watch)
    (consent,) = stores.outbox.take()
    link = f"https://pandu.example/kabar/{watch.id}/{watches.secret(watch.id)}"
    assert link in consent.text
    assert "ASCN?" not in consent.text  # what somebody typed goes to nobody who has not agreed
    stores.outbox.sent(consent.key)
    watches.confirm(watch.id)
    (first,) = _tell(stores, letters, "r2", _other("Jejaring 38 kota."))
    before, _, after = first.text.partition("== Sekarang ==")
    assert "Jejaring kota cerdas." in before
    assert "Jejaring 38 kota." in after
    assert link in after
    (back,) = _tell(stores, letters, "r1", an_answer())
    assert "38" in back.text.partition("== Sekarang ==")[0]
    assert len(_tell(stores, letters, "r2", _other("Jejaring 38 kota."))) == 1


def test_news_waits_while_the_web_is_off(stores: Stores, watches: Watches) -> None:
    off = True
    letters = WatchLetters(watches, stores.outbox, "https://pandu.example", lambda: off)
    watches.confirm(_watch(stores, watches).id)
    assert _tell(stores, letters, "r2", _other("Jejaring 38 kota.")) == []
    off = False
    letters.tell()
    assert len(stores.outbox.take()) == 1


def test_what_has_not_left_ends_with_the_watch(stores: Stores, watches: Watches) -> None:
    letters = WatchLetters(watches, stores.outbox, "https://pandu.example")
    watch = _watch(stores, watches)
    letters.ask_consent(watch)
    assert watches.stop(watch.id)
    with stores.engine.connect() as connection:
        assert connection.scalars(select(MailRow.key)).all() == []

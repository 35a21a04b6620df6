"""Watches in the database, the same on both kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.identity import PersonHasher
from bot.watches.watches import MOST, TooManyError, Watch, Watches
from knowledge.answers import Answer, Paragraph
from knowledge.errors import NotFoundError
from tests.bot.journals import Stores, an_answer


@pytest.fixture
def watches(stores: Stores) -> Watches:
    return Watches(stores.engine, PersonHasher(b"key"))


def _watch(stores: Stores, watches: Watches, person: str = "telegram:1", address: str = "7:8") -> Watch:
    turn = stores.journal.record("c", "telegram", person, "Apa itu ASCN?", an_answer())
    return watches.add(turn, person, "telegram", address, an_answer(), "r1")


def _other(text: str = "Jejaring 38 kota.") -> Answer:
    return an_answer().model_copy(update={"blocks": (Paragraph(text=text),), "release": "r2"})


def test_an_answer_is_watched_once_for_each_address(stores: Stores, watches: Watches) -> None:
    turn = stores.journal.record("c", "telegram", "telegram:1", "Apa itu ASCN?", an_answer())
    first = watches.add(turn, "telegram:1", "telegram", "7:8", an_answer(), "r1")
    assert watches.add(turn, "telegram:1", "telegram", "7:8", an_answer(), "r1") == first
    assert first.answer == an_answer()
    assert (first.news, first.question) == (None, "Apa itu ASCN?")
    with pytest.raises(NotFoundError):
        watches.add(replace(turn, id="0" * 32), "telegram:1", "telegram", "7:8", an_answer(), "r1")
    assert not watches.stop(first.id, "telegram:2")
    assert watches.stop(first.id, "telegram:1")
    with pytest.raises(NotFoundError):
        watches.watch(first.id)


def test_one_person_watches_so_many(stores: Stores, watches: Watches) -> None:
    for _ in range(MOST):
        _watch(stores, watches)
    with pytest.raises(TooManyError):
        _watch(stores, watches)
    _watch(stores, watches, "telegram:2", "9:9")


def test_news_is_told_once(stores: Stores, watches: Watches) -> None:
    watch = _watch(stores, watches)
    assert watches.to_ask("r1") == []
    assert watches.to_ask("r2") == [watch]
    assert watches.take("telegram") == []
    assert watches.asked(watch, "r2", _other())
    assert not watches.asked(watch, "r2", _other())  # another process came first
    (taken,) = watches.take("telegram")
    assert taken.news == _other()
    assert watches.take("telegram") == []  # held
    watches.told(taken)
    assert watches.take("telegram") == []
    assert watches.watch(watch.id).answer == _other()


def test_what_comes_while_something_is_told_is_told_after_it(stores: Stores, watches: Watches) -> None:
    watch = _watch(stores, watches)
    watches.asked(watch, "r2", _other())
    (taken,) = watches.take("telegram")
    watches.asked(taken, "r3", _other("Jejaring 40 kota."))
    watches.told(taken)
    (again,) = watches.take("telegram")
    assert (again.answer, again.news) == (_other(), _other("Jejaring 40 kota."))


def test_news_that_is_none_any_more_is_taken_back(stores: Stores, watches: Watches) -> None:
    watch = _watch(stores, watches)
    watches.asked(watch, "r2", _other())
    watches.asked(watches.watch(watch.id), "r1", None)
    assert watches.take("telegram") == []


def test_an_address_that_is_not_confirmed_is_told_nothing(stores: Stores, watches: Watches) -> None:
    turn = stores.journal.record("c", "web", "web:1", "Apa itu ASCN?", an_answer())
    watch = watches.add(turn, "web:1", "mail", "a@b.example", an_answer(), "r1", confirmed=False)
    assert watches.to_ask("r2") == watches.watched() == []
    assert watches.confirm(watch.id)
    assert [one.id for one in watches.watched()] == [watch.id]


def test_who_is_forgotten_is_told_nothing_and_old_watches_end(stores: Stores, watches: Watches) -> None:
    gone, kept = _watch(stores, watches), _watch(stores, watches, "telegram:2")
    stores.retention.forget("telegram:1")
    assert [one.id for one in watches.watched()] == [kept.id]
    assert gone.id != kept.id
    assert stores.retention.expire_watches(timedelta(days=1), timedelta(days=1)) == 0
    assert stores.retention.expire_watches(timedelta(seconds=-1), timedelta(days=1)) == 1
    assert watches.watched() == []


def test_nobody_is_flooded_with_letters_that_ask_for_consent(stores: Stores, watches: Watches) -> None:
    def wish(person: str) -> Watch:
        turn = stores.journal.record("c", "web", person, "Apa itu ASCN?", an_answer())
        return watches.add(turn, person, "mail", "a@b.example", an_answer(), "r1", confirmed=False)

    first = wish("web:1")
    wish("web:2")
    wish("web:3")
    with pytest.raises(TooManyError):
        wish("web:4")
    watches.confirm(first.id)
    wish("web:4")
    assert watches.by_link(first.id, watches.secret(first.id)).confirmed
    with pytest.raises(NotFoundError):
        watches.by_link(first.id, watches.secret(first.id + 1))

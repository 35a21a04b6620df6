"""Keys of other offices' programs: kept as digests, counted over all processes, void with the next request."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from bot.client_keys import ClientKeys, QuotaError, UnknownKeyError
from knowledge.deadlines import Deadline
from knowledge.errors import PanduError
from knowledge.storage.engine import open_database

BEFORE_MIDNIGHT = datetime(2026, 11, 30, 16, 59, 30, tzinfo=UTC)  # 23:59:30 where the directorate is
AFTER_MIDNIGHT = datetime(2026, 11, 30, 17, 0, 1, tzinfo=UTC)


def _keys(engine: Engine, at: list[datetime] | None = None, ticks: list[float] | None = None) -> ClientKeys:
    patient = Deadline(30)
    moments, seconds = at or [BEFORE_MIDNIGHT], ticks or [0.0]
    return ClientKeys(engine, patient, patient, clock=lambda: moments[-1], ticks=lambda: seconds[-1])


def test_a_key_is_kept_as_a_digest_and_void_everywhere_once_it_is_revoked(url: str) -> None:
    here, there = open_database(url), open_database(url)
    one, other = _keys(here), _keys(there)
    key, secret = one.make(" Dasbor Kota Batu ", ["indicators", "ask"], "siti", per_minute=5, per_day=100)
    assert (key.name, key.scopes, key.hint) == ("Dasbor Kota Batu", ("ask", "indicators"), secret[:10])
    with here.connect() as connection:
        assert secret not in str(connection.execute(text("SELECT * FROM client_keys")).all())
    assert not other.seen(secret)
    assert other.admit(secret).used == 1
    assert one.admit(secret).used == 2
    assert other.seen(secret)
    one.revoke(key.id, "budi")
    for keys in (one, other):
        with pytest.raises(UnknownKeyError):
            keys.admit(secret)
        assert not keys.seen(secret)
    (listed,) = other.keys()
    assert (listed.revoked_by, listed.used, listed.made_by) == ("budi", 2, "siti")
    here.dispose()
    there.dispose()


def test_a_day_is_counted_over_all_processes_and_ends_at_midnight_of_the_directorate(engine: Engine) -> None:
    at = [BEFORE_MIDNIGHT]
    one, other = _keys(engine, at), _keys(engine, at)
    _, secret = one.make("Batu", ["ask"], "siti", per_minute=100, per_day=3)
    for keys in (one, other, one):
        keys.admit(secret)
    for keys in (one, other):
        with pytest.raises(QuotaError) as refused:
            keys.admit(secret)
        assert (refused.value.daily, refused.value.seconds) == (True, 30)
    at.append(AFTER_MIDNIGHT)
    assert other.admit(secret).used == 1


def test_a_minute_has_its_own_quota(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = [0.0]
    keys = _keys(engine, ticks=ticks)
    _, secret = keys.make("Batu", ["ask"], "siti", per_minute=2, per_day=100)
    _, another = keys.make("Malang", ["ask"], "siti", per_minute=1, per_day=100)
    keys.admit(secret)
    keys.admit(secret)
    with pytest.raises(QuotaError) as refused:
        keys.admit(secret)
    assert (refused.value.daily, refused.value.seconds) == (False, 30)
    assert keys.admit(another).name == "Malang"
    with monkeypatch.context() as unread:
        unread.setattr(keys, "_read", lambda _digest: pytest.fail("the database is not asked"))
        with pytest.raises(QuotaError):
            keys.admit(secret)
    ticks.append(30.0)
    assert keys.admit(secret).used == 3, "what was refused is not counted"


def test_a_key_that_was_seen_goes_on_while_the_database_is_away(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = _keys(engine)
    _, seen = keys.make("Batu", ["ask"], "siti", per_minute=100, per_day=100)
    _, unseen = keys.make("Malang", ["ask"], "siti", per_minute=100, per_day=100)
    keys.admit(seen)

    def away(*_: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(keys, "_read", away)
    monkeypatch.setattr(keys, "_count", away)
    assert keys.admit(seen).name == "Batu"
    with pytest.raises(OSError, match="away"):
        keys.admit(unseen)


@pytest.mark.parametrize("secret", ["", "pandu_", f"pandu_{'a' * 32}", f"pandu_{'a' * 31}é", "x" * 10_000])
def test_what_is_no_key_is_refused(engine: Engine, secret: str) -> None:
    with pytest.raises(UnknownKeyError):
        _keys(engine).admit(secret)


def test_what_will_not_do_is_said(engine: Engine) -> None:
    keys = _keys(engine)
    for name, scopes, per_minute, per_day, said in (
        (" ", ["ask"], 1, 1, "whose key"),
        ("Batu\n", ["ask"], 0, 1, "requests a minute"),
        ("Ba\ntu", ["ask"], 1, 1, "whose key"),
        ("Batu", [], 1, 1, "one or more of ask"),
        ("Batu", ["everything"], 1, 1, "one or more of ask"),
        ("Batu", ["ask"], 1, 10**9, "requests a minute"),
    ):
        with pytest.raises(PanduError, match=said):
            keys.make(name, scopes, "siti", per_minute=per_minute, per_day=per_day)
    with pytest.raises(PanduError, match="no key 7"):
        keys.revoke(7, "siti")
    assert keys.keys() == []

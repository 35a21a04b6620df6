"""The digest of the week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import App, build_app
from bot.digest import digest_of, due_since, send_if_due
from bot.journal import TurnRow
from bot.periods import Period
from bot.settings import Settings
from knowledge.answers import Answer, Outcome
from knowledge.language.dates import local_day
from knowledge.storage.engine import now


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A week in which something was asked."""
    given = {"staff_chat": -100, "weekly_digest": "staff-group, Kepala@kota.go.id"}
    app = build_app(Settings(_env_file=None, data=tmp_path, **given))  # type: ignore[arg-type]
    for outcome in (Outcome.ANSWERED, Outcome.REFUSED, Outcome.REFUSED):
        answer = Answer(outcome=outcome, language="id", question="berapa iuran? hubungi 0812-3456-7890")
        app.journal.record("c", "web", "w", answer.question, answer)
    moment = due_since(now()) - timedelta(days=2)
    with app.engine.begin() as connection:
        connection.execute(update(TurnRow).values(created_at=moment, day=local_day(moment)))
    app.gaps.refresh()
    yield app
    app.close()


async def test_it_goes_once_to_the_staff_group_and_by_mail(app: App) -> None:
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    assert await send_if_due(app, tell)
    assert not await send_if_due(app, tell)
    (text,) = told
    assert "Pertanyaan: 3 (minggu sebelumnya 0)" in text
    assert "• tidak ada di dokumen: 2 (67%)" in text
    assert "2 × berapa iuran? hubungi [telepon]" in text
    (mail,) = app.outbox.take()
    assert (mail.recipient, mail.text) == ("Kepala@kota.go.id", text)


async def test_what_telegram_does_not_take_is_tried_again(app: App) -> None:
    async def fail(text: str) -> None:
        raise ConnectionError(text)

    with pytest.raises(ConnectionError):
        await send_if_due(app, fail)
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    assert await send_if_due(app, tell)
    assert len(told) == 1
    assert len(app.outbox.take()) == 1, "nobody gets a mail twice"


async def test_what_cannot_be_counted_is_tried_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("bot.digest.digest_of", fail)
        with pytest.raises(ZeroDivisionError):
            await send_if_due(app, None)
    assert await send_if_due(app, None)


def test_it_is_due_on_monday_morning_in_jakarta() -> None:
    monday = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert due_since(monday) == monday
    assert due_since(monday - timedelta(seconds=1)) == monday - timedelta(days=7)
    assert due_since(monday + timedelta(days=6, hours=23)) == monday


def test_a_quiet_week_is_told_in_a_few_lines(app: App) -> None:
    quiet = Period.latest(7, now() + timedelta(days=60))
    text = digest_of(app, quiet)
    assert "Pertanyaan: 0" in text
    assert "Yang belum" not in text

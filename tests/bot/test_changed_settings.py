"""Settings that staff change: in force at once in every process, above the environment, never by accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.changed_settings import CHANGEABLE, Changeable, ChangedSettings, SettingError
from bot.settings import Settings
from knowledge.deadlines import Deadline

Process = Callable[[], ChangedSettings]


@pytest.fixture
def process(engine: Engine, tmp_path: Path) -> Process:
    settings = Settings(_env_file=None, data=tmp_path, keep_turns_days=30)
    return lambda: ChangedSettings(engine, settings, Deadline(10))


def test_a_change_holds_in_every_process_until_it_is_taken_back(process: Process) -> None:
    one, other = process(), process()
    assert one.change("keep_turns_days", "60", "siti") == (30, 60)
    assert one.change("weekly_digest", "staff-group, a@kota.go.id\na@kota.go.id", "siti")[1] == (
        "staff-group",
        "a@kota.go.id",
    )
    assert one.change("operator", " Direktorat <Contoh> ", "siti")[1] == "Direktorat <Contoh>"
    seen = other.current()
    assert (seen.keep_turns_days, seen.weekly_digest) == (60, ("staff-group", "a@kota.go.id"))
    assert (other.changes()["operator"].by, set(other.changes())) == (
        "siti",
        {"keep_turns_days", "weekly_digest", "operator"},
    )
    with pytest.raises(SettingError, match="deleted"):
        other.reset("keep_turns_days")
    assert other.reset("keep_turns_days", less=True) == (60, 30)
    assert one.read().keep_turns_days == 30


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("reply_days", "91", "number"),
        ("reply_days", "-1", "number"),
        ("reply_days", "٣", "number"),
        ("reply_days", "", "number"),
        ("keep_turns_days", "9" * 5000, "number"),
        ("keep_turns_days", "29", "less"),
        ("operator", "x" * 201, "text"),
        ("contact", "a\nb", "text"),
        ("weekly_digest", "kepala", "recipient"),
        ("weekly_digest", ",".join(f"a{number}@kota.go.id" for number in range(21)), "recipients"),
    ],
)
def test_what_will_not_do_is_said_and_changes_nothing(process: Process, name: Changeable, text: str, code: str) -> None:
    settings = process()
    with pytest.raises(SettingError) as caught:
        settings.change(name, text, "siti")
    assert caught.value.code == code
    assert caught.value.said("id") != caught.value.said("en")
    assert settings.changes() == {}


def test_while_the_database_is_away_pages_show_what_was_known_and_nothing_is_deleted_by_it(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = process()
    settings.change("operator", "Direktorat", "siti")
    assert settings.current().operator == "Direktorat"

    def away() -> None:
        raise OSError

    monkeypatch.setattr(settings, "changes", away)
    assert settings.current().operator == "Direktorat"
    with pytest.raises(OSError):
        settings.read()


def test_only_what_concerns_the_office_may_be_changed() -> None:
    assert set(CHANGEABLE) < set(Settings.model_fields)
    assert not {"secret", "smtp_url", "database_url", "telegram_token", "public_url"} & set(CHANGEABLE)

"""The off switches: off in every process at once, and as they were last known while the database is away."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.switches import MESSAGE, Switches
from knowledge.deadlines import Deadline
from knowledge.errors import PanduError
from knowledge.storage.engine import open_database


def test_a_channel_is_off_in_every_process_at_once(url: str) -> None:
    here, there = open_database(url), open_database(url)
    one, other = Switches(here, Deadline()), Switches(there, Deadline())
    assert other.off("telegram") is None
    one.turn_off("telegram", "siti", "Kami perbaiki dulu.", "We mend it first.")
    off = other.off("telegram")
    assert off is not None
    assert (off.by, off.said("id"), off.said("en")) == ("siti", "Kami perbaiki dulu.", "We mend it first.")
    assert other.off("web") is None
    one.turn_off("telegram", "budi")
    again = other.off("telegram")
    assert again is not None
    assert "dihentikan sementara" in again.said("id")
    assert "paused" in again.said("en")
    assert other.turn_on("telegram")
    assert one.off("telegram") is None
    assert not one.turn_on("telegram")
    here.dispose()
    there.dispose()


def test_what_was_known_last_holds_while_the_database_is_away(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    switches = Switches(engine, Deadline())
    switches.turn_off("web", "siti")
    assert switches.off("web") is not None
    assert switches.off("telegram") is None

    def away(channel: str) -> None:
        raise OSError("away")

    monkeypatch.setattr(switches, "_read", away)
    assert switches.off("web") is not None
    assert switches.off("telegram") is None
    assert switches.off("widget") is None


def test_what_is_no_channel_or_too_long_is_said(engine: Engine) -> None:
    switches = Switches(engine, Deadline())
    with pytest.raises(PanduError, match="fax"):
        switches.turn_off("fax", "siti")
    with pytest.raises(PanduError, match="fax"):
        switches.turn_on("fax")
    with pytest.raises(PanduError, match="shorter"):
        switches.turn_off("web", "siti", "x" * (MESSAGE + 1))
    assert switches.all_off() == []

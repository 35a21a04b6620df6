"""Whether a question can be handed to anybody."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from bot.tickets.availability import Availability


def test_a_staff_group_is_enough() -> None:
    assert Availability(True, lambda: False)()


def test_accounts_are_looked_for_every_quarter_of_a_minute() -> None:
    at, asked = [0.0], []

    def anybody() -> bool:
        asked.append(at[0])
        if at[0] == 40:
            raise OperationalError("", {}, OSError())
        return at[0] >= 15

    available = Availability(False, anybody, lambda: at[0])
    told = []
    for at[0] in (0, 14, 15, 16, 40):
        told.append(available())
    assert told == [False, False, True, True, True]
    assert asked == [0, 15, 40]

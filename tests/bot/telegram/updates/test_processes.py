"""Names of processes."""

from __future__ import annotations

from bot.telegram.updates.processes import is_dead, process_name

DEAD = "/".join([*process_name().split("/")[:2], "999999999", "x"])


def test_only_processes_of_this_machine_can_be_known_dead() -> None:
    assert is_dead(DEAD)
    assert not is_dead(process_name())
    assert not is_dead("")
    assert not is_dead("elsewhere/1/999999999/x")
    assert not is_dead("/".join([*process_name().split("/")[:2], "1", "x"]))

"""The command that switches channels off and on."""

from __future__ import annotations

from tests.bot.cli.conftest import Run


def test_a_channel_is_switched_off_and_on(run: Run) -> None:
    off = run("channel", "off", "telegram", "--message", "Kami perbaiki dulu.")
    assert (off.code, "Kami perbaiki dulu." in off.out) == (0, True)
    listed = run("channel", "list").out
    assert [line.split()[1:4:2] for line in listed.splitlines() if "telegram" in line] == [["telegram", "off"]]
    assert "telegram is on." in run("channel", "on", "telegram").out
    assert "as it was" in run("channel", "on", "telegram").out
    assert run("channel", "off", "fax").code == 1
    log = run("audit").out
    assert log.count("channel.off") == log.count("channel.on") == 1

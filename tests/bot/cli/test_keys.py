"""Commands about keys of other offices' programs."""

from __future__ import annotations

from tests.bot.cli.conftest import Run


def test_a_key_is_made_listed_revoked_and_recorded(run: Run) -> None:
    made = run("keys", "add", "Dasbor [Batu]", "--scope", "ask", "--scope", "search", "--per-day", "500")
    secret = made.out.strip()
    assert (made.code, secret.startswith("pandu_"), len(secret)) == (0, True, 38)
    listed = run("keys", "list").out
    assert all(told in listed for told in ("Dasbor [Batu]", "ask, search", "500", "never", "holds", secret[:10]))
    assert secret not in listed
    assert "is revoked" in run("keys", "revoke", "1").out
    assert "revoked by cli:" in run("keys", "list").out
    again = run("keys", "revoke", "1")
    assert (again.code, again.err.startswith("pandu: There is no key 1")) == (1, True)
    without = run("keys", "add", "Batu")
    assert (without.code, "one or more of ask" in without.err) == (1, True)
    audit = run("audit", "--csv").out
    assert [audit.count(action) for action in ("key.made", "key.revoked", secret)] == [1, 1, 0]

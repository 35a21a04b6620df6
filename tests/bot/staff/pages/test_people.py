"""The people page: accounts are made, changed and shut out by an admin."""

from __future__ import annotations

import re

from tests.bot.staff.consoles import Console

SECRET = re.compile(r'<code class="secret">([^<]+)</code>')
PEOPLE = "/staf/orang"


def test_a_new_account_has_a_password_that_is_shown_once_and_must_be_changed(console: Console) -> None:
    admin = console.people["admin"]
    made = admin.post(PEOPLE, {"name": "Wati", "role": "editor", "email": "wati@kota.go.id"})
    found = SECRET.search(made.text)
    assert found is not None
    assert found[1] not in admin.get(PEOPLE).text
    wati = console.visitor()
    assert wati.sign_in("wati", found[1]).status_code == 303
    turned = wati.get("/staf/saya")
    assert (turned.status_code, turned.headers["location"]) == (303, "/staf/saya/sandi")
    own = "sepeda biru naik gunung"
    form = {"old": found[1], "new": own, "again": own}
    assert wati.post("/staf/saya/sandi", form, at="/staf/saya/sandi").headers["location"] == "/staf/"
    assert wati.get("/staf/saya").status_code == 200
    entry = console.app.audit.entries(action="account.added", target="wati")[0]
    assert (entry.by, entry.detail, entry.origin) == ("admin", {"role": "editor"}, "127.0.0.1")
    assert found[1] not in "".join(str(one) for one in console.app.audit.all())


def test_role_and_access_change_at_once(console: Console) -> None:
    admin = console.people["admin"]
    console.app.accounts.add("joko", "editor", "sepeda biru naik gunung")
    joko = console.visitor()
    joko.sign_in("joko", "sepeda biru naik gunung")
    assert joko.get("/staf/saya").status_code == 200
    for path, data in (("peran", {"role": "publisher"}), ("nonaktif", {}), ("aktif", {})):
        assert admin.post(f"{PEOPLE}/joko/{path}", data).headers["location"] == PEOPLE
        assert joko.get("/staf/saya").status_code == 303, "the session has ended"
        assert joko.sign_in("joko", "sepeda biru naik gunung").status_code == (401 if path == "nonaktif" else 303)
    reset = SECRET.search(admin.post(f"{PEOPLE}/joko/sandi").text)
    assert reset is not None
    assert joko.sign_in("joko", "sepeda biru naik gunung").status_code == 401
    assert joko.sign_in("joko", reset[1]).status_code == 303
    actions = [entry.action for entry in console.app.audit.entries(target="joko") if entry.by == "admin"]
    assert actions == ["account.password", "account.enabled", "account.disabled", "account.role"]


def test_what_cannot_be_done_is_said_and_changes_nothing(console: Console) -> None:
    admin = console.people["admin"]
    taken = admin.post(PEOPLE, {"name": "editor", "role": "editor"})
    assert taken.status_code == 422
    assert "sudah" in taken.text
    for path in (f"{PEOPLE}/admin/nonaktif", f"{PEOPLE}/tidak-ada/aktif", f"{PEOPLE}/tidak-ada/kode"):
        assert admin.post(path).headers["location"] == PEOPLE
        assert 'class="note bad"' in admin.get(PEOPLE).text
    assert admin.post(f"{PEOPLE}/admin/peran", {"role": "root"}).status_code == 422
    assert console.app.accounts.account("admin").role == "admin"
    assert not console.app.audit.entries(target="tidak-ada")

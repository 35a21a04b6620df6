"""The page of API keys: an admin makes one, which is shown once, and revokes it."""

from __future__ import annotations

import re

import httpx

from tests.bot.staff.consoles import Console

KEYS = "/staf/kunci"
FORM = {"name": "Dasbor <b>Batu</b>", "scope": ["ask", "indicators"], "per_minute": "5", "per_day": "70"}
SECRET = re.compile(r'<code class="secret">(pandu_[\w-]{32})</code>')


def test_a_key_is_shown_once_works_and_is_revoked(console: Console) -> None:
    admin = console.people["admin"]
    found = SECRET.search(admin.post(KEYS, FORM).text)
    assert found is not None
    header = {"Authorization": f"Bearer {found[1]}"}
    told = httpx.get(f"{console.url}/api/v1/key", headers=header).json()
    assert (told["scopes"], told["per_minute"], told["per_day"]) == (["ask", "indicators"], 5, 70)
    page = admin.get(KEYS).text
    assert found[1] not in page
    assert found[1][:10] in page
    assert "Dasbor &lt;b&gt;Batu" in page
    assert "Hari ini 1 permintaan." in page
    key = console.app.client_keys.keys()[0]
    assert admin.post(f"{KEYS}/{key.id}/cabut").headers["location"] == KEYS
    assert httpx.get(f"{console.url}/api/v1/key", headers=header).status_code == 401
    assert admin.post(f"{KEYS}/{key.id}/cabut").status_code == 404
    made, revoked = reversed(console.app.audit.entries(action="key."))
    assert (made.by, made.target, made.detail["scopes"]) == ("admin", FORM["name"], ["ask", "indicators"])
    assert (revoked.action, revoked.detail) == ("key.revoked", {"key": key.id})
    assert found[1] not in str(list(console.app.audit.all()))


def test_what_does_not_fit_makes_no_key(console: Console) -> None:
    before = console.app.client_keys.keys()
    admin = console.people["admin"]
    nothing = admin.post(KEYS, {**FORM, "scope": []})
    assert nothing.status_code == 422
    assert "sedikitnya satu cakupan" in nothing.text
    for wrong in ({"per_day": "0"}, {"per_minute": "-1"}, {"name": ""}, {"name": "x" * 101}):
        assert admin.post(KEYS, {**FORM, **wrong}).status_code == 422
    assert console.people["publisher"].post(KEYS, FORM).status_code == 403
    assert console.app.client_keys.keys() == before

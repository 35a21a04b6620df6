"""One's own account: password, second factor, language."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pyotp
import pytest

from knowledge.storage.engine import now
from tests.bot.staff.consoles import PASSWORD, Console, Person

FACTOR = "/staf/saya/kode"
OWN = "sepeda biru naik gunung"


@pytest.fixture
def person(console: Console, request: pytest.FixtureRequest) -> Person:
    """Somebody of this test's own."""
    name = request.node.originalname.replace("test_", "")[:30].rstrip("_")
    console.app.accounts.add(name, "editor", PASSWORD)
    return console.person(name)


def name_of(person: Person) -> str:
    found = re.search(r"<dt>Nama akun</dt><dd>([^<]+)</dd>", person.get("/staf/saya").text)
    assert found is not None
    return found[1]


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def test_another_password_ends_the_other_sessions(console: Console, person: Person) -> None:
    name = name_of(person)
    elsewhere = console.person(name)
    page = "/staf/saya/sandi"
    for form, said in (
        ({"old": PASSWORD, "new": OWN, "again": OWN + "x"}, "tidak sama"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "sama dengan yang lama"),
        ({"old": "salah", "new": OWN, "again": OWN}, "tidak cocok"),
        ({"old": PASSWORD, "new": "pendek", "again": "pendek"}, "karakter"),
    ):
        answer = person.post(page, form, at=page)
        assert answer.status_code == 422
        assert said in answer.text
    old = person.client.cookies["pandu_sesi"]
    assert person.post(page, {"old": PASSWORD, "new": OWN, "again": OWN}, at=page).status_code == 303
    assert person.client.cookies["pandu_sesi"] != old
    assert person.get("/staf/saya").status_code == 200
    assert elsewhere.get("/staf/saya").status_code == 303
    assert console.visitor().sign_in(name).status_code == 401


def test_with_a_second_factor_the_password_alone_opens_nothing(console: Console, person: Person) -> None:
    name = name_of(person)
    shown = person.get(FACTOR).text
    assert "<svg" in shown
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', shown)
    assert found is not None
    secret = found[1]
    form = {"secret": secret, "code": code(secret), "password": PASSWORD}
    assert person.post(FACTOR, {**form, "password": "salah"}).status_code == 422
    assert person.post(FACTOR, {**form, "code": "000000"}).status_code == 422
    assert person.post(FACTOR, {**form, "secret": "A" * 31}).status_code == 422
    made = person.post(FACTOR, {**form, "code": code(secret)})
    recovery = re.findall(r"<li><code>([^<]+)</code>", made.text)
    assert len(recovery) == 10

    again = console.visitor()
    asked = again.sign_in(name)
    assert asked.headers["location"].startswith("/staf/masuk/kode")
    half = again.client.cookies["pandu_sesi"]
    assert again.get("/staf/saya").headers["location"].startswith("/staf/masuk")
    where = asked.headers["location"]
    assert again.post("/staf/masuk/kode", {"code": "000000"}, at=where).status_code == 401
    assert again.post("/staf/masuk/kode", {"code": code(secret, 1)}, at=where).status_code == 303
    assert again.get("/staf/saya").status_code == 200
    assert again.client.cookies["pandu_sesi"] != half

    lost = console.visitor()
    where = lost.sign_in(name).headers["location"]
    assert lost.post("/staf/masuk/kode", {"code": recovery[0]}, at=where).status_code == 303
    assert lost.post("/staf/saya/kode/lepas", {"password": "salah"}).status_code == 422
    assert lost.post("/staf/saya/kode/lepas", {"password": PASSWORD}).status_code == 303
    assert console.person(name).get("/staf/saya").status_code == 200
    actions = [one.action for one in console.app.audit.entries(by=name)]
    assert actions.count("account.second_factor") == actions.count("account.second_factor_dropped") == 1
    assert console.app.audit.entries(action="sign-in.refused")[0].target == name


def test_an_admin_takes_a_lost_second_factor_away(console: Console, person: Person) -> None:
    name, secret = name_of(person), pyotp.random_base32()
    console.app.second_factor.enable(name, secret, code(secret))
    assert console.people["admin"].post(f"/staf/orang/{name}/kode").status_code == 303
    assert person.get("/staf/saya").status_code == 303, "the sessions have ended"
    assert console.person(name).get("/staf/saya").status_code == 200


def test_the_console_speaks_the_language_of_the_account(person: Person) -> None:
    assert person.post("/staf/saya/bahasa", {"language": "en"}).status_code == 303
    page = person.get("/staf/saya").text
    assert '<html lang="en">' in page
    assert "My account" in html.unescape(page)
    assert person.post("/staf/saya/bahasa", {"language": "fr"}).status_code == 422

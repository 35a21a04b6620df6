"""Signing in by the agency's provider, as a browser does it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.accounts.second_factor import new_secret
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import PASSWORD, Console, Person
from tests.fakes.oidc_provider import CLIENT, SECRET, FakeProvider, running_provider

BEGIN, EMAIL = "/staf/masuk/instansi", "wati@kota.go.id"
BUTTON = "Masuk dengan akun instansi"


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def fake(running: FakeProvider) -> FakeProvider:
    running.behave()
    return running


@pytest.fixture(scope="module")
def agency(make_console: MakeConsole, running: FakeProvider) -> Console:
    """A console whose staff may sign in by the provider."""
    return make_console(oidc_issuer=running.issuer, oidc_client=CLIENT, oidc_secret=SECRET)


def enter(person: Person, onward: str = "/staf/") -> httpx.Response:
    """Press the button and sign in at the provider; returns the answer to coming back."""
    there = person.get(BEGIN, params={"lanjut": onward})
    assert there.status_code == 303
    return person.get(httpx.get(there.headers["location"]).headers["location"])


def told(person: Person) -> str:
    """What the page says that the person is led back to."""
    return person.get("/staf/masuk").text


def test_the_button_is_there_where_a_provider_is_set(console: Console, agency: Console) -> None:
    assert BUTTON not in console.visitor().get("/staf/masuk").text
    assert BUTTON in agency.visitor().get("/staf/masuk").text
    for path in (BEGIN, f"{BEGIN}/kembali?state=x&code=y"):
        assert console.visitor().get(path).headers["location"] == "/staf/masuk"


def test_an_admin_links_an_account_and_its_owner_comes_in_with_a_new_session(
    agency: Console, fake: FakeProvider
) -> None:
    admin = agency.people["admin"]
    admin.post("/staf/orang", {"name": "wati", "role": "publisher", "oidc": EMAIL})
    assert f"wati dapat masuk dengan akun instansi {EMAIL}" in admin.get("/staf/orang").text
    wati = agency.visitor()
    wati.client.cookies.set("pandu_sesi", "x" * 43, domain="127.0.0.1")
    came = enter(wati, "/staf/saya")
    assert (came.status_code, came.headers["location"]) == (303, "/staf/saya")
    assert wati.client.cookies["pandu_sesi"] != "x" * 43
    assert "pandu_instansi" not in wati.client.cookies
    assert "Penerbit" in wati.get("/staf/saya").text, "the role is ours"
    entries = [entry for entry in agency.app.audit.entries() if entry.by == "wati"]
    assert [(entry.action, entry.detail) for entry in entries] == [
        ("sign-in", {"by": "oidc"}),
        ("account.bound", {"issuer": fake.issuer, "subject": "7f3a"}),
    ]
    before = wati.client.cookies["pandu_sesi"]
    admin.post("/staf/orang/wati/instansi", {"oidc": ""})
    assert wati.get("/staf/saya").status_code == 303, "the session has ended"
    assert enter(wati).headers["location"] == "/staf/masuk"
    assert "belum dihubungkan" in told(wati)
    assert wati.client.cookies["pandu_sesi"] == before
    linked = agency.app.audit.entries(action="account.linked", target="wati")[0]
    assert (linked.by, linked.detail) == ("admin", {"before": EMAIL, "after": ""})


def test_a_second_factor_is_asked_for_all_the_same(agency: Console, fake: FakeProvider) -> None:
    import pyotp

    fake.person |= {"sub": "9c", "email": "budi@kota.go.id"}
    agency.app.accounts.add("budi", "editor", PASSWORD, oidc_name="budi@kota.go.id")
    secret = new_secret()
    agency.app.second_factor.enable("budi", secret, pyotp.TOTP(secret).now())
    budi = agency.visitor()
    assert enter(budi).headers["location"].startswith("/staf/masuk/kode")
    assert budi.get("/staf/saya").status_code == 303
    assert agency.visitor().sign_in("budi").status_code == 303, "the password still works"


def test_what_cannot_be_trusted_lets_nobody_in_and_is_recorded(agency: Console, fake: FakeProvider) -> None:
    fake.lies = {"aud": "lain"}
    person = agency.visitor()
    assert enter(person).headers["location"] == "/staf/masuk"
    assert "tidak dapat dipastikan" in told(person)
    refused = agency.app.audit.entries(action="sign-in.refused")[0]
    assert (refused.detail["by"], "aud" in refused.detail["why"]) == ("oidc", True)
    assert "pandu_sesi" not in person.client.cookies
    fake.behave()
    fake.lies = {"email_verified": False}
    enter(person)
    assert "belum dipastikannya" in told(person)


def test_an_answer_that_nobody_asked_for_is_not_taken(agency: Console, fake: FakeProvider) -> None:
    agency.app.accounts.add("joko", "editor", PASSWORD, oidc_name="joko@kota.go.id")
    fake.person |= {"sub": "11", "email": "joko@kota.go.id"}
    attacker, victim = agency.visitor(), agency.visitor()
    location = httpx.get(attacker.get(BEGIN).headers["location"]).headers["location"]
    victim.get(BEGIN)
    assert victim.get(location).headers["location"] == "/staf/masuk"
    assert "sudah pernah dipakai" in told(victim)
    assert attacker.get(location).headers["location"] == "/staf/"
    assert attacker.get(location).headers["location"] == "/staf/masuk", "once only"
    victim.get(f"{BEGIN}/kembali", params={"state": "ü" * 900, "code": "\x00"})
    assert "sudah pernah dipakai" in told(victim)
    denied = agency.visitor()
    state = httpx.URL(denied.get(BEGIN).headers["location"]).params["state"]
    denied.get(f"{BEGIN}/kembali", params={"state": state, "error": "access_denied"})
    assert "membatalkannya" in told(denied)


def test_a_provider_that_is_away_is_said_and_the_password_works(make_console: MakeConsole) -> None:
    alone = make_console(oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT)
    person = alone.visitor()
    assert person.get(f"{BEGIN}?lang=en").headers["location"] == "/staf/masuk?lang=en"
    assert "cannot be reached" in person.get("/staf/masuk?lang=en").text
    assert person.sign_in("editor").status_code == 303

"""Signing in and out."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.bot.staff.consoles import PASSWORD, Console


def test_who_signs_in_comes_where_he_was_going(console: Console) -> None:
    person = console.visitor()
    turned = person.get("/staf/saya")
    assert (turned.status_code, turned.headers["location"]) == (303, "/staf/masuk?lanjut=/staf/saya")
    form = {"name": "editor", "password": PASSWORD, "next": "/staf/saya"}
    entered = person.post("/staf/masuk", form, at="/staf/masuk?lanjut=/staf/saya")
    assert (entered.status_code, entered.headers["location"]) == (303, "/staf/saya")
    assert "Akun saya" in person.get("/staf/saya").text


@pytest.mark.parametrize("onward", ["//evil.example", "/staf//evil.example", "https://evil.example", "/staf/\\x", "/"])
def test_the_sign_in_leads_to_no_other_server(console: Console, onward: str) -> None:
    person = console.visitor()
    assert f'name="next" value="{onward}"' not in person.get(f"/staf/masuk?lanjut={quote(onward)}").text
    form = {"name": "editor", "password": PASSWORD, "next": onward}
    assert person.post("/staf/masuk", form, at="/staf/masuk").headers["location"] == "/staf/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(console: Console) -> None:
    answers = [console.visitor().sign_in(name, "bukan kata sandinya") for name in ("publisher", "tidak-ada")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert all("tidak cocok" in answer.text for answer in answers)
    assert all("pandu_sesi" not in answer.headers.get("set-cookie", "") for answer in answers)


def test_signing_out_ends_the_session_and_not_only_the_cookie(console: Console) -> None:
    person = console.person("editor")
    cookies = dict(person.client.cookies)
    assert person.post("/staf/keluar").headers["location"] == "/staf/masuk"
    assert "Anda sudah keluar." in person.get("/staf/masuk").text
    person.client.cookies.set("pandu_sesi", cookies["pandu_sesi"], domain="127.0.0.1")
    assert person.get("/staf/saya").status_code == 303


def test_a_session_that_somebody_else_planted_is_not_taken_over(console: Console) -> None:
    attacker = console.person("editor")
    planted = attacker.client.cookies["pandu_sesi"]
    victim = console.visitor()
    victim.client.cookies.set("pandu_sesi", "x" * 43, domain="127.0.0.1")
    assert victim.sign_in("publisher").status_code == 303
    assert victim.client.cookies["pandu_sesi"] not in ("x" * 43, planted)


def test_the_cookie_is_kept_from_scripts_and_other_sites(console: Console) -> None:
    entered = console.visitor().sign_in("editor")
    cookie = next(value for value in entered.headers.get_list("set-cookie") if value.startswith("pandu_sesi="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "max-age" not in cookie.lower()


def test_pages_are_kept_out_of_caches_and_search_engines(console: Console) -> None:
    for path in ("/staf/masuk", "/staf/tidak-ada"):
        answer = console.visitor().get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "/staf" not in console.visitor().get("/api/v1/openapi.json").text

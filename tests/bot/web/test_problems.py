"""Errors as problems of RFC 9457, without what was sent."""

from __future__ import annotations

from html import unescape

import pytest

from bot.web.problems import explanations, preferred_language
from tests.bot.web.api_requests import ASK, assert_problem
from tests.bot.web.sites import MakeSite, Site


def test_does_not_echo_what_was_sent(site: Site) -> None:
    response = site.client.post(ASK, json={"question": ["rahasia 3201010101010001"]})
    assert "3201010101010001" not in response.text


def test_refuses_what_is_not_json(site: Site) -> None:
    response = site.client.post(ASK, content=b"{", headers={"Content-Type": "application/json"})
    problem = assert_problem(response, 422, "invalid")
    assert [error["field"] for error in problem["errors"]] == ["body"]  # type: ignore[attr-defined]


def test_unknown_addresses_and_methods_are_problems(site: Site) -> None:
    assert_problem(site.client.get("/api/v1/nothing"), 404, "not-found")
    response = site.client.put(ASK, json={})
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


def test_every_type_has_an_address_that_explains_it(site: Site, make_site: MakeSite) -> None:
    problem = assert_problem(site.client.get("/api/v1/nothing"), 404, "not-found")
    assert problem["type"] == "/masalah#not-found"
    public = make_site(public_url="https://pandu.example.go.id/").client
    told = public.get("/api/v1/nothing").json()["type"]
    assert told == "https://pandu.example.go.id/masalah#not-found"
    for language, query in (("id", ""), ("en", "?lang=en")):
        page = unescape(site.client.get(f"/masalah{query}").text)
        for one in explanations(language):  # type: ignore[arg-type]
            assert f'id="{one.code}"' in page
            assert one.text in page


@pytest.mark.parametrize(
    ("field", "value", "id", "en"),
    [
        ("question", "", "Paling sedikit 1 karakter.", "1 characters at least."),
        ("question", None, "Harus berupa teks.", "It must be a text."),
        ("language", "fr", "Harus salah satu dari: 'id' atau 'en'.", "It must be one of: 'id' or 'en'."),
        ("alone", "ya", "Harus true atau false.", "It must be true or false."),
        ("whatever", 1, "Isian ini tidak dikenal.", "There is no such field."),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_the_callers_language(
    site: Site, field: str, value: object, id: str, en: str
) -> None:
    for accept, said in (("id-ID", id), ("en;q=0.9, id;q=0.5", en)):
        sent = {"question": "ASCN?", field: value}
        response = site.client.post(ASK, json=sent, headers={"Accept-Language": accept})
        problem = assert_problem(response, 422, "invalid")
        assert problem["errors"] == [{"field": field, "message": said}]
        assert response.headers["content-language"] == ("en" if said == en else "id")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("id,en;q=0.9", "id"),
        ("id;q=0.4, fr, EN;q=0.8", "en"),
        ("en;q=0.5,id;q=0.5", "en"),
        ("fr", "id"),
        ("*", "id"),
        ("en;q=0", "id"),
        ("en;q=x,,;", "id"),
        ("en;q=nan", "id"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_more(accept: str, language: str) -> None:
    assert preferred_language(accept) == language

"""Addresses, languages and escaping of pages."""

from __future__ import annotations

import re

import pytest
from starlette.requests import Request

from bot.web.pages.rendering import address, asset, language_of, texts


def _request(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query.encode()})


@pytest.mark.parametrize(("query", "language"), [("", "id"), ("lang=en", "en"), ("lang=id", "id"), ("lang=fr", "id")])
def test_a_page_is_in_indonesian_unless_its_address_says_english(query: str, language: str) -> None:
    assert language_of(_request(query)) == language


def test_addresses_carry_language_and_what_was_typed() -> None:
    assert address("/sumber", "id") == "/sumber"
    assert address("/indikator", "en", q="lampu & jalan") == "/indikator?q=lampu+%26+jalan&lang=en"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example", "/\t/evil.example"])
def test_no_path_leads_to_another_server(path: str) -> None:
    made = address(path, "id")
    assert made.startswith("/")
    assert not made.startswith(("//", "/\\", "/\t"))


def test_the_address_of_a_file_follows_its_content() -> None:
    assert re.fullmatch(r"/static/style\.css\?v=[0-9a-f]{12}", asset("style.css"))
    assert asset("logo.svg").partition("=")[2] != asset("style.css").partition("=")[2]
    with pytest.raises(FileNotFoundError):
        asset("nothing.css")


def test_both_languages_have_the_same_texts() -> None:
    assert set(texts("id")) == set(texts("en"))

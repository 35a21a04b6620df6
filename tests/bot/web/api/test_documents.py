"""The documents behind the answers, over HTTP."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import build_app
from bot.settings import Settings
from bot.tickets.passages import Passages
from bot.web.application import create_web
from knowledge.errors import IntegrityError
from tests.bot.web.api_requests import assert_problem
from tests.bot.web.sites import Site


def test_before_the_first_publication_there_are_none(site: Site) -> None:
    assert site.client.get("/api/v1/search?q=ASCN").json() == {"release": "", "count": 0, "passages": []}
    response = site.client.get("/api/v1/documents")
    assert response.json() == {"release": "", "count": 0, "documents": []}
    assert response.headers["cache-control"] == "public, max-age=300"


def test_those_of_the_published_release_are_listed_with_their_sources(data: Path) -> None:
    with closing(build_app(Settings(_env_file=None, data=data))) as app:
        client = TestClient(create_web(app), base_url="http://localhost")
        listed = client.get("/api/v1/documents").json()
        assert listed["release"] == app.release_store.published()
        asked = {"q": "Apa saja kewajiban kota anggota?", "limit": 2}
        found = client.get("/api/v1/search", params=asked).json()
        elsewhere = client.get("/api/v1/search", params={**asked, "scope": "sni"}).json()
    assert listed["count"] == len(listed["documents"]) == 10
    assert [document["title"] for document in listed["documents"]] == sorted(
        document["title"] for document in listed["documents"]
    )
    duties = next(document for document in listed["documents"] if document["id"] == "ascn-duties.id")
    assert (duties["collection"], duties["language"]) == ("ascn", "id")
    assert all(source["url"].startswith(("https://", "http://")) for source in duties["sources"] if source["url"])
    assert duties["sources"]
    best = found["passages"][0]
    assert (found["release"], found["count"], best["document"]) == (listed["release"], 2, "ascn-duties.id")
    assert best["citations"][0]["title"].startswith("Terms of Reference")
    assert "[@" not in best["text"]
    assert elsewhere["passages"] == []


def test_an_index_that_cannot_be_opened_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise IntegrityError("The index is damaged.")

    monkeypatch.setattr(Passages, "search", damaged)
    assert_problem(site.client.get("/api/v1/search?q=ASCN"), 503, "not-ready")

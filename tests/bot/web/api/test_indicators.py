"""Indicators, documents, health and metrics over HTTP."""

from __future__ import annotations

import logging

import pytest

from tests.bot.web.sites import MakeSite, Site

INDICATORS = "/api/v1/indicators"


def test_lists_and_filters_indicators(site: Site) -> None:
    everything = site.client.get(INDICATORS).json()
    assert everything["count"] == len(everything["indicators"])
    found = site.client.get(INDICATORS, params={"standard": "37122"}).json()
    assert found["count"] == 80
    transport = site.client.get(INDICATORS, params={"standard": "37122", "theme": "transportation"}).json()
    assert {one["code"].split(".")[0] for one in transport["indicators"]} == {"19"}
    assert site.client.get(INDICATORS, params={"theme": "nothing"}).json()["count"] == 0


def test_reads_one_indicator_with_or_without_its_standard(site: Site) -> None:
    body = site.client.get(f"{INDICATORS}/37122:19.9").json()
    assert body == site.client.get(f"{INDICATORS}/19.9").json()
    assert body["title"]["id"]
    assert body["title"]["en"]
    missing = site.client.get(f"{INDICATORS}/37122:99.1")
    assert (missing.status_code, missing.json()["code"]) == (404, "indicator-not-found")


def test_finds_indicators_by_everyday_words(site: Site) -> None:
    found = site.client.get(f"{INDICATORS}/search", params={"q": "tempat sampah sensor"}).json()["found"]
    assert found[0]["indicator"]["theme"] == "solid-waste"
    assert all(0 <= one["confidence"] <= 1 for one in found)


def test_computes_a_value_in_both_languages(site: Site) -> None:
    body = site.client.post(f"{INDICATORS}/5.1/compute", json={"numerator": 1000.5, "denominator": 4002}).json()
    assert (body["value"], body["exact"]) == (25.0, True)
    assert body["calculation"]["id"] == "1.000,5 ÷ 4.002 × 100 = 25 %"
    assert body["calculation"]["en"] == "1,000.5 ÷ 4,002 × 100 = 25 %"


@pytest.mark.parametrize(("numerator", "denominator", "word"), [(1, 0, "nol"), (5, 4, "tidak mungkin")])
def test_says_why_a_value_cannot_be_computed(site: Site, numerator: int, denominator: int, word: str) -> None:
    request = {"numerator": numerator, "denominator": denominator}
    response = site.client.post(f"{INDICATORS}/5.1/compute", json=request)
    assert (response.status_code, response.json()["code"]) == (422, "not-computable")
    assert word in response.json()["detail"]


@pytest.mark.parametrize("number", [-1, "5", True, "NaN", "Infinity", "1e999", 1e300, 10**18, "x"])
def test_refuses_numbers_that_are_none(site: Site, number: object) -> None:
    request = {"numerator": number, "denominator": 4}
    assert site.client.post(f"{INDICATORS}/5.1/compute", json=request).status_code == 422


def test_lists_no_documents_before_the_first_publication(site: Site) -> None:
    assert site.client.get("/api/v1/documents").json() == {"release": "", "count": 0, "documents": []}


def test_lives_but_is_not_ready_before_the_first_publication(site: Site) -> None:
    assert site.client.get("/healthz").json()["status"] == "ok"
    response = site.client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "not-ready")


def test_metrics_need_their_token(make_site: MakeSite, site: Site) -> None:
    assert site.client.get("/metrics").status_code == 404
    measured = make_site(metrics_token="a-token")
    assert measured.client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    measured.client.post("/api/v1/ask", json={"question": "Apa itu ASCN?"})
    text = measured.client.get("/metrics", headers={"Authorization": "Bearer a-token"}).text
    assert 'pandu_web_answers_total{language="id",outcome="answered"} 1.0' in text
    assert 'pandu_http_requests_total{endpoint="ask",method="POST",status="200"} 1.0' in text


def test_logs_hold_no_question(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.client.post("/api/v1/ask", json={"question": "kata-yang-unik"})
    site.client.get(f"{INDICATORS}/search", params={"q": "kata-yang-unik"})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "uvicorn"))]
    assert any("/api/v1/ask 200" in line for line in ours)
    assert "kata-yang-unik" not in "\n".join(ours)


def test_openapi_names_every_address_and_shows_both_languages(site: Site) -> None:
    schema = site.client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/ask", "/api/v1/feedback", "/api/v1/tickets", "/healthz"} <= set(schema["paths"])
    examples = schema["components"]["schemas"]["AnswerBody"]["examples"]
    assert {one["language"] for one in examples} == {"id", "en"}

"""Probes and metrics over HTTP."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fastapi.testclient import TestClient

from bot.app import build_app
from bot.settings import Settings
from bot.web.application import create_web
from tests.bot.web.api_requests import assert_problem
from tests.bot.web.sites import MakeSite, Site


def test_it_lives_before_anything_is_published_but_is_not_ready(site: Site) -> None:
    assert site.client.get("/healthz").json()["status"] == "ok"
    assert_problem(site.client.get("/readyz"), 503, "not-ready")


def test_with_a_release_it_is_ready_and_what_is_not_stored_degrades_it(data: Path) -> None:
    with closing(build_app(Settings(_env_file=None, data=data))) as app:
        client = TestClient(create_web(app), base_url="http://localhost")
        ready = client.get("/readyz")
        assert ready.json() == {"status": "ok", "release": app.release_store.published(), "problem": ""}
        app.conversation.storing = False
        degraded = client.get("/readyz")
        assert (degraded.status_code, degraded.json()["status"]) == (200, "degraded")
        assert "could not be stored" in degraded.json()["problem"]


def test_metrics_are_for_who_holds_the_token(make_site: MakeSite) -> None:
    guarded = make_site(metrics_token="rahasia-metrik-1234").client
    assert (
        "pandu_http_requests" in guarded.get("/metrics", headers={"Authorization": "Bearer rahasia-metrik-1234"}).text
    )
    for headers in ({}, {"Authorization": "Bearer lain"}, {"Authorization": "rahasia-metrik-1234"}):
        assert_problem(guarded.get("/metrics", headers=headers), 404, "not-found")


def test_without_a_token_nobody_reads_the_metrics(site: Site) -> None:
    assert_problem(site.client.get("/metrics", headers={"Authorization": "Bearer x"}), 404, "not-found")

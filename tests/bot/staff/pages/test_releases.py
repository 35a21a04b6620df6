"""Trying, previewing, publishing and rolling back in the console."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.accounts.accounts import ROLES
from bot.app import build_app
from bot.releases.impacts import Impacts
from bot.settings import Settings
from bot.staff.application import install
from bot.web.application import create_web
from knowledge.storage.schedule import Schedule
from tests.bot.staff.consoles import PASSWORD, Console
from tests.bot.web.browsing import OpenPage, violations
from tests.bot.web.servers import Server
from tests.parts import version_of

QUESTION = "Berapa sensor banjir yang dipasang Kota Sumedang?"
NEW = "Kota Sumedang memasang 250 sensor banjir pada tahun 2031."


@pytest.fixture
def console(published: Path, tmp_path: Path) -> Iterator[Console]:
    """A console over a copy of the published data folder, in which one document waits."""
    data = Path(shutil.copytree(published, tmp_path / "data"))
    golden = tmp_path / "golden"
    golden.mkdir()
    (golden / "cases.yaml").write_text(
        f'- {{id: sensor, collection: none, language: id, style: formal, expect: refused, question: "{QUESTION}"}}\n'
    )
    app = build_app(Settings(_env_file=None, data=data, golden=golden, client_requests_per_minute=100_000))
    for role in ROLES:
        app.accounts.add(role, role, PASSWORD)
    app.document_store.add(version_of("sumedang", NEW))
    web = create_web(app)
    install(web)
    with Server(web) as server:
        yield Console(app, server)
    app.close()


@pytest.mark.browser
def test_from_a_change_to_its_publication_and_back(console: Console, open_page: OpenPage) -> None:
    first = console.app.release_store.published()
    page = open_page(f"{console.url}/staf/masuk")
    console.enter(page, "publisher")
    page.get_by_role("link", name="Rilis").first.click()
    page.get_by_text("Judul sumedang").wait_for()
    assert page.get_by_role("link", name="Terbitkan…").count() == 0  # not before the draft holds it

    page.get_by_role("button", name="Pratinjau dampak").click()
    page.get_by_text("Pertanyaan acuan menjadi salah").first.wait_for(timeout=120_000)
    assert page.locator("article").first.get_by_role("heading", name=QUESTION).is_visible()
    assert "250 sensor" in page.locator("article").first.inner_text()
    page.goto(f"{console.url}/staf/terbitan/coba")
    page.get_by_label("Pertanyaan").fill(QUESTION)
    page.get_by_role("button", name="Tanyakan ke keduanya").click()
    page.get_by_text("Kini tidak terjawab; dari draf akan terjawab.").wait_for()

    page.goto(f"{console.url}/staf/terbitan/terbitkan")
    page.get_by_label("Apa yang berubah dan mengapa").fill("Laporan <b>Sumedang</b>")
    page.get_by_role("button", name="Terbitkan").click()
    page.get_by_text("Centang dahulu").wait_for()
    assert console.app.release_store.published() == first
    page.get_by_label("Saya tahu 1 pertanyaan acuan akan salah").check()
    page.get_by_role("button", name="Terbitkan").click()
    page.get_by_text("sudah terbit dan menjawab mulai sekarang").wait_for()
    assert page.get_by_text("Laporan <b>Sumedang</b>").count() == 2
    assert "250" in str(console.app.answering.answer(QUESTION).blocks)

    page.get_by_text("Batalkan rilis ini").click()
    page.get_by_role("button", name="Ya, batalkan rilis").click()
    page.get_by_text(f"Kembali ke {first};").wait_for()
    assert console.app.answering.answer(QUESTION).outcome.value == "refused"
    done = [entry.action for entry in console.app.audit.entries() if not entry.action.startswith("sign-in")]
    assert done == ["release.rolled-back", "release.published", "impact.started"]
    console.app.audit.verify()


@pytest.mark.browser
def test_who_publishes_what_and_over_what_is_checked_on_the_server(console: Console, open_page: OpenPage) -> None:
    app, publisher, editor = console.app, console.people["publisher"], console.people["editor"]
    first, draft = app.release_store.published() or "", app.builder().build().release_id
    for path in ("terbitkan", "kembalikan", "jadwal/1/batal"):
        assert editor.post(f"/staf/terbitan/{path}", {"release": draft, "note": "x", "over": first}).status_code == 403
    given = {"release": draft, "over": "r0", "note": "Alasan", "yes": "1"}
    refused = publisher.post("/staf/terbitan/terbitkan", given)
    assert "terbit yang lain" in publisher.get(refused.headers["location"]).text
    assert (
        "sudah tidak ada"
        in publisher.get(
            publisher.post("/staf/terbitan/terbitkan", {**given, "release": "r9", "over": first}).headers["location"]
        ).text
    )
    assert publisher.post("/staf/terbitan/terbitkan", {**given, "note": ""}).status_code == 422
    past = publisher.post("/staf/terbitan/terbitkan", {**given, "over": first, "due": "2020-01-01T08:00"})
    assert past.status_code == 422
    assert "harus di masa depan" in past.text
    publisher.post("/staf/terbitan/terbitkan", {**given, "release": first, "over": first})
    assert not app.audit.entries(action="release.published"), "what was published already"
    assert app.release_store.published() == first

    publisher.post("/staf/terbitan/terbitkan", {**given, "over": first, "due": "2999-01-01T08:00"})
    (scheduled,) = Schedule(app.engine).waiting()
    assert scheduled.due_at.isoformat() == "2999-01-01T01:00:00+00:00"
    assert "Akan terbit 2999-01-01 08:00 WIB" in editor.get("/staf/terbitan").text
    publisher.post(f"/staf/terbitan/jadwal/{scheduled.id}/batal")
    assert Schedule(app.engine).waiting() == []
    assert "Judul sumedang" in publisher.get("/staf/terbitan/terbitkan").text
    run, _ = Impacts(app.engine).begin("editor")
    while_it_runs = editor.get("/staf/terbitan").text
    assert "Draf sedang disiapkan" in while_it_runs
    assert "Belum ada pratinjau" not in while_it_runs
    assert "Draf sedang disiapkan" in editor.get("/staf/terbitan/dampak/maju").text
    editor.post(f"/staf/terbitan/dampak/{run.id}/henti")
    assert Impacts(app.engine).run(run.id).state == "stopping"
    Impacts(app.engine).end(run.id, "stopped")
    assert editor.get("/staf/terbitan/dampak/maju").headers["hx-refresh"] == "true"

    page = open_page(f"{console.url}/staf/masuk")
    console.enter(page, "publisher")
    for path in ("", "/coba", "/dampak", "/terbitkan"):
        page.goto(f"{console.url}/staf/terbitan{path}")
        assert violations(page) == [], path

"""The settings page: what is changed holds at once, the rest is shown without its secrets."""

from __future__ import annotations

import httpx
import pytest

from bot.doctor import Finding
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console

PATH = "/staf/pengaturan"


@pytest.fixture(scope="module")
def configured(make_console: MakeConsole) -> Console:
    """A console with secrets in its configuration."""
    return make_console(
        metrics_token="sangat-rahasia-1",
        smtp_url="smtp://pandu:sangat-rahasia-2@127.0.0.1:9",
        smtp_from="pandu@kota.go.id",
        chroma_url="http://pandu:sangat-rahasia-3@127.0.0.1:9/x",
        operator="Kantor Lama",
    )


def test_a_change_is_seen_at_once_on_the_public_pages_and_recorded(configured: Console) -> None:
    admin, public = configured.people["admin"], f"{configured.url}/privasi"
    assert "Kantor Lama" in httpx.get(public).text
    changed = admin.post(f"{PATH}/operator", {"value": "Direktorat <b>Baru</b>"})
    assert changed.headers["location"] == PATH
    shown = admin.get(PATH).text
    assert "Pengelola layanan: perubahan sudah disimpan" in shown
    assert "Diubah oleh admin" in shown
    assert "Direktorat &lt;b&gt;Baru" in httpx.get(public).text
    admin.post(f"{PATH}/keep_turns_days", {"value": "400"})
    assert "400 hari" in httpx.get(public).text
    admin.post(f"{PATH}/operator/bawaan")
    assert "Kantor Lama" in httpx.get(public).text
    entries = [(one.target, one.detail) for one in configured.app.audit.entries(action="setting.changed")]
    assert entries == [
        ("operator", {"before": "Direktorat <b>Baru</b>", "after": "Kantor Lama"}),
        ("keep_turns_days", {"before": "90", "after": "400"}),
        ("operator", {"before": "Kantor Lama", "after": "Direktorat <b>Baru</b>"}),
    ]


def test_what_will_not_do_is_said_beside_its_field_with_what_was_typed(configured: Console) -> None:
    admin = configured.people["admin"]
    before = configured.app.audit.entries(limit=1)
    refused = admin.post(f"{PATH}/weekly_digest", {"value": "kepala <script>"})
    assert refused.status_code == 422
    assert "bukan alamat surel" in refused.text
    assert 'value="kepala &lt;script&gt;"' in refused.text
    assert admin.post(f"{PATH}/keep_tickets_days", {"value": "1"}).status_code == 422
    assert admin.post(f"{PATH}/secret", {"value": "x"}).status_code == 404
    assert configured.app.audit.entries(limit=1) == before
    assert admin.post(f"{PATH}/keep_tickets_days", {"value": "300", "less": "1"}).status_code == 303


def test_the_rest_is_shown_without_secrets_and_examined_on_request(
    configured: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = configured.people["admin"]
    shown = admin.get(PATH).text
    assert "sangat-rahasia" not in shown
    assert shown.count("terisi (rahasia)") == 2
    assert "http://…@127.0.0.1:9/x" in shown
    found = [Finding("mail", False, "nobody <answers>"), Finding("hand-over", True, "nobody", warning=True)]
    monkeypatch.setattr("bot.doctor.examine", lambda settings: found)
    examined = admin.post(f"{PATH}/periksa").text
    assert "nobody &lt;answers&gt;" in examined
    assert "bermasalah" in examined

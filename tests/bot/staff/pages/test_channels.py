"""The off switch: on the page, in the database, on the public pages and in the API."""

from __future__ import annotations

import httpx

from bot.app import App
from tests.bot.journals import an_answer
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console

CHANNELS, MESSAGE = "/staf/kanal", "Sedang kami perbaiki <b>dulu</b>."
QUESTION = {"question": "Apa itu ASCN?"}


def ask(console: Console, origin: str = "") -> httpx.Response:
    headers = {"Origin": origin} if origin else {}
    return httpx.post(f"{console.url}/api/v1/ask", json=QUESTION, headers=headers, timeout=30)


def _ticket(app: App) -> str:
    turn = app.journal.record("c", "web", "web:1", "Berapa iurannya?", an_answer())
    return app.tickets.secret(app.tickets.open(turn, "web", "web:1").id)


def test_a_channel_is_switched_off_and_on_at_once_and_recorded(make_console: MakeConsole) -> None:
    console = make_console(allowed_origins=("https://kota.go.id",))
    admin = console.person("admin")
    sites = {"web": console.url, "widget": "https://kota.go.id"}
    for channel, other in (("web", "widget"), ("widget", "web")):
        answer = admin.post(f"{CHANNELS}/{channel}/mati", {"message": MESSAGE})
        assert answer.headers["location"] == CHANNELS
        off = ask(console, sites[channel])
        assert (off.status_code, off.json()["code"], off.json()["detail"]) == (503, "channel-off", MESSAGE)
        assert ask(console, sites[other]).status_code == 200
        assert ask(console).status_code == (503 if channel == "web" else 200)
        assert "&lt;b&gt;dulu" in admin.get(CHANNELS).text
        assert ("&lt;b&gt;dulu" in httpx.get(console.url).text) is (channel == "web")
        ticket = {"turn": "0" * 32, "conversation": "x" * 22}
        handed = httpx.post(
            f"{console.url}/api/v1/tickets", json=ticket, headers={"Origin": sites[channel]}, timeout=30
        )
        assert handed.status_code == 503
        page = f"{console.url}/tiket/{_ticket(console.app)}"
        assert httpx.post(page, data={"text": "Lalu?"}).status_code == (503 if channel == "web" else 303)
        assert "Lalu?" not in httpx.get(page).text or channel == "widget"
        assert httpx.post(f"{page}/hapus").status_code == 200, "what is theirs can be deleted all the same"
        admin.post(f"{CHANNELS}/{channel}/nyala")
        assert ask(console, sites[channel]).status_code == 200
        assert "dulu" not in httpx.get(console.url).text
    entries = console.app.audit.entries(action="channel.")
    assert [(entry.action, entry.target) for entry in reversed(entries)] == [
        ("channel.off", "web"),
        ("channel.on", "web"),
        ("channel.off", "widget"),
        ("channel.on", "widget"),
    ]
    assert entries[1].detail == {"message": MESSAGE}
    assert admin.post(f"{CHANNELS}/fax/mati").status_code == 404
    assert admin.post(f"{CHANNELS}/web/mati", {"message": "x" * 601}).status_code == 422

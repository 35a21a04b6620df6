"""The privacy page, line by line: every sentence of it that promises something is held by a check here."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, Table, inspect, select

from bot.expiry import expire
from knowledge.storage.engine import Base, now
from tests.bot.web.running import QUESTION, Running, running

SECRET = "NIK 3578011201900001, hp 0812-3456-7890, budi.pribadi@gmail.com"
PERSONAL = ("3578011201900001", "0812-3456-7890", "budi.pribadi@gmail.com")
PAGES = ("/", "/privasi", "/sumber", "/indikator", "/embed")


@pytest.fixture(scope="module")
def server(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that keeps turns for 30 days and tickets for 100."""
    import shutil

    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("privacy") / "data"))
    with running(folder, keep_turns_days=30, keep_tickets_days=100) as started:
        yield started


def stored(engine: Engine) -> str:
    """Everything that people left in the database, as text."""
    knowledge = {"documents", "versions", "chunks", "version_chunks", "vectors", "alembic_version"}
    found = []
    with engine.connect() as connection:
        for name in set(inspect(engine).get_table_names()) - knowledge:
            rows = connection.execute(select(Table(name, MetaData(), autoload_with=engine))).all()
            found += [" | ".join(map(str, row)) for row in rows]
        # The bytes as they are, in case a column hides something from the eye.
        answers = connection.exec_driver_sql("SELECT answer FROM turns")
        found += [zlib.decompress(packed).decode() for (packed,) in answers]
    return "\n".join(found)


def _person(server: Running, question: str = QUESTION) -> dict[str, str]:
    body = server.client.post("/api/v1/ask", json={"question": question}).json()
    return {"turn": body["turn"], "conversation": body["conversation"]}


def _hand_over(server: Running, mine: dict[str, str], contact: str = "") -> int:
    number: int = server.client.post("/api/v1/tickets", json={**mine, "contact": contact}).json()["ticket"]
    return number


def _rate(server: Running, mine: dict[str, str], reason: str) -> None:
    assert server.client.post("/api/v1/feedback", json={**mine, "value": -1, "reason": reason}).status_code == 204


def _older(server: Running, days: int, *tables: str) -> None:
    """Let time pass for these tables, and let the hourly work of the server be done."""
    with server.app.engine.begin() as connection:
        for name in tables:
            table: Table = Base.metadata.tables[name]
            at = "at" if name == "feedback" else "created_at"
            connection.execute(table.update().values({at: now() - timedelta(days=days, minutes=1)}))
    expire(server.app)


def _without_an_account(server: Running) -> None:
    response = server.client.post("/api/v1/ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert "authorization" not in response.request.headers
    assert "cookie" not in response.request.headers


def _questions(server: Running) -> None:
    _person(server, f"Saya Budi, {SECRET}. {QUESTION}")
    kept = stored(server.app.engine)
    assert "[NIK], hp [telepon], [surel]" in kept
    assert not any(one in kept for one in PERSONAL)
    _older(server, 29, "turns")
    assert "[telepon]" in stored(server.app.engine)
    _older(server, 30, "turns")
    assert "[telepon]" not in stored(server.app.engine)


def _judgements(server: Running) -> None:
    mine = _person(server)
    _rate(server, mine, f"tidakmembantu, {SECRET}")
    kept = stored(server.app.engine)
    assert "tidakmembantu, NIK [NIK], hp [telepon], [surel]" in kept
    assert not any(one in kept for one in PERSONAL)
    _older(server, 30, "turns")
    assert "tidakmembantu" not in stored(server.app.engine)


def _tickets(server: Running) -> None:
    mine = _person(server)
    number = _hand_over(server, mine, f"tuliskesini {SECRET}")
    server.app.handling.answer(number, "balasandirektorat", "staff")
    server.app.tickets.follow_up(number, f"susulan {SECRET}")
    kept = stored(server.app.engine)
    assert "tuliskesini NIK [NIK], hp 0812-3456-7890, budi.pribadi@gmail.com" in kept
    assert "susulan NIK [NIK], hp [telepon], [surel]" in kept
    secret = server.app.tickets.secret(number)
    assert secret not in kept
    assert "balasandirektorat" in server.client.get(f"/tiket/{secret}").text
    _older(server, 99, "turns", "tickets")
    assert "tuliskesini" in stored(server.app.engine)
    with server.app.engine.begin() as connection:
        replied = Base.metadata.tables["tickets"].update()
        connection.execute(replied.values(changed_at=now() - timedelta(days=100, minutes=1)))
    _older(server, 100, "tickets")
    left = stored(server.app.engine)
    assert not any(text in left for text in ("tuliskesini", "balasandirektorat", "susulan", QUESTION, *PERSONAL))
    assert server.client.get(f"/tiket/{secret}").status_code == 404
    number = _hand_over(server, _person(server))
    assert server.client.post(f"/tiket/{server.app.tickets.secret(number)}/hapus").status_code == 200
    assert QUESTION not in server.app.tickets.ticket(number).question


def _watch(server: Running, mine: dict[str, str], email: str) -> str:
    """The address of the page of a watch."""
    turn, recall = server.app.journal.turn(mine["turn"]), server.app.recall
    watch = recall.begin(turn, f"web:{mine['conversation']}", "mail", email, confirmed=False)
    return f"/kabar/{watch.id}/{recall.watches.secret(watch.id)}"


def _watches(server: Running) -> None:
    _watch(server, _person(server), "belumsetuju@kota.go.id")
    page = _watch(server, _person(server), "setuju@kota.go.id")
    assert server.app.recall.watches.watched() == []  # nobody is told anything yet
    assert server.client.post(page, data={"setuju": "1"}).status_code == 200
    _older(server, 6, "watches")
    assert "belumsetuju@kota.go.id" in stored(server.app.engine)
    _older(server, 7, "watches")
    assert "belumsetuju@kota.go.id" not in stored(server.app.engine)
    _older(server, 99, "watches")
    assert "setuju@kota.go.id" in stored(server.app.engine)
    _older(server, 100, "watches")
    assert "setuju@kota.go.id" not in stored(server.app.engine)
    page = _watch(server, _person(server), "berhenti@kota.go.id")
    for given in ({"setuju": "1"}, {}):
        assert server.client.post(page, data=given).status_code == 200
    assert "berhenti@kota.go.id" not in stored(server.app.engine)


def _scrambled_and_not_logged(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    caplog.clear()
    mine = _person(server, f"{QUESTION} pertanyaankhusus")
    _hand_over(server, mine, "alamatkhusus")
    page = _watch(server, mine, "suratkhusus@kota.go.id")
    server.client.get(page)
    kept = stored(server.app.engine)
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "POST /api/v1/ask 200" in logged
    for text in (
        "pertanyaankhusus",
        "alamatkhusus",
        "suratkhusus",
        page.rpartition("/")[2],
        mine["conversation"],
        "127.0.0.1",
    ):
        assert text not in logged
    assert mine["conversation"] not in kept
    assert "127.0.0.1" not in kept


def _device(server: Running) -> None:
    for address in PAGES:
        assert "set-cookie" not in server.client.get(address).headers
    assert "set-cookie" not in server.client.post("/api/v1/ask", json={"question": QUESTION}).headers
    program = server.client.get("/widget.js").text
    assert "=24*3600*1e3" in program  # milliseconds, as the minifier writes them
    assert "document.cookie" not in program
    assert "persist" in program


def _deleting(server: Running) -> None:
    mine, other = _person(server), _person(server)
    _rate(server, mine, "alasanku")
    number = _hand_over(server, mine, "alamatku")
    _watch(server, mine, "suratku@kota.go.id")
    header = {"X-Conversation": mine["conversation"]}
    hashed = server.app.people.hash_person(f"web:{mine['conversation']}")
    assert hashed in stored(server.app.engine)
    assert server.client.request("DELETE", "/api/v1/conversation", headers=header).status_code == 204
    left = stored(server.app.engine)
    assert not any(text in left for text in ("alasanku", "alamatku", "suratku", mine["turn"], hashed))
    assert server.app.tickets.ticket(number).status == "closed"
    assert other["turn"] in left
    texts = server.client.get("/widget.js").text
    assert "Hapus percakapan" in texts
    assert "Delete conversation" in texts


class _Addresses(HTMLParser):
    """What a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("script", "img", "iframe", "source", "video", "audio"):
            self.found.append(given.get("src") or "")
        if tag == "link" and given.get("rel") not in ("alternate", "canonical"):
            self.found.append(given.get("href") or "")


def _nothing_of_others(server: Running) -> None:
    for address in PAGES:
        response = server.client.get(address)
        reader = _Addresses()
        reader.feed(response.text)
        assert reader.found
        assert all(one == "" or (one.startswith("/") and not one.startswith("//")) for one in reader.found)
        policy = response.headers["content-security-policy"]
        assert not re.search(r"https?:|\*", policy)
        assert "default-src 'none'" in policy


def _said(_server: Running) -> None:
    """What tells how things are, and promises nothing of the program."""


#: How a paragraph of the page begins, and what holds it.
PROMISES: dict[str, Callable[..., None]] = {
    "You can ask without an account": _without_an_account,
    "Questions and their answers": _questions,
    "Your judgement of an answer": _judgements,
    "Questions you pass on": _tickets,
    "Answers that you asked to be watched": _watches,
    "A conversation is known by a random number": _scrambled_and_not_logged,
    "The last conversation is kept in your browser": _device,
    "“Delete conversation” below": _deleting,
    "These pages and the assistant load nothing": _nothing_of_others,
    "Indonesian Law 27 of 2022": _said,
}


class _Paragraphs(HTMLParser):
    """The texts of paragraphs and items within the page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = self._main = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._main = self._main or tag == "main"
        if self._main and tag in ("p", "li"):
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("p", "li")
        self._main = self._main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _paragraphs(server: Running, language: str) -> list[str]:
    reader = _Paragraphs()
    reader.feed(server.client.get(f"/privasi?lang={language}").text)
    return [text.strip() for text in reader.found if text.strip()]


def test_every_paragraph_of_the_page_is_held(server: Running) -> None:
    said = _paragraphs(server, "en")
    assert [text for text in said if not text.startswith(tuple(PROMISES))] == []
    assert len(said) == len(PROMISES)
    assert len(_paragraphs(server, "id")) == len(said)
    for language, days in (("en", ("30 days", "100 days")), ("id", ("30 hari", "100 hari"))):
        page = "\n".join(_paragraphs(server, language))
        assert all(one in page for one in days)


@pytest.mark.parametrize("begins", PROMISES)
def test_what_the_page_promises_is_so(server: Running, begins: str, caplog: pytest.LogCaptureFixture) -> None:
    check = PROMISES[begins]
    if check is _scrambled_and_not_logged:
        check(server, caplog)
    else:
        check(server)

"""Questions that are handed to the directorate, and what people say of answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
from sqlalchemy import inspect, text

from tools.attack.attacks import attack, need
from tools.attack.installation import WIDE, Installation, Site
from tools.attack.server import Server
from tools.attack.telegram import STAFF_CHAT, Telegram

_VICTIM = 424242
_CONTACTS = (
    f"telegram:{_VICTIM}:1", f" telegram:{_VICTIM}:1 ", f"telegram:{_VICTIM}:1:7", f"Telegram:{_VICTIM}:1",
    f"telegram:-{_VICTIM}:1", f"telegram:{_VICTIM}", f"tg://user?id={_VICTIM}", f"x\ntelegram:{_VICTIM}:1",
)  # fmt: skip
_PRIVATE = ("3273012501900002", "sri.penanya@contoh.id", "081234567890")


@attack("the reply waits on the web; no chat hears of it")
def a_forged_contact(site: Site) -> str:
    """A web ticket whose contact reads like an address of Telegram made the bot write to any chat, in the
    directorate's name."""
    with Telegram() as telegram, site.installation().serve(**WIDE, **telegram.settings) as server:
        rina, staff = telegram.person(50), telegram.staff()
        for number, contact in enumerate(_CONTACTS, 1):
            asked = server.ask(f"Berapa biaya parkir di Surabaya nomor {number}?")
            ticket = _opened(server, asked, contact)
            shown = telegram.wait(STAFF_CHAT, f"#{ticket}")
            assert shown is not None, f"ticket {ticket} did not reach the staff group"
            telegram.do(partial(staff.say, rina, "Datanglah ke kantor saya.", reply_to=shown))
            need(_within(30, partial(_has_reply, server, ticket, asked)), f"{contact!r}: no reply on the web")
        time.sleep(6)  # the desk looks after tickets every five seconds
        reached = {one.chat_id for one in telegram.server.sent} - {STAFF_CHAT}
    need(not reached, f"messages to {reached}")
    return f"{len(_CONTACTS)} replies, none to a chat"


@attack("one ticket for one answer, nobody gets an error")
def tickets_and_judgements_in_a_race(site: Site) -> str:
    """Eight requests at the same moment for the same answer; fifteen rounds."""
    server = site.server
    statuses: Counter[int] = Counter()
    with ThreadPoolExecutor(8) as people, server.client() as client:
        for _ in range(15):
            asked = server.ask("Apa itu ASCN?")
            own = {"turn": asked["turn"], "conversation": asked["conversation"]}

            def post(number: int, own: dict[str, str] = own) -> tuple[httpx.Response, httpx.Response]:
                judged = {**own, "value": 1 if number % 2 else -1, "reason": f"alasan {number}"}
                return client.post("/api/v1/tickets", json=own), client.post("/api/v1/feedback", json=judged)

            replies = list(people.map(post, range(8)))
            statuses.update(one.status_code for pair in replies for one in pair)
            need(set(statuses) <= {201, 204}, f"statuses {dict(statuses)}")
            tickets = {pair[0].json()["ticket"] for pair in replies}
            need(len(tickets) == 1, f"one answer has the tickets {sorted(tickets)}")
    return f"15 rounds, statuses {dict(statuses)}"


@attack("refused or left out, never 5xx")
def nul_and_what_no_database_takes(site: Site) -> str:
    """PostgreSQL takes no NUL in text; neither database takes half of a surrogate pair."""
    seen: Counter[int] = Counter()
    with site.server.client() as client:
        for odd in ("\\u0000", "a\\u0000b", "\\ud800", "\\udfff kota", "\\uffff"):
            headers = {"Content-Type": "application/json"}
            asked = client.post("/api/v1/ask", content=f'{{"question": "Apa itu ASCN? {odd}"}}', headers=headers)
            good = site.server.ask("Apa itu ASCN?")
            own = f'"turn": "{good["turn"]}", "conversation": "{good["conversation"]}"'
            judged = f'{{{own}, "value": 1, "reason": "{odd}"}}'
            handed = f'{{{own}, "contact": "{odd}"}}'
            replies = [asked] + [
                client.post(f"/api/v1/{path}", content=body, headers=headers)
                for path, body in (("feedback", judged), ("tickets", handed))
            ]
            seen.update(one.status_code for one in replies)
            need(max(seen) < 500, f"{[one.status_code for one in replies]} for {odd}")
    return f"statuses {dict(seen)}"


@attack("no-store on opening and reading")
def tickets_kept_by_caches(site: Site) -> str:
    """A reply may be personal; a cache on the way must not keep it."""
    asked = site.server.ask("Apa itu ASCN?")
    ticket = _opened(site.server, asked, "")
    with site.server.client() as client:
        found = client.get(f"/api/v1/tickets/{ticket}", headers={"X-Conversation": asked["conversation"]})
    need("no-store" in found.headers.get("cache-control", ""), f"Cache-Control: {found.headers.get('cache-control')}")
    return "no-store"


@attack("nothing of it in any table afterwards")
def personal_data_that_stays(site: Site) -> str:
    """Numbers and addresses in a question and in a reason are masked; "delete" deletes the ticket with its contact."""
    place = site.installation()
    with place.serve(**WIDE) as server:
        asked = server.ask(f"Apa itu ASCN? NIK saya {_PRIVATE[0]}, telepon {_PRIVATE[2]}")
        own = {"turn": asked["turn"], "conversation": asked["conversation"]}
        with server.client() as client:
            client.post("/api/v1/feedback", json={**own, "value": -1, "reason": f"Hubungi {', '.join(_PRIVATE)}"})
            found = _rows_with(place, (*_PRIVATE, "90002"))
            need(not found, f"stored unmasked in {found}")
            ticket = _opened(server, asked, _PRIVATE[1])
            header = {"X-Conversation": asked["conversation"]}
            need(client.delete("/api/v1/conversation", headers=header).status_code == 204, "it cannot be deleted")
            need(client.get(f"/api/v1/tickets/{ticket}", headers=header).status_code == 404, "the ticket is still read")
    found = _rows_with(place, (*_PRIVATE, asked["conversation"], "NIK saya"))
    need(not found, f"left in {found}")
    return "masked at once, gone after deletion"


@attack("no more than the settings keep")
def growth_without_end(site: Site) -> str:
    """Every question leaves some kilobytes; what is kept has a number as well as an age."""
    place, most = site.installation(), 100
    with place.serve(**WIDE) as server, ThreadPoolExecutor(4) as people:
        list(people.map(server.ask, ["halo"] * (most + 60)))
    with place.serve(**WIDE, keep_turns_most=most):
        _within(20, lambda: _count(place, "turns") <= most)
    left = _count(place, "turns")
    need(left <= most, f"{left} turns are kept")
    return f"{left} of {most + 60} turns are kept"


@attack("taken or refused at once, at most a line each in the log")
def updates_that_cannot_be_filed(site: Site) -> str:
    """An update that is answered with an error comes back for ever: deep JSON, odd numbers, no content."""
    place = site.installation()
    with Telegram() as telegram:
        settings = {**WIDE, **telegram.settings, "public_url": "http://127.0.0.1:9"}  # nothing is delivered by itself
        with place.serve(**settings) as server:
            assert _within(30, lambda: telegram.server.webhook is not None), "no webhook was set"
            hook = telegram.server.webhook or {}
            address = f"{server.address}/telegram/{hook['url'].rpartition('/telegram/')[2]}"
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"], "Content-Type": "application/json"}
            message = '"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "%s"}'
            odd = {
                "deep": b'{"update_id": 1, "message": ' + b"[" * 100_000,
                "huge id": b'{"update_id": 99999999999999999999999, %b}' % (message % "halo").encode(),
                "nul": b'{"update_id": 7, %b}' % (message % "a\\u0000b").encode(),
                "surrogate": b'{"update_id": 8, %b}' % (message % "a\\ud800b").encode(),
                "no object": b"[]",
                "no id": b"{}",
                "text as id": b'{"update_id": "x", %b}' % (message % "halo").encode(),
            }
            before = server.log.count("\n")
            with server.client() as client:
                replies = {kind: client.post(address, content=body, headers=headers) for kind, body in odd.items()}
            statuses = {kind: reply.status_code for kind, reply in replies.items()}
            lines = server.log.count("\n") - before
    need(all(status in (200, 400, 413) for status in statuses.values()), f"{statuses}")
    need("Traceback" not in server.log, "a traceback in the log")
    need(lines <= 4 * len(odd), f"{lines} lines in the log")
    return f"{statuses}, {lines} lines in the log"


def _opened(server: Server, asked: dict[str, Any], contact: str) -> int:
    with server.client() as client:
        own = {"turn": asked["turn"], "conversation": asked["conversation"], "contact": contact}
        reply = client.post("/api/v1/tickets", json=own)
    reply.raise_for_status()
    return int(reply.json()["ticket"])


def _has_reply(server: Server, ticket: int, asked: dict[str, Any]) -> bool:
    with server.client() as client:
        found = client.get(f"/api/v1/tickets/{ticket}", headers={"X-Conversation": asked["conversation"]})
    return bool(found.json().get("reply"))


def _rows_with(place: Installation, words: tuple[str, ...]) -> list[str]:
    """Tables and columns in which one of the words stands; in the digits of a checksum any number may."""
    engine, found = place.engine(), []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                found += [
                    f"{table}.{name}" for name, value in row.items() if name != "checksum" and _holds(value, words)
                ]
    engine.dispose()
    return sorted(set(found))


def _holds(value: object, words: tuple[str, ...]) -> bool:
    shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return any(word in shown for word in words)


def _count(place: Installation, table: str) -> int:
    engine = place.engine()
    with engine.connect() as connection:
        number = connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
    engine.dispose()
    return int(number)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (happened := holds()) and time.monotonic() < end:
        time.sleep(0.2)
    return happened

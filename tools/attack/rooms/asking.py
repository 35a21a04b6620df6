"""Questions that are meant to hold the server up."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tools.attack.attacks import Failed, attack, need
from tools.attack.installation import Site
from tools.attack.questions import adversarial_questions
from tools.attack.server import Server

COUNT = 1000
FACTOR = 10
GIVE_UP = 20.0  # seconds
_EASY = "Apa saja kewajiban kota anggota ASCN?"
_SMALL_TALK = "ya " * 23 + "zq"


@attack(f"answered within {FACTOR} ordinary questions, others answered meanwhile")
def small_talk_that_backtracks(site: Site) -> str:
    """Ninety characters on which a pattern tries every way of reading its words, with the interpreter held."""
    server = site.server
    ordinary = statistics.median(_seconds(server, _EASY) for _ in range(9))
    with ThreadPoolExecutor(2) as people:
        taken, waited = people.map(lambda question: _seconds(server, question), (_SMALL_TALK, _EASY))
    happened = f"{taken:.2f} s, somebody else {waited:.2f} s (ordinary: {ordinary:.2f} s)"
    need(max(taken, waited) <= max(FACTOR * ordinary, 1.0), happened)
    return happened


@attack(f"all answered, the slowest within {FACTOR} medians")
def a_thousand_adversarial_questions(site: Site) -> str:
    """Seeded questions made of what the patterns look for, odd Unicode, nested brackets, codes and numbers, one after
    the other over HTTP. A slow one is asked again, since the machine may have been busy; its best time counts."""
    server = site.server
    _seconds(server, _EASY)
    taken = [(_seconds(server, question), question) for question in adversarial_questions(1, COUNT)]
    median = statistics.median(seconds for seconds, _ in taken)
    slow = [one for one in taken if one[0] > FACTOR * median]
    again = [(min(_seconds(server, question) for _ in range(3)), question) for _, question in slow]
    slowest, question = max([one for one in taken if one not in slow] + again)
    happened = f"median {median * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms = {slowest / median:.1f} medians"
    need(slowest <= FACTOR * median, f"{happened}: {question[:40]!r}")
    return happened


def _seconds(server: Server, question: str) -> float:
    began = time.monotonic()
    try:
        with server.client(timeout=GIVE_UP) as client:
            reply = client.post("/api/v1/ask", json={"question": question})
    except httpx.HTTPError as error:
        raise Failed(f"no answer within {GIVE_UP:g} s ({type(error).__name__}) to {question[:60]!r}") from error
    # A question of nothing but blanks or control characters is turned away with a reason.
    need(reply.status_code in (200, 422), f"status {reply.status_code} to {question[:60]!r}")
    return time.monotonic() - began

"""Speed and steadiness of the Telegram bot against the Bot API stand-in on loopback.

    python -m bench.telegram latency [--data DATA] [--webhook]
    python -m bench.telegram faults [--updates 10000] [--rate 0.05] [--webhook]

``latency`` measures the time from offering an update to receiving the answer, one chat at a time and 50 chats at once;
with ``--data`` a process ``pandu serve`` answers from the published release of that folder (nothing is written to it),
else a script in the same process. ``faults`` sends updates while requests to the Bot API fail and updates arrive twice
and out of order, and counts answers that are missing, doubled or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from knowledge.answers import Outcome
from tests.fakes.pandu_serve import pandu_serve
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import Faults, TelegramServer

QUESTIONS = (
    "Apa saja kewajiban kota anggota ASCN?",
    "Bagaimana cara bergabung dengan ASCN?",
    "indikator 19.9",
    "Siapa ketua ASCN tahun ini?",
    "Apa isi Visi Komunitas ASEAN 2045?",
    "berapa iuran anggota ascn",
    "indikator transportasi apa saja",
    "What does the ASCN do?",
)
TELEGRAM_PER_SECOND = 30
CHATS, ROUNDS, SINGLES = 50, 12, 200


async def latency(data: Path | None, webhook: bool) -> dict[str, Any]:
    """Milliseconds from update to answer: one chat at a time, and chats at once with Telegram's limit of 30 messages
    a second and without it."""
    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder:
        results: dict[str, Any] = {"answers": str(data or "scripted"), "transport": "webhook" if webhook else "polling"}
        if data is not None:
            shutil.copytree(data, folder, dirs_exist_ok=True)
        for name, limit in (("limited", TELEGRAM_PER_SECOND), ("unlimited", 1000)):
            async with TelegramServer(first_update=time.time_ns() // 1_000_000) as server:
                start = run_bot if data is None else pandu_serve
                async with start(server, Path(folder), webhook=webhook, telegram_messages_per_second=limit):
                    await _ready(server)
                    if name == "limited":
                        results["one at a time"] = _figures(await _one_at_a_time(server))
                    results[f"{CHATS} at once, {name}"] = _figures(await _at_once(server))
        return results


async def faults(updates: int, rate: float, webhook: bool) -> dict[str, Any]:
    """What became of updates while things went wrong."""
    chats = max(updates // 20, 1)
    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder:
        async with TelegramServer() as server:
            limits = {"questions_per_minute": 600, "telegram_messages_per_chat": 100_000, "telegram_timeout": 2}
            async with run_bot(server, Path(folder), webhook=webhook, lease=15, **limits):
                await _ready(server)
                server.sent.clear()
                server.faults = Faults(rate=rate, hang=3.0, disorder=rate, seed=2026)
                began = time.monotonic()
                people = [Person(server, 10_000 + number) for number in range(chats)]
                for number in range(updates):
                    people[number % chats].say(f"nomor {number // chats}.")
                    if number % 100 == 99:
                        await asyncio.sleep(1.0)  # about as fast as it is worked off
                await server.until(lambda: len(server.sent) >= updates, 1800)
                await asyncio.sleep(5)
                seconds = time.monotonic() - began
    return {
        "updates": updates,
        "chats": chats,
        "transport": "webhook" if webhook else "polling",
        "seconds": round(seconds, 1),
        "faults": server.faults.count,
        "refused": len(server.refusals),
        **_judge(server, people, updates),
    }


def _judge(server: TelegramServer, people: list[Person], updates: int) -> dict[str, int]:
    heard: dict[int, list[int]] = {person.id: [] for person in people}
    for message in server.sent:
        heard[message.chat_id].append(int(message.text.split("nomor ")[1].split(".")[0]))
    counted = Counter((chat, number) for chat, numbers in heard.items() for number in numbers)
    return {
        "lost": updates - len(counted),
        "doubled": sum(count - 1 for count in counted.values()),
        "chats out of order": sum(numbers != sorted(numbers) for numbers in heard.values()),
    }


async def _ready(server: TelegramServer) -> None:
    await server.until(lambda: len(server.menus) >= 4 and (server.webhook or server.calls.count("getUpdates")), 60)
    person = Person(server, 1)
    for number, question in enumerate(QUESTIONS, start=1):
        person.say(question)
        answer = await person.hears(number, 60)
        if Outcome.ERROR.message("id") in answer.text or Outcome.ERROR.message("en") in answer.text:
            raise RuntimeError("The bot answers with errors, which take no time; is the release of another version?")


async def _one_at_a_time(server: TelegramServer) -> list[float]:
    times = []
    for number in range(SINGLES):
        person = Person(server, 100_000 + number)
        began = time.monotonic()
        person.say(QUESTIONS[number % len(QUESTIONS)])
        answer = await person.hears(1)
        times.append(answer.at - began)
        await asyncio.sleep(0.05)
    return times


async def _at_once(server: TelegramServer) -> list[float]:
    times = []
    for round_number in range(ROUNDS):
        people = [Person(server, 200_000 + round_number * CHATS + number) for number in range(CHATS)]
        before, began = len(server.sent), time.monotonic()
        for number, person in enumerate(people):
            person.say(QUESTIONS[number % len(QUESTIONS)])
        await server.until(lambda count=before + CHATS: len(server.sent) >= count, 60)
        times += [message.at - began for message in server.sent[before:]]
        await asyncio.sleep(2)  # Telegram's limit has recovered
    return times


def _figures(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * one for one in seconds)
    return {
        "count": len(ordered),
        "median ms": round(statistics.median(ordered), 1),
        "p99 ms": round(ordered[int(0.99 * (len(ordered) - 1))], 1),
        "max ms": round(ordered[-1], 1),
    }


def main() -> None:
    """Run one of the two and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("latency", "faults"))
    parser.add_argument("--data", type=Path, help="data folder with a published release")
    parser.add_argument("--webhook", action="store_true")
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=0.05)
    given = parser.parse_args()
    if given.what == "latency":
        figures = asyncio.run(latency(given.data, given.webhook))
    else:
        figures = asyncio.run(faults(given.updates, given.rate, given.webhook))
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Speed of the staff console with much behind it: ``python -m bench.staff --data DATA [--turns 100000]``.

DATA is a data folder with a published release. It is copied to FOLDER (default: out/bench/staff), which then gets so
many turns of 90 days with feedback and tickets and 1,000 documents, and is kept for the next time. Then every page of
the console's route table is asked for through ``pandu serve``; addresses with something in them, such as the
number of a ticket, are taken from the links of the pages. A page that takes longer than 300 ms (the median of a few) is
told, and the exit code is 1. So is one that no link leads to. At last the impact of publishing the 1,000 documents is
previewed, while two questions a second are asked: 400 questions of a preview shall take no longer than 60 seconds.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert
from starlette.routing import Route, compile_path

from bench.web import QUESTIONS, serving
from bot.app import App, build_app
from bot.journal import FeedbackRow, TurnRow, same_words
from bot.releases.questions import all_questions
from bot.settings import Settings
from bot.staff.routes import ROUTES
from ingest.chunking import split
from knowledge.answers import Answer, Citation, Outcome, Paragraph
from knowledge.documents import Document, Section, version_digest
from knowledge.language.dates import local_day
from knowledge.releases.pending import pending
from knowledge.storage.engine import now
from knowledge.storage.stored_versions import NewVersion

FOLDER = Path("out/bench/staff")
PASSWORD = "kuda hijau makan awan"
BAR = 300.0  # milliseconds
PREVIEWED, PREVIEW_BAR = 400, 60.0  # questions, and seconds
DOCUMENTS, TICKETS, DAYS = 1000, 300, 90
DISTINCT_REFUSED = 2500
REPEATS = 5
_PAUSE = 0.5  # seconds between two questions that are asked while a preview is made
_BATCH = 2000
_SUBJECTS = [
    "iuran",
    "hibah",
    "rapat",
    "delegasi",
    "visa",
    "hotel",
    "pelatihan",
    "sensor",
    "aplikasi",
    "drone",
    "taksi",
    "banjir",
    "sampah",
    "parkir",
    "pajak",
]
_PLACES = [
    "Manila",
    "Bandung",
    "Hanoi",
    "Vientiane",
    "Phuket",
    "Makassar",
    "Davao",
    "Penang",
    "Yangon",
    "Cebu",
    "Surabaya",
    "Batam",
    "Denpasar",
    "Medan",
]
_HOW = ("berapa biaya {} di {}", "siapa yang mengurus {} di {}", "kapan {} di {} dimulai", "bagaimana cara {} di {}")
_LINK = re.compile(r'(?:href|hx-get|src)="(/staf/[^"#]*)"')
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def main() -> None:
    """Fill the folder unless it is there, and measure every page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DATA")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--turns", type=int, default=100_000)
    given = parser.parse_args()
    if not (given.folder / "filled").exists():
        shutil.rmtree(given.folder, ignore_errors=True)
        shutil.copytree(given.data, given.folder)
        _fill(given.folder, given.turns)
        (given.folder / "filled").touch()
    asked = _settle(given.folder)
    with serving(given.folder) as url, httpx.Client(base_url=url, timeout=60) as client:
        _sign_in(client)
        slow = _report(list(_measured(client)))
        sys.exit(_report_preview(asked, *_previewed(client)) or slow)


def _fill(folder: Path, turns: int) -> None:
    app = build_app(Settings(data=folder), exact=True)
    try:
        app.accounts.add("admin", "admin", PASSWORD)
        _add_documents(app)
        _add_turns(app, turns)
    finally:
        app.close()


def _settle(folder: Path) -> int:
    """Do what the server would do in the background while it is measured, and build the draft; how many questions a
    preview asks of it."""
    app = build_app(Settings(data=folder), exact=True)
    try:
        _timed("Gaps put together", app.gaps.refresh)
        app.periodic.give_back("gaps")
        app.periodic.take("gaps", now())
        _timed("Citations counted", app.citation_counts.update)
        _timed("Days counted", app.daily_counts.update)
        if not pending(app.document_store, app.release_store).fresh:
            _timed("Draft built", lambda: app.builder().build())
        return len(all_questions(app.engine, app.settings.golden))
    finally:
        app.close()


def _timed(what: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    print(f"{what} in {time.perf_counter() - began:.1f} s", flush=True)


def _add_documents(app: App) -> None:
    for number in range(DOCUMENTS):
        place, subject = _PLACES[number % len(_PLACES)], _SUBJECTS[number % len(_SUBJECTS)]
        title = f"Laporan {subject} {place} nomor {number}"
        document = Document(
            f"laporan-{number}", title, "staff", "id", publisher=place, as_of=f"20{15 + number % 11}-03"
        )
        sections = [
            Section(
                f"Bagian {part} tentang {subject} di {place}. Ditulis pada tahun ke-{number}.", (title, f"Bab {part}")
            )
            for part in range(8)
        ]
        chunks = split(document, sections)
        app.document_store.add(
            NewVersion(document, version_digest(document, sections), chunks, f"laporan-{number}.pdf")
        )


def _add_turns(app: App, turns: int) -> None:
    chance = random.Random(17)
    moment = now()
    rows: list[dict[str, Any]] = []
    for number in range(turns):
        at = moment - timedelta(days=DAYS * number / turns)
        rows.append(_turn(chance, number, at))
        if len(rows) == _BATCH or number == turns - 1:
            judged = [{"turn_id": row["id"], "value": chance.choice((1, 1, -1)), "at": at} for row in rows[::12]]
            with app.engine.begin() as connection:
                connection.execute(insert(TurnRow), rows)
                connection.execute(insert(FeedbackRow), judged)
            if number < _BATCH:
                for row in rows[:TICKETS]:
                    app.tickets.open(app.journal.turn(row["id"]), row["channel"], f"orang-{row['id']}")
            rows = []


def _turn(chance: random.Random, number: int, at: datetime) -> dict[str, Any]:
    refused = chance.random() < 0.25
    pick = min(int(chance.expovariate(1 / 300)), DISTINCT_REFUSED - 1) if refused else chance.randrange(20_000)
    question = _question(pick, refused=refused)
    outcome = Outcome.REFUSED if refused else chance.choice((Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY))
    cited = Citation(number=1, title="Sumber", document=f"laporan-{chance.randrange(DOCUMENTS)}")
    answer = Answer(
        outcome=outcome,
        language="en" if chance.random() < 0.2 else "id",
        question=question,
        blocks=[] if refused else [Paragraph(text=f"Jawaban nomor {pick}. " * 12, citations=[1])],
        citations=[] if refused else [cited],
    )
    return {
        "id": f"{number:032x}",
        "conversation": f"c{number // 3}",
        "channel": chance.choice(("web", "web", "telegram")),
        "who": f"w{number % 5000}",
        "question": question,
        "outcome": outcome.value,
        "answer": answer.model_dump(mode="json"),
        "created_at": at,
        "day": local_day(at),
        "language": answer.language,
        "tentative": outcome is Outcome.PARTLY,
        "milliseconds": int(chance.lognormvariate(3.5, 0.8)),
        "asked": same_words(question),
    }


def _question(pick: int, *, refused: bool) -> str:
    subject, place = _SUBJECTS[pick % len(_SUBJECTS)], _PLACES[pick // 7 % len(_PLACES)]
    asked = _HOW[pick % len(_HOW)].format(subject, place)
    return f"{asked} tahun {1990 + pick // 60 % 60}" if refused else f"{asked} nomor {pick}"


def _sign_in(client: httpx.Client) -> None:
    found = _TOKEN.search(client.get("/staf/masuk").text)
    if found is None:
        raise RuntimeError("There is no form to sign in with.")
    form = {"name": "admin", "password": PASSWORD, "csrf": found[1]}
    if client.post("/staf/masuk", data=form).status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError("admin cannot sign in.")


def _measured(client: httpx.Client) -> Iterator[tuple[str, str, float]]:
    """Each page by its path in the route table: the address asked for, and the median in milliseconds (-1: no link)."""
    paths = {f"/staf{route.path}" for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())}
    paths -= {"/staf/keluar"}
    patterns = {path: compile_path(path)[0] for path in paths if "{" in path}
    addresses = {path: path for path in paths if "{" not in path}
    seen: Counter[str] = Counter()
    waiting = sorted(addresses)
    while waiting:
        path = waiting.pop(0)
        seconds = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            page = client.get(addresses[path])
            seconds.append(time.perf_counter() - began)
        seen[path] += 1
        yield path, f"{addresses[path]} {page.status_code}", 1000 * statistics.median(seconds)
        for link in _LINK.findall(page.text):
            plain = link.replace("&amp;", "&").split("?")[0]
            for one, pattern in patterns.items():
                if one not in addresses and plain not in paths and pattern.fullmatch(plain):
                    addresses[one] = link.replace("&amp;", "&")
                    waiting.append(one)
    yield from ((path, "no link leads there", -1.0) for path in sorted(paths - set(seen)))


def _report(measured: list[tuple[str, str, float]]) -> int:
    print(f"| page | address | median of {REPEATS}, ms (bar {BAR:.0f}) |\n| --- | --- | --- |")
    for path, address, milliseconds in sorted(measured, key=lambda one: -one[2]):
        print(f"| {path} | {address} | {milliseconds:.0f}{' !' if milliseconds > BAR else ''} |")
    return int(any(milliseconds > BAR or milliseconds < 0 for _, _, milliseconds in measured))


def _previewed(client: httpx.Client) -> tuple[float, list[float]]:
    """Seconds until a preview is there to be read, and milliseconds of the answers to what was asked meanwhile."""
    path, answered = "/staf/terbitan/dampak", []
    token = _TOKEN.search(client.get(path).text)
    if token is None:
        raise RuntimeError("There is no form to begin a preview with.")
    began = time.perf_counter()
    client.post(path, data={"csrf": token[1]})
    while True:
        question, asked = QUESTIONS[len(answered) % len(QUESTIONS)], time.perf_counter()
        client.post("/api/v1/ask", json={"question": question}).raise_for_status()
        answered.append(1000 * (time.perf_counter() - asked))
        if "HX-Refresh" in client.get(f"{path}/maju").headers:
            return time.perf_counter() - began, answered
        time.sleep(max(0.0, _PAUSE - (time.perf_counter() - asked)))


def _report_preview(number: int, seconds: float, answered: list[float]) -> int:
    scaled = seconds * PREVIEWED / number
    told = f"that is {scaled:.0f} s for {PREVIEWED} (bar {PREVIEW_BAR:.0f})"
    print(f"\nImpact of {number} questions previewed in {seconds:.0f} s, {told}")
    print(f"{len(answered)} questions answered meanwhile, the median in {statistics.median(answered):.0f} ms")
    return int(scaled > PREVIEW_BAR)


if __name__ == "__main__":
    main()

"""Speed of POST /ask through ``pandu serve`` on loopback, and the weight of what a browser loads.

    python -m bench.web --data DATA [--seconds 10]

DATA is a data folder with a published release; it is copied, so nothing is written to it. Each number of clients asks
for the same time, each client one question after another on a connection of its own, every question in a new
conversation. Server and clients share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.web.widget import widget_script

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
CLIENTS = (1, 16, 64)
UNLIMITED = "100000"
START_SECONDS = 60


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """``pandu serve`` over a copy of ``data``, ready to answer; yields its address.

    Raises:
        RuntimeError: it did not get ready.
    """
    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder, socket.socket() as probe:
        shutil.copytree(data, folder, dirs_exist_ok=True)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        limits = ("CLIENT_QUESTIONS_PER_MINUTE", "SITE_QUESTIONS_PER_MINUTE", "CLIENT_REQUESTS_PER_MINUTE")
        environment = {
            **os.environ,
            "PANDU_DATA": folder,
            "PANDU_PORT": str(port),
            "PANDU_LOG_LEVEL": "WARNING",
            **{f"PANDU_{name}": UNLIMITED for name in limits},
        }
        server = subprocess.Popen([str(Path(sys.executable).parent / "pandu"), "serve"], env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("pandu serve did not get ready; is a release published in DATA?")


async def load(url: str, clients: int, seconds: float) -> dict[str, Any]:
    """Answers a second, latencies in milliseconds and errors (anything but an answer) with so many clients."""
    times: list[float] = []
    errors = 0
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as http:
        began = time.perf_counter()
        until = began + seconds

        async def client(number: int) -> None:
            nonlocal errors
            while (asked := time.perf_counter()) < until:
                question = QUESTIONS[(number + len(times)) % len(QUESTIONS)]
                try:
                    response = await http.post("/api/v1/ask", json={"question": question})
                    right = response.status_code == httpx.codes.OK and response.json()["outcome"] != "error"
                except httpx.TransportError:
                    right = False
                errors += not right
                times.append(time.perf_counter() - asked)

        await asyncio.gather(*(client(number) for number in range(clients)))
        passed = time.perf_counter() - began
    ordered = sorted(1000 * one for one in times)
    return {
        "answers per second": round((len(times) - errors) / passed, 1),
        "p50 ms": round(statistics.median(ordered), 1),
        "p99 ms": round(ordered[int(0.99 * (len(ordered) - 1))], 1),
        "count": len(times),
        "errors": errors,
    }


def weights(url: str) -> dict[str, int]:
    """Bytes: the widget with gzip, and what the start page loads over the wire."""
    script = widget_script(1000).encode()
    page = httpx.get(url, headers={"Accept-Encoding": "gzip"})
    files = [one.split('"')[0] for one in page.text.split('="/')[1:] if one.startswith(("static/", "widget.js"))]
    wire = [
        int(httpx.head(f"{url}/{one}", headers={"Accept-Encoding": "identity"}).headers["content-length"])
        for one in set(files)
    ]
    return {
        "widget.js": len(script),
        "widget.js gzip": len(gzip.compress(script, 9)),
        "start page with all it loads, unpacked": len(page.text.encode()) + sum(wire),
        "files": len(wire) + 1,
    }


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="data folder with a published release")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    with serving(given.data) as url:
        asyncio.run(load(url, 4, 2))  # warm
        figures: dict[str, Any] = {
            f"{count} clients": asyncio.run(load(url, count, given.seconds)) for count in CLIENTS
        }
        figures["bytes"] = weights(url)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

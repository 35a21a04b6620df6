"""Connections of clients that take their time, mean harm or are too many, against ``pandu serve`` as a process."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.fakes.pandu_serve import pandu_serve

PATIENCE = 60.0  # before the limits none of these connections ended at all
ASK = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
EVENTS = ASK + b'Accept: text/event-stream\r\nContent-Length: 21\r\n\r\n{"question": "ASCN?"}'
WIDGET = b"GET /widget.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
MANY = 600  # times the widget: 25 MB, more than the system's own buffers hold


class Client:
    """A connection to the server from an address of this machine. From 127.0.0.1 it would be that of a proxy."""

    def __init__(self, url: str, address: str = "127.0.0.2") -> None:
        self._port = int(url.rpartition(":")[2])
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.bind((address, 0))
        self.socket.connect(("127.0.0.1", self._port))
        self.socket.setblocking(False)

    def send(self, data: bytes) -> None:
        """Send what can be sent at once."""
        try:
            self.socket.send(data)
        except (BlockingIOError, ConnectionError):
            return

    def is_held(self) -> bool:
        """Whether the server still holds its end of the connection."""
        host, port = self.socket.getsockname()
        theirs = f"{_kernel('127.0.0.1', self._port)} {_kernel(host, port)} 01"
        return theirs in Path("/proc/net/tcp").read_text()

    def received(self) -> bytes:
        """Everything that still comes."""
        self.socket.settimeout(PATIENCE)
        pieces = []
        try:
            while piece := self.socket.recv(1 << 20):
                pieces.append(piece)
        except ConnectionError:
            pass
        return b"".join(pieces)


def _kernel(host: str, port: int) -> str:
    return f"{int.from_bytes(socket.inet_aton(host), 'little'):08X}:{port:04X}"


@pytest.fixture
def client() -> Iterator[Callable[..., Client]]:
    with ExitStack() as stack:

        def make(url: str, address: str = "127.0.0.2") -> Client:
            made = Client(url, address)
            stack.callback(made.socket.close)
            return made

        yield make


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)


@asynccontextmanager
async def dripping(client: Client, piece: bytes) -> AsyncIterator[None]:
    async def drip() -> None:
        while True:
            client.send(piece)
            await asyncio.sleep(0.2)

    task = asyncio.create_task(drip())
    yield
    task.cancel()


STALLS: dict[str, tuple[bytes, bytes]] = {
    "nothing at all": (b"", b""),
    "half a head": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b""),
    "a head without end": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"a"),
    "a second head": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT", b"T"),
    "half a body": (ASK + b'Content-Length: 1000\r\n\r\n{"', b""),
    "a body without end": (ASK + b"Content-Length: 10000\r\n\r\n", b"a"),
    "a body nobody reads": (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n", b"a"),
    "a chunk without end": (ASK + b"Transfer-Encoding: chunked\r\n\r\n1000\r\n", b"a"),
    "answers unread": (WIDGET * MANY, b""),
    "events unread": (EVENTS + WIDGET * MANY, b""),
}


async def test_a_client_that_takes_its_time_is_let_go(tmp_path: Path, client: Callable[..., Client]) -> None:
    async with pandu_serve(None, tmp_path, client_seconds=1, client_requests_per_minute=100_000) as url:
        for name, (first, piece) in STALLS.items():
            stalled = client(url)
            stalled.send(first)
            async with dripping(stalled, piece):
                try:
                    await until(lambda stalled=stalled: not stalled.is_held())
                except TimeoutError:
                    pytest.fail(f"{name}: the connection is held")
            assert len(stalled.received()) < 20_000 * MANY, name
        async with httpx.AsyncClient(base_url=url, trust_env=False) as proper:
            assert (await proper.get("/healthz")).status_code == 200


async def test_a_client_that_does_its_part_is_not_hurried(tmp_path: Path, client: Callable[..., Client]) -> None:
    """It reads all it asked for, over many times the seconds it has for each piece."""
    async with pandu_serve(None, tmp_path, client_seconds=1, client_requests_per_minute=100_000) as url:
        whole = len((await asyncio.to_thread(httpx.get, f"{url}/widget.js", trust_env=False)).content)
        patient = client(url)
        patient.send(WIDGET * 200)
        patient.socket.settimeout(PATIENCE)
        total = 0
        while total < 200 * whole:
            piece = await asyncio.to_thread(patient.socket.recv, 1 << 20)
            assert piece, total
            total += len(piece)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", (b"400", b"431")),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", (b"400", b"431")),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 1000 + b"\r\n", (b"431",)),
        (ASK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", (b"400",)),
        (b"\x16\x03\x01\x02\x00", (b"400",)),
    ],
)
async def test_what_cannot_be_read_is_answered_and_let_go(
    serving: str, client: Callable[..., Client], head: bytes, status: tuple[bytes, ...]
) -> None:
    sender = client(serving)
    sender.socket.setblocking(True)
    await asyncio.to_thread(sender.socket.sendall, head)
    answer = await asyncio.to_thread(sender.socket.recv, 1000)
    assert answer.split(b" ", 2)[1] in status
    assert b"server:" not in answer.lower()


async def test_a_body_of_two_lengths_hides_no_request(serving: str, client: Callable[..., Client]) -> None:
    sender = client(serving)
    hidden = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    lengths = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (len(hidden) + 5)
    sender.send(ASK + lengths + hidden)
    answer = await asyncio.to_thread(sender.received)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.fixture
async def serving(tmp_path: Path) -> AsyncIterator[str]:
    async with pandu_serve(None, tmp_path, connections=40, client_connections=10, client_seconds=600) as url:
        yield url


async def test_one_address_holds_no_more_than_its_connections(serving: str, client: Callable[..., Client]) -> None:
    held = [client(serving, "127.0.0.3") for _ in range(30)]
    await until(lambda: sum(one.is_held() for one in held) == 10)
    assert held[-1].received().startswith(b"HTTP/1.1 503 ")
    other = client(serving, "127.0.0.4")
    await until(other.is_held)
    held[0].socket.close()  # and then there is room again
    await until(lambda: not _answers(client(serving, "127.0.0.3"), b"503"))


async def test_slow_clients_from_everywhere_keep_nobody_out(serving: str, client: Callable[..., Client]) -> None:
    slow = [client(serving, f"127.0.1.{number}") for number in range(1, 101)]
    for one in slow:
        one.send(b"GET / HTTP/1.1\r\nX: ")
    await until(lambda: sum(one.is_held() for one in slow) <= 40)
    for number in range(1, 21):
        assert _answers(client(serving, f"127.0.2.{number}"), b"200")
    assert sum(one.is_held() for one in slow) >= 10  # they are not all sent away for one who comes


def _answers(client: Client, status: bytes) -> bool:
    client.socket.settimeout(PATIENCE)
    client.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    try:
        return client.socket.recv(1000).startswith(b"HTTP/1.1 " + status)
    except ConnectionError:
        return False


@pytest.mark.slow
async def test_stalled_clients_do_not_keep_it_from_ending(tmp_path: Path, client: Callable[..., Client]) -> None:
    settings = {"client_seconds": 600, "client_requests_per_minute": 100_000}
    async with pandu_serve(None, tmp_path, **settings) as url:
        for first, _ in STALLS.values():
            for _ in range(5):
                client(url).send(first)
        await asyncio.sleep(1)
        told = time.monotonic()
    assert time.monotonic() - told < 20 + 10  # the deadline, and what a busy machine may add


HANGING = """
import asyncio, time
from bot.web import connections

async def app(scope, receive, send):
    print("asked", flush=True)
    await asyncio.to_thread(time.sleep, 1000)

connections.END_SECONDS = 1
config = connections.GuardedConfig(app, connections.Limits(10, 10, 10), port={port}, lifespan="off")
connections.GuardedServer(config).run()
"""


async def test_what_hangs_within_does_not_keep_it_from_ending(client: Callable[..., Client]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", HANGING.format(port=port)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        await until(lambda: _can_be_reached(port))
        client(f"http://127.0.0.1:{port}").send(WIDGET)
        assert await process.stdout.readline() == b"asked\n"
        process.terminate()
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _can_be_reached(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

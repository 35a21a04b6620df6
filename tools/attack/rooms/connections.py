"""Clients that connect and then stall."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tools.attack.attacks import Failed, attack, need
from tools.attack.installation import WIDE, Site
from tools.attack.rooms.web import is_alive
from tools.attack.server import Server

PATIENCE = 3  # seconds that the servers here are told to wait for a client
MARGIN = 20  # seconds more, since the machine may be busy
STOP_SECONDS = 20
_ESTABLISHED = "01"  # in /proc/net/tcp
_HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
_LONG = b"GET /widget.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
_STALLS = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
    "no body": _HEAD + b"Content-Length: 100\r\n\r\n",
    "half a body": _HEAD + b'Content-Length: 100\r\n\r\n{"question": "',
    "half a chunk": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n{",
    "reads nothing": _LONG * 600,  # 25 MB, more than the buffers of the system hold
}


@attack(f"closed within the limit ({PATIENCE} s here), others answered meanwhile")
def clients_that_stall(site: Site) -> str:
    """Slow heads, slow bodies and slow readers held their connections for ever; twenty of each kind."""
    with site.installation().serve(**WIDE, client_seconds=PATIENCE) as server, _stalled(server, 20) as stalled:
        need(is_alive(server), "nobody else is answered")
        end = time.monotonic() + PATIENCE + MARGIN
        left = {kind: list(open_) for kind, open_ in stalled.items()}
        while any(left.values()) and time.monotonic() < end:
            time.sleep(0.5)
            held = _held(server)
            left = {kind: [one for one in open_ if one.getsockname() in held] for kind, open_ in left.items()}
        kept = {kind: len(open_) for kind, open_ in left.items() if open_}
        need(not kept, f"still open after {PATIENCE + MARGIN} s: {kept}")
        need(is_alive(server), "nobody is answered afterwards")
    return f"all {sum(map(len, stalled.values()))} closed"


@attack("closed within the limit, however it trickles")
def a_head_that_trickles(site: Site) -> str:
    """A byte a second keeps a timeout that begins anew with every byte from ever passing."""
    with site.installation().serve(**WIDE, client_seconds=PATIENCE) as server, server.connect() as bare:
        bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
        for second in range(PATIENCE + MARGIN):
            time.sleep(1)
            if bare.getsockname() not in _held(server):
                return f"closed after {second + 1} s"
            with suppress(OSError):
                bare.sendall(b"a")
    raise Failed(f"still open after {PATIENCE + MARGIN} s")


@attack(f"ends within {STOP_SECONDS} s")
def sigterm_under_stalled_clients(site: Site) -> str:
    """Told to stop, the server waited for clients that never finish."""
    with site.installation().serve(**WIDE) as server, _stalled(server, 20):
        time.sleep(1)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        try:
            status = server.process.wait(STOP_SECONDS + 10)
        except subprocess.TimeoutExpired:
            raise Failed(f"still there after {STOP_SECONDS + 10} s") from None
        took = time.monotonic() - began
    need(status == 0, f"ended with {status}")
    need(took <= STOP_SECONDS + 3, f"ended after {took:.0f} s")
    return f"ended after {took:.1f} s with status 0"


@attack("refused with 431 or 400")
def a_head_without_end(site: Site) -> str:
    """Header fields are held in memory until the head is complete."""
    many = b"".join(b"X-%d: a\r\n" % number for number in range(20_000))
    heads = {"long": b"X-A: " + b"a" * 300_000 + b"\r\n", "many": many, "address": b""}
    for kind, fields in heads.items():
        target = b"/" + b"a" * 300_000 if kind == "address" else b"/"
        got = site.server.raw(b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + b"\r\n")
        need(not got or got[9:12] in (b"431", b"400", b"414"), f"{kind}: {got[:40]!r}")
    need(is_alive(site.server), "nobody is answered afterwards")
    return "refused: a long field, many fields, a long address"


@attack("another client is answered")
def connections_without_end(site: Site) -> str:
    """One client opens as many connections as the server has file descriptors for."""
    with site.installation().serve(**WIDE, connections=200, client_connections=50) as server, ExitStack() as stack:
        opened: list[socket.socket] = []
        for _ in range(400):
            with suppress(OSError):
                opened.append(stack.enter_context(server.connect("127.0.0.3")))
        time.sleep(1)
        need(is_alive(server), f"nobody else is answered beside {len(opened)} idle connections")
        held = len({one.getsockname() for one in opened} & _held(server))
    need(held <= 100, f"{held} of {len(opened)} idle connections of one client are kept")
    return f"{len(opened)} opened, {held} kept, others answered"


@attack("each ends with answer or error")
def many_streams_at_once(site: Site) -> str:
    """Eighty people ask at the same time, over Server-Sent Events."""
    body = b'{"question": "Apa itu ASCN?"}'
    request = _HEAD + b"Accept: text/event-stream\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with ExitStack() as stack:
        streams = [stack.enter_context(site.server.connect()) for _ in range(80)]
        for one in streams:
            one.settimeout(90)
            one.sendall(request)
        ended = [_all(one) for one in streams]
    done = sum(b"event: answer" in one or b"event: error" in one for one in ended)
    need(done == len(streams), f"{len(streams) - done} of {len(streams)} ended without an event")
    return f"{done} ended"


@contextmanager
def _stalled(server: Server, each: int) -> Iterator[dict[str, list[socket.socket]]]:
    """Connections that stall, ``each`` of every kind."""
    with ExitStack() as stack:
        found: dict[str, list[socket.socket]] = {}
        for number, (kind, sent) in enumerate(_STALLS.items()):
            sources = f"127.0.0.{10 + number}"
            found[kind] = [stack.enter_context(server.connect(sources, receive=4096)) for _ in range(each)]
            for one in found[kind]:
                one.setblocking(False)
                with suppress(OSError):
                    one.sendall(sent)
        yield found


def _held(server: Server) -> set[tuple[str, int]]:
    """The clients whose connections the server has open, as the kernel knows them: a slow reader does not see the end
    of its own."""
    found = set()
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        own, other, state = line.split()[1:4]
        host, port = other.split(":")
        if int(own.split(":")[1], 16) == server.port and state == _ESTABLISHED:
            found.add((socket.inet_ntoa(int(host, 16).to_bytes(4, "little")), int(port, 16)))
    return found


def _all(one: socket.socket) -> bytes:
    got = b""
    with suppress(OSError):
        while part := one.recv(65536):
            got += part
    return got

"""A ``pandu serve`` process on loopback, seen from outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

_SERVE = [sys.executable, "-c", "from bot.cli.main import main; main()", "serve"]
START_SECONDS = 120


class Server:
    """Starts with ``with`` and is killed at the end.

    Args:
        data: the data folder.
        environment: gives the environment for a port.
    """

    def __init__(self, data: Path, environment: Callable[[int], dict[str, str]]) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = environment(self.port)
        self._lines: list[str] = []

    def __enter__(self) -> Server:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        # The log goes through a pipe, so that it can be written even when files cannot.
        self.process = subprocess.Popen(
            _SERVE,
            cwd=self.data.parent,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(5)

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return "".join(self._lines)

    def is_well(self) -> bool:
        """Whether it runs and answers within seconds."""
        if self.process.poll() is not None:
            return False
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/healthz", timeout=5, trust_env=False).status_code == 200
        return False

    def client(self, source: str = "127.0.0.1", timeout: float = 20, **headers: str) -> httpx.Client:
        """A client that comes from an address of the loopback network; each of those is a client of its own."""
        transport = httpx.HTTPTransport(local_address=source)
        return httpx.Client(base_url=self.address, transport=transport, timeout=timeout, headers=headers)

    def ask(self, question: str, timeout: float = 30, **fields: Any) -> dict[str, Any]:
        """Ask a question in a conversation of its own.

        Raises:
            httpx.HTTPError: no answer came, or it is not one.
        """
        with self.client(timeout=timeout) as client:
            reply = client.post("/api/v1/ask", json={"question": question, **fields})
        reply.raise_for_status()
        body: dict[str, Any] = reply.json()
        return body

    def connect(self, source: str = "127.0.0.1", receive: int = 0) -> socket.socket:
        """A bare connection, if wanted with a small receive buffer (bytes)."""
        bare = socket.socket()
        if receive:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        bare.settimeout(20)
        bare.bind((source, 0))
        bare.connect(("127.0.0.1", self.port))
        return bare

    def raw(self, sent: bytes, source: str = "127.0.0.1") -> bytes:
        """What it answers to bytes until it closes the connection or is silent for five seconds."""
        with self.connect(source) as bare:
            bare.settimeout(5)
            got = b""
            with suppress(OSError):
                bare.sendall(sent)
            with suppress(OSError):
                while part := bare.recv(65536):
                    got += part
            return got

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/healthz", timeout=2, trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        self.process.kill()
        self.process.wait()
        raise RuntimeError(f"The server did not start:\n{self.log[-3000:]}")

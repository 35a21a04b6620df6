"""A real HTTP server on a port of this machine, for one test or many."""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp

from bot.web.connections import GuardedConfig, GuardedServer, Limits


class Server:
    """The server of ``pandu serve`` in a thread; can be stopped and started again on the same port."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start and wait until it listens."""
        config = GuardedConfig(self._app, Limits(800, 100, 20), port=self.port, timeout_graceful_shutdown=1)
        self._server = GuardedServer(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError(f"The server on {self.url} did not start.")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop and wait until it is gone."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(20)

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

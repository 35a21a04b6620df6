"""Fetching from the web never leads into the own network."""

import contextlib
import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.downloads import Address, Fetcher, is_public
from ingest.errors import DocumentError
from ingest.loaders.registry import Limits
from ingest.sources import items
from tests.ingest import making
from tools.attack import bombs

LOOPBACK = ipaddress.ip_address("127.0.0.1")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b::a01:203", False),
        ("64:ff9b:1::808:808", False),
        ("64:ff9b:1::a00:1", False),
        ("::8.8.8.8", False),
        ("::10.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("::ffff:0:8.8.8.8", False),
        ("2002:808:808::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("2001:2::1", False),
        ("2001:20::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("3ffe::1", False),
        ("5f00::1", False),
        ("100::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("4000::1", False),
        ("192.0.0.9", False),
        ("192.0.2.1", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("198.51.100.1", False),
        ("203.0.113.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("2606:4700:4700::1111", True),
        ("103.10.66.1", True),
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


class _Handler(BaseHTTPRequestHandler):
    dribbled = 0

    def do_GET(self) -> None:
        host = self.headers["Host"]
        if self.path == "/inside":
            self._redirect("http://intranet.example/rahasia")
        elif self.path == "/loop":
            self._redirect("/loop")
        elif self.path == "/file":
            self._redirect("file:///etc/passwd")
        elif self.path == "/moved":
            self._redirect("/halaman")
        elif self.path == "/twice-gzipped":
            self._answer(bombs.doubly_gzipped(64 * 1024 * 1024), "gzip, gzip")
        elif self.path == "/gzipped":
            self._answer(gzip.compress(b"teks"), "gzip")
        elif self.path == "/dribbling":
            self._dribble()
        elif self.path == "/large":
            self._answer(b"x" * 5000)
        elif self.path == "/missing":
            self.send_error(404)
        else:
            self._answer(making.HTML.replace("Hak cipta", host).encode())

    def _redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _dribble(self) -> None:
        """Headers sent one by one, each well within the time of a step; after a hundred of them, a good answer."""
        self.send_response(200)
        with contextlib.suppress(OSError):
            for number in range(100):
                self.send_header(f"X-{number}", "x")
                self.flush_headers()
                _Handler.dribbled = number
                time.sleep(0.1)
            self.end_headers()
            self.wfile.write(b"teks")

    def _answer(self, body: bytes, encoding: str = "") -> None:
        self.send_response(200)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    with contextlib.closing(httpd.socket):
        yield f"http://contoh.example:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def _resolve(host: str, port: int) -> list[Address]:
    return [ipaddress.ip_address({"contoh.example": "127.0.0.1"}.get(host, "10.0.0.9"))]


def _fetcher(limits: Limits = Limits()) -> Fetcher:  # noqa: B008
    """A fetcher for which the loopback test server counts as the public internet."""
    return Fetcher(limits, allowed=lambda address: address == LOOPBACK or is_public(address), resolver=_resolve)


def test_an_address_is_fetched_after_redirects(server: str, into: Path) -> None:
    (item,) = items(f"{server}/moved", into, fetcher=_fetcher())
    assert (item.origin, item.url) == (f"{server}/halaman", f"{server}/halaman")
    assert item.path is not None
    assert item.path.suffix == ".html"
    assert server.removeprefix("http://") in item.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/inside", "intranet.example is in an internal network"),
        ("/loop", "redirected too often"),
        ("/file", "not a plain http or https address"),
        ("/missing", "answered 404"),
        ("/gzipped", "sent compressed"),
        ("/twice-gzipped", "sent compressed"),
    ],
)
def test_a_bad_hop_is_refused(server: str, into: Path, path: str, reason: str) -> None:
    (item,) = items(f"{server}{path}", into, fetcher=_fetcher())
    assert item.path is None
    assert reason in str(item.error)


def test_a_download_stops_at_the_limit(server: str, into: Path) -> None:
    with pytest.raises(DocumentError, match="too large or too slow"):
        _fetcher(Limits(size=100)).fetch(f"{server}/large", into)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://localhost:80/"])
def test_the_own_machine_is_never_fetched(url: str, into: Path) -> None:
    with pytest.raises(DocumentError, match=r"internal network|no server"):
        Fetcher().fetch(url, into)


@pytest.mark.parametrize("url", ["http://user:pass@contoh.example/", "http:///x", "http://contoh.example:99999/"])
def test_odd_addresses_are_refused(url: str, into: Path) -> None:
    with pytest.raises(DocumentError):
        _fetcher().fetch(url, into)


def test_slow_headers_end_with_the_time_of_the_whole(server: str, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.downloads.FETCH_SECONDS", 1.0)
    with pytest.raises(DocumentError, match="too slow"):
        _fetcher().fetch(f"{server}/dribbling", into)
    assert 0 < _Handler.dribbled < 90, "it was not stopped among the headers"


def test_a_long_name_of_an_address_fits_the_file_system(server: str, into: Path) -> None:
    (item,) = items(f"{server}/{'%F0%90%90%80' * 200}", into, fetcher=_fetcher())
    assert item.path is not None

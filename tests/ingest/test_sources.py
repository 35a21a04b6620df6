"""Sources: files, folders, ZIPs and addresses; one bad item does not stop the others."""

import contextlib
import ipaddress
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.downloads import Address, Fetcher, is_public
from ingest.errors import DocumentError
from ingest.loaders.registry import Limits
from ingest.sources import items
from tests.ingest import making

LOOPBACK = ipaddress.ip_address("127.0.0.1")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def test_a_folder_is_walked_in_order_without_hidden_files_and_links(tmp_path: Path, into: Path) -> None:
    source = tmp_path / "source"
    (source / "b").mkdir(parents=True)
    for name in ("z.txt", "b/a.txt", ".hidden", "~$kunci.docx"):
        (source / name).write_text("teks", encoding="utf-8")
    (source / "link.txt").symlink_to("/etc/passwd")
    assert [Path(item.origin).name for item in items(source, into)] == ["a.txt", "z.txt"]


def test_a_zip_gives_its_files_under_their_own_names(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "arsip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(making.clause_pdf(tmp_path / "tor.pdf"), "dokumen/tor.pdf")
        archive.writestr("../../keluar.txt", "teks")
        archive.writestr("dalam.zip", _empty_zip())
    found = list(items(path, into))
    assert [item.origin.split("!/")[1] for item in found] == ["dokumen/tor.pdf", "../../keluar.txt", "dalam.zip"]
    assert all(item.path is None or item.path.parent == into for item in found)
    assert found[2].error is not None
    assert "archive within an archive" in str(found[2].error)


def _empty_zip() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def test_office_files_are_not_archives(tmp_path: Path, into: Path) -> None:
    path = making.write_docx(tmp_path / "a.docx")
    assert [item.path for item in items(path, into)] == [path]


def test_a_zip_bomb_is_one_item_with_an_error(tmp_path: Path, into: Path) -> None:
    (item,) = items(making.zip_bomb(tmp_path / "a.zip"), into)
    assert item.path is None
    assert "zip bomb" in str(item.error)
    assert list(into.iterdir()) == []


def test_a_missing_path_is_named(into: Path) -> None:
    (item,) = items("/tidak/ada.pdf", into)
    assert str(item.error) == "There is no file or folder /tidak/ada.pdf."


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
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


class _Handler(BaseHTTPRequestHandler):
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

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
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


def test_a_file_is_known_by_its_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "laporan.md").write_text(f"Laporan {name}.", encoding="utf-8")
    origins = []
    for name in ("a", "b"):
        monkeypatch.chdir(tmp_path / name)
        origins += [item.origin for item in items("laporan.md", tmp_path)]
    assert origins == [str(tmp_path / name / "laporan.md") for name in ("a", "b")]


def test_other_kinds_of_address_are_refused(tmp_path: Path) -> None:
    (item,) = items("ftp://contoh.go.id/laporan.pdf", tmp_path)
    assert "Only http and https" in str(item.error)

"""Uploads are read in the background, whatever they are."""

from __future__ import annotations

import ipaddress
import time
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.audit import AuditLog
from bot.upload_reading import UploadReader
from bot.uploads import Upload, Uploads
from ingest.downloads import Fetcher
from knowledge.errors import NotFoundError
from tests.parts import Parts, version_of

TEXT = "# Laporan Kota\n\nKota Makassar melapor setiap tahun kepada sekretariat jejaring.\n"


def audit_of(parts: Parts) -> AuditLog:
    return AuditLog(parts.engine, b"key")


@pytest.fixture
def uploads(parts: Parts) -> Uploads:
    return Uploads(parts.engine, parts.data)


@pytest.fixture
def reader(parts: Parts, uploads: Uploads) -> UploadReader:
    return UploadReader(uploads, lambda: parts.importer, lambda: parts.binder, audit_of(parts))


def give(uploads: Uploads, content: bytes, name: str, **options: str | bool) -> str:
    upload, folder = uploads.place()
    (folder / name.rpartition("/")[2]).write_bytes(content)
    return uploads.add_file(upload, name, "ani", **options).id


def read(reader: UploadReader, uploads: Uploads) -> Upload:
    taken = uploads.claim()
    assert taken is not None
    reader.read(taken)
    return uploads.get(taken.id)


def test_a_file_becomes_a_document_that_says_where_it_came_from(
    parts: Parts, uploads: Uploads, reader: UploadReader
) -> None:
    give(uploads, TEXT.encode(), "laporan.md", collection="ascn")
    (result,) = read(reader, uploads).results
    assert (result.name, result.status, result.title) == ("laporan.md", "new", "Laporan Kota")
    held = parts.document_store.current(result.document)
    assert (held.origin, held.document.collection) == ("upload:laporan.md", "ascn")
    (entry,) = audit_of(parts).entries()
    assert (entry.by, entry.action, entry.target) == ("ani", "document.stored", result.document)


def test_an_upload_may_be_a_new_version_and_may_keep_personal_data(
    parts: Parts, uploads: Uploads, reader: UploadReader
) -> None:
    give(uploads, TEXT.encode(), "laporan.md")
    document = read(reader, uploads).results[0].document
    give(uploads, b"Telepon Budi 0812-3456-7890.", "lain.txt", replaces=document, keep_personal_data=True)
    (result,) = read(reader, uploads).results
    assert (result.document, result.status) == (document, "updated")
    assert parts.document_store.current(document).kept["by"] == "ani"


def test_an_archive_is_read_file_by_file_and_what_fails_is_told(
    uploads: Uploads, reader: UploadReader, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("satu.md", TEXT)
        archive.writestr("../dua.bin", b"\x00\x01\x02")
    give(uploads, (tmp_path / "a.zip").read_bytes(), "arsip.zip")
    upload = read(reader, uploads)
    assert upload.state == "done"
    assert [(one.name, one.status) for one in upload.results] == [
        ("arsip.zip!/satu.md", "new"),
        ("arsip.zip!/../dua.bin", "failed"),
    ]
    give(uploads, (tmp_path / "a.zip").read_bytes(), "arsip.zip", replaces="laporan-kota")
    assert "is one file" in read(reader, uploads).results[1].notices[0]


def test_what_cannot_be_read_fails_with_a_sentence(uploads: Uploads, reader: UploadReader) -> None:
    give(uploads, b"", "kosong.pdf")
    give(uploads, TEXT.encode(), "laporan.md", source="tiada")
    empty, unbound = read(reader, uploads), read(reader, uploads)
    assert (empty.state, empty.results[0].notices[0].indonesian) == ("failed", "Berkas ini kosong.")
    assert "No document cites a source" in unbound.results[0].notices[0]


def test_an_original_is_bound_to_its_source(parts: Parts, uploads: Uploads, reader: UploadReader) -> None:
    parts.document_store.add(version_of("teks", "Kota melapor setiap tahun. [@tor, cl. 4]"))
    give(
        uploads, b"# ToR\n\n4. Every member city shall report to the Secretariat once a year.\n", "tor.md", source="tor"
    )
    (result,) = read(reader, uploads).results
    assert (result.status, result.document) == ("bound", "tor")
    assert [one.source for one in parts.originals.bound()] == ["tor"]


def test_an_original_whose_file_is_gone_is_told(uploads: Uploads, reader: UploadReader) -> None:
    uploads.drop(give(uploads, TEXT.encode(), "tor.md", source="tor"))
    upload = read(reader, uploads)
    assert (upload.state, upload.results[0].status) == ("failed", "failed")


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown")
        self.end_headers()
        self.wfile.write(TEXT.encode())

    def log_message(self, *_: object) -> None:
        pass


def test_an_address_is_fetched_but_not_one_of_the_own_network(parts: Parts, uploads: Uploads) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/laporan.md"
        uploads.add_address(url, "ani")
        refused = read(UploadReader(uploads, lambda: parts.importer, lambda: parts.binder, audit_of(parts)), uploads)
        assert "internal network" in refused.results[0].notices[0]
        uploads.add_address(url, "ani")
        fetcher = Fetcher(allowed=lambda address: address == ipaddress.ip_address("127.0.0.1"))
        reader = UploadReader(uploads, lambda: parts.importer, lambda: parts.binder, audit_of(parts), fetcher)
        (result,) = read(reader, uploads).results
        server.shutdown()
    assert (result.name, result.status, result.title) == (url, "new", "Laporan Kota")


def _until(wanted: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not wanted():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_works_by_itself_until_it_is_stopped(parts: Parts, uploads: Uploads, reader: UploadReader) -> None:
    upload = give(uploads, TEXT.encode(), "laporan.md")
    reader.start()
    _until(lambda: uploads.get(upload).state == "done")
    reader.stop()
    later = give(uploads, TEXT.encode(), "lain.md")
    time.sleep(0.3)
    assert uploads.get(later).state == "waiting"


def test_no_fault_keeps_it_from_the_next_upload(
    uploads: Uploads, reader: UploadReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.upload_reading._PAUSE", 0.01)
    claim, faults = uploads.claim, [OSError("x"), NotFoundError("y")]

    def failing() -> Upload | None:
        if faults:
            raise faults.pop()
        return claim()

    monkeypatch.setattr(uploads, "claim", failing)
    upload = give(uploads, b"", "kosong.md")
    reader.start()
    _until(lambda: uploads.get(upload).state == "failed")
    reader.stop()


def test_a_fault_of_the_server_is_told_without_its_details(parts: Parts, uploads: Uploads) -> None:
    def broken() -> object:
        raise RuntimeError("secret detail")

    reader = UploadReader(uploads, broken, broken, audit_of(parts))  # type: ignore[arg-type]
    upload = give(uploads, TEXT.encode(), "laporan.md")
    reader.start()
    _until(lambda: uploads.get(upload).state == "failed")
    reader.stop()
    assert "secret" not in str(uploads.get(upload).results)
    assert "gangguan di server" in uploads.get(upload).results[0].notices[0].indonesian

"""Files and addresses given in the console."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from bot.staff.pages import uploads as page
from bot.uploads import Upload
from tests.bot.staff.consoles import Console, Person

PATH = "/staf/dokumen/unggah"
TEXT = b"# Laporan Bogor\n\nKota Bogor melapor setiap tahun.\n"


def give(person: Person, name: str, content: bytes = TEXT, **data: str) -> int:
    files = {"files": (name, content, "application/octet-stream")}
    return person.post(PATH, {"collection": "staff", **data}, at=PATH, files=files).status_code


def announced(console: Console, person: Person, size: int) -> int:
    """The status when so many bytes are said to come."""
    address = urlsplit(console.url)
    connection = HTTPConnection(str(address.hostname), address.port or 80, timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
    headers = {"Cookie": cookies, "X-CSRF-Token": person.token(), "Content-Length": str(size)}
    connection.request("POST", PATH, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def latest(console: Console) -> Upload:
    return console.app.uploads.latest(1)[0]


def read(console: Console) -> Upload:
    upload = console.app.uploads.claim()
    assert upload is not None
    console.app.upload_reader().read(upload)
    return console.app.uploads.get(upload.id)


def test_a_file_is_kept_read_and_told(console: Console) -> None:
    editor = console.people["editor"]
    assert give(editor, "../../laporan <i>.md", collection="ascn") == 303
    waiting = latest(console)
    assert (waiting.name, waiting.by, waiting.state) == ("laporan <i>.md", "editor", "waiting")
    assert "every 2s" in editor.get(PATH, headers={"HX-Request": "true"}).text
    done = read(console)
    assert done.results[0].status == "new"
    told = editor.get(PATH, headers={"HX-Request": "true"}).text
    assert "every 2s" not in told
    assert "laporan &lt;i&gt;.md" in told
    assert "/staf/dokumen/isi/laporan-bogor" in told
    assert not console.app.uploads.folder(done.id).exists()
    actions = [one.action for one in console.app.audit.entries(by="editor", limit=2)]
    assert actions == ["document.stored", "upload.given"]


def test_a_file_may_be_the_next_version_of_a_document(console: Console) -> None:
    editor = console.people["editor"]
    give(editor, "satu.md", b"# Rencana Solo\n\nSolo menanam 10 pohon.\n")
    document = read(console).results[0].document
    assert "Rencana Solo" in editor.get(f"{PATH}?ganti={document}").text
    give(editor, "dua.md", b"# Rencana Kota Solo\n\nSolo menanam 20 pohon.\n", replaces=document)
    assert read(console).results[0].document == document
    assert give(editor, "tiga.md", replaces="tiada") == 422


def test_only_who_publishes_may_keep_personal_data(console: Console) -> None:
    assert give(console.people["editor"], "a.md", keep_personal_data="1") == 403
    assert give(console.people["publisher"], "a.md", keep_personal_data="1") == 303
    upload = read(console)
    assert upload.options["keep_personal_data"] is True


def test_what_cannot_be_taken_is_said_and_nothing_is_kept(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, before = console.people["editor"], len(console.app.uploads.latest())
    assert give(editor, "kosong.md", b"") == 422
    assert editor.post(PATH, {"collection": "staff"}, at=PATH).status_code == 422
    assert give(editor, "a.md", collection="lain") == 422
    assert announced(console, editor, page.BODY + 1) == 413
    assert len(console.app.uploads.latest()) == before
    assert console.app.uploads.claim() is None


def test_an_address_is_noted_and_one_of_the_own_network_refused(console: Console) -> None:
    editor = console.people["editor"]
    wrong = editor.post(f"{PATH}/alamat", {"url": "file:///etc/passwd", "collection": "staff"})
    assert (wrong.status_code, "Hanya alamat http" in wrong.text) == (422, True)
    assert editor.post(f"{PATH}/alamat", {"url": f"{console.url}/", "collection": "staff"}).status_code == 303
    assert read(console).state == "failed"
    assert "gagal" in editor.get(PATH, headers={"HX-Request": "true"}).text

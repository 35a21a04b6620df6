"""The examination behind ``pandu doctor``: each part that is wrong is named with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import build_app
from bot.doctor import Finding, examine
from bot.server import make_server
from bot.settings import Settings
from knowledge.releases.files import release_folder


@pytest.fixture
def examined(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, Finding]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANDU_DATA", str(data))
    return lambda: {finding.part: finding for finding in examine()}


def _release(data: Path) -> Path:
    (folder,) = (data / "releases").iterdir()
    return folder


def test_all_is_well(examined: Callable[[], dict[str, Finding]], data: Path) -> None:
    data.chmod(0o700)
    findings = examined()
    parts = ["configuration", "data folder", "reader", "database", "hand-over", "privacy page", "model", "index"]
    assert list(findings) == parts
    assert "set PANDU_OPERATOR and PANDU_CONTACT" in findings["privacy page"].text
    assert all(finding.fine for finding in findings.values())
    assert findings["database"].text == "sqlite, 10 documents"
    assert _release(data).name in findings["index"].text
    assert not (data / ".doctor").exists()


@pytest.mark.parametrize(
    ("name", "value", "part", "told"),
    [
        ("PANDU_PORT", "many", "configuration", "PANDU_PORT"),
        ("PANDU_OIDC_ISSUER", "http://masuk.go.id", "configuration", "PANDU_OIDC_ISSUER"),
        ("PANDU_OIDC_ISSUER", "https://masuk.go.id", "configuration", "PANDU_OIDC_CLIENT"),
        ("PANDU_DATA", "/dev/null/data", "data folder", "/dev/null/data"),
        ("PANDU_DATABASE_URL", "nonsense", "database", "PANDU_DATABASE_URL"),
        ("PANDU_DATABASE_URL", "postgresql://u:rahasia@127.0.0.1:1/x", "database", "cannot be used"),
        ("PANDU_CHROMA_URL", "http://127.0.0.1:1", "index", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(
    examined: Callable[[], dict[str, Finding]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    part: str,
    told: str,
) -> None:
    monkeypatch.setenv(name, value)
    findings = examined()
    assert not findings[part].fine
    assert told in findings[part].text
    assert "rahasia" not in "".join(finding.text for finding in findings.values())


@pytest.mark.parametrize("trusted", ["*", "10.0.0.5, *", "0.0.0.0/0"])
def test_a_proxy_that_may_be_anybody_is_warned_of(
    examined: Callable[[], dict[str, Finding]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    trusted: str,
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    finding = examined()["proxy"]
    assert not finding.fine
    assert "FORWARDED_ALLOW_IPS" in finding.text
    app = build_app(Settings(_env_file=None, data=tmp_path / "new"))
    make_server(app)
    app.close()
    assert finding.text in caplog.messages  # and when it serves
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1, 172.16.0.0/12")
    assert "proxy" not in examined()


@pytest.mark.parametrize(
    ("broken", "part", "told"),
    [
        (("pandu.db",), "database", "not a database"),
        (("releases", "*", "chroma", "chroma.sqlite3"), "index", "pandu rebuild"),
        (("releases", "*", "vectors.npy"), "index", "pandu rebuild"),
        (("releases", "*", "rows.json"), "index", "pandu rebuild"),
        (("releases", "*", "lexical", "lexical.npz"), "index", "pandu rebuild"),
    ],
)
def test_a_damaged_file_is_named(
    examined: Callable[[], dict[str, Finding]], data: Path, broken: tuple[str, ...], part: str, told: str
) -> None:
    (path,) = data.glob("/".join(broken))
    path.write_bytes(b"This is not what was here before. " * 200)
    finding = examined()[part]
    assert not finding.fine
    assert told in finding.text


def test_a_damage_inside_the_database_is_found(examined: Callable[[], dict[str, Finding]], data: Path) -> None:
    path = data / "pandu.db"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8 * 4096] = b"\xff" * (8 * 4096)
    path.write_bytes(content)
    finding = examined()["database"]
    assert not finding.fine
    assert "restore a backup" in finding.text.lower()


def test_missing_files_of_the_release_are_told(examined: Callable[[], dict[str, Finding]], data: Path) -> None:
    shutil.rmtree(release_folder(data, _release(data).name))
    finding = examined()["index"]
    assert not finding.fine
    assert "pandu rebuild" in finding.text


def test_an_empty_data_folder_is_told(
    examined: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PANDU_DATA", str(tmp_path / "new"))
    findings = examined()
    assert findings["database"].fine
    assert findings["index"].text == "Nothing is published yet. Run `pandu ingest --starter --publish`."


def names(folder: Path) -> set[str]:
    """What lies in a folder, without what SQLite keeps beside an open database."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


def test_letters_that_would_lead_nowhere_are_warned_of(
    examined: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANDU_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("PANDU_SMTP_FROM", "pandu@kota.go.id")
    findings = examined()
    assert "PANDU_PUBLIC_URL" in findings["watches"].text
    assert findings["watches"].warning
    assert not findings["mail"].fine


def test_it_tells_what_the_kernel_leaves_open_to_the_reader(
    examined: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    before = names(data)
    told = examined()["reader"].text
    assert "closed off" in told or "leaves it" in told
    assert names(data) == before
    monkeypatch.setattr("bot.doctor.left_open", lambda folder: ["files", "network"])
    finding = examined()["reader"]
    assert finding.fine
    assert "leaves it files and network open" in finding.text

"""A foreign file cannot take the process that reads it with it."""

import os
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from ingest.sandbox import load_safely, page_pictures
from tests.ingest import making


def test_the_result_is_the_same_as_without_a_sandbox(tmp_path: Path) -> None:
    path = making.write_xlsx(tmp_path / "a.xlsx")
    inside, outside = load_safely(path), load(path)
    assert inside == outside
    assert [notice.message("id") for notice in inside.warnings] == [n.message("id") for n in outside.warnings]


def test_an_error_comes_back_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="password") as caught:
        load_safely(making.encrypted_pdf(tmp_path / "a.pdf"))
    assert "kata sandi" in caught.value.message("id")


def test_time_is_limited(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"more than 0\.01 seconds"):
        load_safely(making.clause_pdf(tmp_path / "a.pdf"), Limits(seconds=0.01))


def test_memory_is_limited(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"memory|made its reader stop"):
        load_safely(making.write_docx(tmp_path / "a.docx"), Limits(memory=60 * 1024 * 1024))


def test_a_large_file_is_refused_before_a_process_is_started(tmp_path: Path) -> None:
    path = making.clause_pdf(tmp_path / "a.pdf")
    with pytest.raises(DocumentError, match="larger than the limit"):
        load_safely(path, Limits(size=10))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(work))
    load_safely(making.clause_pdf(tmp_path / "a.pdf"))
    with pytest.raises(DocumentError):
        load_safely(making.xml_bomb_docx(tmp_path / "a.docx"))
    assert list(work.iterdir()) == []


def test_secrets_of_the_environment_stay_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:abc")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "yaml.py").write_text("raise SystemExit(3)", encoding="utf-8")
    assert load_safely(making.clause_pdf(tmp_path / "a.pdf")).sections
    assert os.environ["TELEGRAM_TOKEN"] == "123:abc"


def test_pages_are_drawn(tmp_path: Path) -> None:
    pictures = page_pictures(making.two_column_pdf(tmp_path / "a.pdf"))
    assert len(pictures) == 3
    assert all(picture.startswith(b"\xff\xd8\xff") for picture in pictures)
    assert page_pictures(making.write_docx(tmp_path / "a.docx")) == []

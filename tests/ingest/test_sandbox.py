"""A foreign file cannot take the process that reads it with it."""

import itertools
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.errors import DocumentError
from ingest.loaders.loaded import Coverage
from ingest.loaders.registry import Limits, load
from ingest.pages import ocr
from ingest.sandbox import draw_places, load_safely, page_pictures
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
        load_safely(making.write_docx(tmp_path / "a.docx"), Limits(memory=30 * 1024 * 1024))


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


def test_places_are_drawn(tmp_path: Path) -> None:
    path = making.terms_pdf(tmp_path / "tor.pdf")
    pictures = draw_places(path, [(2, "c. develop smart city projects together"), (1, "Nobody wrote this."), (9, "x")])
    assert pictures[0].startswith(b"\xff\xd8\xff")
    assert pictures[1:] == [b"", b""]
    assert draw_places(making.write_docx(tmp_path / "a.docx"), [(1, "Pedoman")]) == [b""]
    with pytest.raises(DocumentError, match="password"):
        draw_places(making.encrypted_pdf(tmp_path / "b.pdf"), [(1, "Rahasia")])


# What a reader that was taken over may leave as its answer.
@pytest.mark.parametrize(
    "left",
    [
        "os.symlink({secret!r}, {result!r})",
        "os.mkfifo({result!r})",
        "os.mkdir({result!r})",
        "os.truncate(os.open({result!r}, os.O_CREAT | os.O_RDWR), 100 * 1024 * 1024)",
        "open({result!r}, 'w').write('[' * 1_000_000)",
        """open({result!r}, 'w').write('{{"loaded": {{"document": 1}}}}')""",
        """open({result!r}, 'w').write('{{"pictures": 1}}')""",
    ],
)
def test_an_answer_of_any_form_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"error": ["rahasia", "a secret"]}', encoding="utf-8")
    written = left.format(secret=str(secret), result="result.json")
    monkeypatch.setattr("ingest.sandbox._ENTRY", f"import os; {written}")
    for ask in (load_safely, page_pictures, lambda path: draw_places(path, [(1, "x")])):
        with pytest.raises(DocumentError, match="made its reader stop"):
            ask(making.clause_pdf(tmp_path / "a.pdf"))


def test_unseen_characters_of_an_answer_are_taken_out_here_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = '{"id": "a", "title": "a\x1b[31m", "collection": "staff", "language": "id", "sources": []}'
    section = '{"text": "b\\u009b\\ud800", "heading": ["c\\n"], "example_questions": []}'
    warning, coverage = '["\\u202e", "d"]', '{"unread": 0.25, "pages": {"1": 7}}'
    answer = (
        f'{{"loaded": {{"document": {document}, "sections": [{section}], "warnings": [{warning}], "pages": 0, '
        f'"coverage": {coverage}}}}}'
    )
    answer = answer.replace("\x1b", "\\u001b")
    monkeypatch.setattr("ingest.sandbox._ENTRY", f"open('result.json', 'w').write({answer!r})")
    loaded = load_safely(making.clause_pdf(tmp_path / "a.pdf"))
    assert (loaded.document.title, loaded.sections[0].text, loaded.sections[0].heading) == ("a[31m", "b", ("c",))
    assert loaded.warnings[0].indonesian == r"\u202e"
    assert loaded.coverage == Coverage(0.25, {1: 1.0})


@pytest.mark.parametrize(("megabytes", "seconds"), [(0, 60), (1, 120), (3, 240), (100, 300)])
def test_the_time_follows_the_size(megabytes: int, seconds: float) -> None:
    assert Limits().seconds_for(megabytes * 1024 * 1024) == seconds


def test_a_scan_that_takes_too_long_is_taken_in_as_far_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = making.page_images(making.clause_pdf(tmp_path / "a.pdf"), 100) * 9
    pages[0].save(tmp_path / "scan.pdf", "PDF", resolution=100, save_all=True, append_images=pages[1:])
    first = ocr.recognise_all(pages[:1], 100)  # the nine are the same page
    monkeypatch.setattr(ocr, "recognise_all", lambda images, dpi: first * len(images))
    clock = itertools.chain([0.0, 1.0], itertools.repeat(1_000.0))  # the start, before eight pages, before the ninth
    monkeypatch.setattr("ingest.loaders.pdf_recognition.time", SimpleNamespace(monotonic=lambda: next(clock)))
    loaded = load(tmp_path / "scan.pdf")
    assert {section.page for section in loaded.sections} == set(range(1, 9))
    assert any("Only 8 of 9 scanned pages" in notice for notice in loaded.warnings)

"""Files that the public may open, the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from knowledge.errors import NotFoundError, PersonalDataError
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.open_files import OpenFile, OpenFiles
from knowledge.storage.release_store import ReleaseStore
from knowledge.storage.stored_versions import NewVersion
from tests.parts import version_of


def _publish(engine: Engine, release: str, *versions: NewVersion) -> None:
    releases = ReleaseStore(engine)
    releases.create(release, [one.version for one in versions], {})
    releases.finish(release, "draft", {})
    releases.publish(release, "test")


def test_a_file_is_open_only_once_somebody_said_so_and_its_version_is_published(engine: Engine) -> None:
    store, files = DocumentStore(engine), OpenFiles(engine, server="https://pandu.example.go.id")
    first = replace(version_of("surat", "Satu."), original="a.pdf")
    second = replace(version_of("surat", "Dua."), original="b.pdf")
    store.add(first)
    _publish(engine, "r1", first)
    assert files.published("surat") is None
    files.open("surat", "ani")
    files.open("surat", "ani")
    assert files.published("surat") == OpenFile("surat", "a.pdf", "https://pandu.example.go.id")
    store.add(second)
    assert (files.is_open("surat", "a.pdf"), files.is_open("surat", "b.pdf")) == (True, False)
    _publish(engine, "r2", second)
    assert files.published("surat") is None  # nobody looked at the file of the new version
    files.open("surat", "ani")
    assert files.published("surat") == OpenFile("surat", "b.pdf", "https://pandu.example.go.id")
    assert files.close("surat")
    assert not files.close("surat")
    assert files.published("surat") is None


def test_a_file_with_personal_data_is_opened_only_by_who_looked_at_it(engine: Engine) -> None:
    store, files = DocumentStore(engine), OpenFiles(engine)
    store.add(replace(version_of("peserta", "Isi."), original="a.pdf", masked={"counts": {"phone": 3}}))
    store.add(replace(version_of("tamu", "Isi."), original="b.pdf", kept={"counts": {"nik": 1}}))
    for document, found in (("peserta", "3 phone"), ("tamu", "1 nik")):
        with pytest.raises(PersonalDataError, match=found):
            files.open(document, "ani")
    files.open("peserta", "ani", despite_personal_data=True)
    assert files.is_open("peserta", "a.pdf")


def test_what_has_no_file_cannot_be_opened(engine: Engine) -> None:
    DocumentStore(engine).add(version_of("jawaban", "Isi."))
    files = OpenFiles(engine)
    for document in ("jawaban", "tiada"):
        with pytest.raises(NotFoundError):
            files.open(document, "ani")


def test_an_answer_does_not_wait_for_a_database_that_is_away(tmp_path: Path) -> None:
    away = OpenFiles(create_engine(f"sqlite:///{tmp_path / 'nothing' / 'pandu.db'}"))
    assert away.published("surat") is None


def test_only_a_pdf_opens_at_a_page() -> None:
    assert OpenFile("surat", "a.pdf").path(3) == "/sumber/surat/berkas#page=3"
    assert OpenFile("surat", "a.docx").path(3) == OpenFile("surat", "a.pdf").path() == "/sumber/surat/berkas"

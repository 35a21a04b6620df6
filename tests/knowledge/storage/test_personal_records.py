"""The record of personal data, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from knowledge.storage.document_store import DocumentStore
from knowledge.storage.personal_records import PersonalRecords
from tests.parts import version_of


def test_what_was_kept_stays_on_record_and_what_was_masked_is_told_of_the_current_version(engine: Engine) -> None:
    store = DocumentStore(engine)
    store.add(replace(version_of("peserta", "Satu."), kept={"by": "ani", "counts": {"nik": 2, "phone": 1}}))
    store.add(replace(version_of("peserta", "Dua."), masked={"counts": {"nik": 2}}))
    store.add(replace(version_of("peserta", "Tiga."), masked={"counts": {"nik": 3}}))
    found = PersonalRecords(engine).all()
    assert [(one.what, one.counted) for one in found] == [("kept", "2 nik, 1 phone"), ("masked", "3 nik")]
    assert (found[0].document, found[0].title, found[0].record["by"]) == ("peserta", "Judul peserta", "ani")

"""The stored form of documents and their versions."""

from __future__ import annotations

from dataclasses import replace

from knowledge.storage.stored_versions import document_of, stored_document, warnings_of
from tests.parts import version_of


def test_a_document_comes_back_from_its_stored_form_and_from_that_of_before() -> None:
    document = replace(version_of("laporan", "Isi.").document, translation="laporan-teks", number="5/2026")
    stored = stored_document(document)
    assert stored["twin"] == "laporan-teks"
    assert document_of(stored) == document
    del stored["number"]
    assert document_of(stored) == replace(document, number="")


def test_warnings_that_were_stored_in_english_alone_are_it_in_both_languages() -> None:
    assert warnings_of(["Old.", ["Baru.", "New."]]) == (("Old.", "Old."), ("Baru.", "New."))

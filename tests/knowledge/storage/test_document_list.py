"""The list of documents, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from knowledge.errors import NotFoundError
from knowledge.storage.confirmations import Confirmations, guesses
from knowledge.storage.document_list import DocumentList
from knowledge.storage.document_store import DocumentStore
from tests.parts import version_of


def test_a_document_is_listed_with_what_staff_need_to_know(engine: Engine) -> None:
    store, listing = DocumentStore(engine), DocumentList(engine)
    new = version_of("laporan", "Isi.")
    document = replace(new.document, as_of="2025-01", review_after=6, number="5/2026", translation="laporan-teks")
    store.add(replace(new, document=document, warnings=(("A", "B"),), kept={"by": "ani", "counts": {"nik": 1}}))
    store.add(replace(version_of("aturan", "Isi."), origin="console:aturan"))
    store.retire("aturan")
    aturan, laporan = listing.entries()
    assert (aturan.id, aturan.written, aturan.guessed, aturan.retired_at is None) == ("aturan", True, (), False)
    assert (laporan.number, laporan.as_of, laporan.review_after, laporan.translation) == (
        "5/2026",
        "2025-01",
        6,
        "laporan-teks",
    )
    assert (laporan.warnings, laporan.kept, laporan.written) == (1, True, False)
    assert laporan.guessed == ("title", "publisher", "date", "number")
    assert (listing.entry("aturan"), listing.entry("laporan")) == (aturan, laporan)
    with pytest.raises(NotFoundError):
        listing.entry("tiada")


def test_a_guess_is_one_until_it_is_confirmed_or_set_and_again_when_it_changes(engine: Engine) -> None:
    store, listing, confirmations = DocumentStore(engine), DocumentList(engine), Confirmations(engine)
    new = replace(version_of("laporan", "Isi."), corrected=("publisher",))
    store.add(new)
    confirmations.confirm(new.document, ("title", "date", "language"), "ani")
    assert listing.entries()[0].guessed == ("number",)
    assert {name: one.value for name, one in confirmations.of("laporan").items()} == {
        "title": "Judul laporan",
        "date": "2026-01",
    }
    later = version_of("laporan", "Isi lain.")
    store.add(replace(later, document=replace(later.document, date="2026-05"), corrected=("publisher",)))
    assert listing.entries()[0].guessed == ("date", "number")
    confirmations.confirm(replace(later.document, date="2026-05"), ("date", "number"), "budi")
    assert listing.entries()[0].guessed == ()


def test_what_is_empty_is_a_guess_too() -> None:
    assert guesses({"title": "T"}, (), {"title": "T"}) == ("publisher", "date", "number")

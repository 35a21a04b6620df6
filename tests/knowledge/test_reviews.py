"""What is past its review."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ingest.reviewing import still_right
from knowledge.documents import Chunk, Section
from knowledge.errors import NotFoundError
from knowledge.reviews import ReviewQueue
from knowledge.storage.document_list import DocumentList
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now
from knowledge.storage.stored_versions import NewVersion
from tests.parts import version_of


def aged(document: str, as_of: str, *sections: str, collection: str = "ascn", twin: str = "") -> NewVersion:
    version = version_of(document, *["Isi."] * len(sections), collection=collection)
    chunks = [
        Chunk.of(document, Section("Isi.", ("J", f"Bagian {n}"), anchor=f"s{n}", as_of=own))
        for n, own in enumerate(sections, 1)
    ]
    own = replace(version.document, as_of=as_of, translation=twin or None)
    return replace(version, document=own, chunks=chunks, version=f"{document}{as_of}")


@pytest.fixture
def store(engine: Engine) -> DocumentStore:
    return DocumentStore(engine)


def test_documents_and_sections_past_their_period_are_due_the_longest_first(
    engine: Engine, store: DocumentStore
) -> None:
    year = now().year
    store.add(aged("lama", f"{year - 3}-01", "", f"{year - 5}-01", f"{now():%Y-%m}"))
    store.add(aged("baru", f"{now():%Y-%m}", ""))
    store.add(aged("tanpa", f"{year - 9}-01", "", collection="staff"))
    store.add(aged("ditarik", f"{year - 9}-01", ""))
    store.retire("ditarik")
    due = ReviewQueue(engine).due()
    assert [(one.document.id, one.anchor, one.after) for one in due] == [("lama", "s2", 12), ("lama", "", 12)]
    assert due[0].heading == "Bagian 2"
    assert due[0].months > due[1].months


def test_what_is_still_right_is_so_of_this_month_in_both_languages_with_a_note(
    engine: Engine, store: DocumentStore
) -> None:
    store.add(aged("teks.id", "2020-01", "", twin="teks"))
    store.add(aged("teks.en", "2020-01", "", twin="teks"))
    queue, listing = ReviewQueue(engine), DocumentList(engine)
    assert still_right(store, queue, listing, "teks.id", "", "dibandingkan dengan laman ASEAN", "ani") == [
        "teks.id",
        "teks.en",
    ]
    month = f"{now():%Y-%m}"
    assert {store.current(one).document.as_of for one in ("teks.id", "teks.en")} == {month}
    assert queue.due() == []
    (review,) = queue.of("teks.en")
    assert (review.as_of, review.note, review.by) == (month, "dibandingkan dengan laman ASEAN", "ani")


def test_a_section_is_reviewed_by_itself(engine: Engine, store: DocumentStore) -> None:
    store.add(aged("teks", f"{now():%Y-%m}", "", "2020-01", twin="teks"))
    store.add(aged("texts", "2020-01", "", twin="teks", collection="staff"))
    queue, listing = ReviewQueue(engine), DocumentList(engine)
    assert [one.anchor for one in queue.due()] == ["s2"]
    still_right(store, queue, listing, "teks", "s2", "masih berlaku", "ani")
    assert queue.due() == []
    assert [chunk.as_of for chunk in store.current("teks").chunks] == ["", f"{now():%Y-%m}"]
    assert store.current("texts").document.as_of == "2020-01"  # a translation without that section
    with pytest.raises(NotFoundError):
        still_right(store, queue, listing, "teks", "tiada", "x", "ani")
    with pytest.raises(NotFoundError):
        still_right(store, queue, listing, "tiada", "", "x", "ani")

"""A Release that is tried answers whatever is published."""

from __future__ import annotations

from knowledge.language.query import Query
from knowledge.releases.pinned import PinnedRelease
from knowledge.retrieval.retriever import Retriever
from tests.parts import Parts, version_of


def test_a_draft_answers_beside_what_is_published(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", "Kota melapor setiap tahun."))
    published = parts.publish()
    parts.document_store.add(version_of("laporan", "Kota melapor dua kali."))
    draft = parts.builder.build().release_id
    opened = parts.releases.open(draft, exact=True)
    tried = Retriever(PinnedRelease(opened, parts.releases.embedder))
    query = Query.of("kapan kota melapor")
    assert tried.retrieve(query).passages[0].chunk.text == "Kota melapor dua kali."
    found = Retriever(parts.releases).retrieve(query)
    assert (found.release, found.passages[0].chunk.text) == (published, "Kota melapor setiap tahun.")
    opened.close()

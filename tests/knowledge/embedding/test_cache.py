"""Vectors are computed once and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import delete

from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import phrases_of
from knowledge.storage.tables import VectorRow
from tests.fakes.embedder import HashEmbedder
from tests.parts import open_parts, version_of

PAGES = ("Kota menyusun rencana aksi.", "Kota melapor setiap tahun.", "Sekretariat menyimpan laporan.")


def test_vectors_of_retired_documents_are_still_known(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with open_parts(tmp_path, embedder) as parts:
        version = version_of("laporan", *PAGES)
        parts.document_store.add(version)
        parts.publish()
        parts.document_store.retire("laporan")
        parts.publish()
        parts.document_store.add(version)
        assert parts.builder.build().report.embedded == 0


def test_phrases_of_indicators_are_embedded_by_a_build_and_not_by_questions(tmp_path: Path) -> None:
    embedder = HashEmbedder("shipped")
    with open_parts(tmp_path, embedder) as parts:
        parts.document_store.add(version_of("laporan", *PAGES))
        assert parts.builder.build().report.embedded == 6
        made = embedder.made
        indicator = next(iter(Catalogue.load().indicators.values()))
        assert len(parts.releases.embedding_cache.passages(phrases_of(indicator))) == len(phrases_of(indicator))
        assert embedder.made == made
        mixed = ["Teks yang belum dikenal.", *phrases_of(indicator), "Teks yang belum dikenal."]
        vectors = parts.releases.embedding_cache.passages(mixed)
        assert embedder.made == made + 1
        np.testing.assert_allclose(vectors, HashEmbedder("shipped").embed_passages(mixed), atol=1e-6)


def test_phrases_that_are_new_are_embedded_although_nothing_else_is(tmp_path: Path) -> None:
    embedder = HashEmbedder("shipped")
    with open_parts(tmp_path, embedder) as parts:
        parts.document_store.add(version_of("laporan", *PAGES))
        parts.publish()
        made = embedder.made
        with parts.engine.begin() as connection:
            connection.execute(delete(VectorRow))
        assert not parts.builder.build().new
        assert embedder.made == 2 * made - 6

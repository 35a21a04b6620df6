"""Questions that mean the same come together, across languages."""

from __future__ import annotations

import numpy as np

from knowledge.embedding.clusters import clusters
from knowledge.embedding.factory import open_embedder

QUESTIONS = (
    "alamat kantor sekretariat asean di mana",
    "harga emas antam hari ini brp",
    "What is the street address of the ASEAN Secretariat?",
    "berapa iuran tahunan anggota?",
    "berapa harga emas antam hari ini",
)


def test_paraphrases_and_translations_come_together() -> None:
    embedder = open_embedder(threads=1)
    try:
        found = clusters(embedder.embed_questions(list(QUESTIONS)))
    finally:
        embedder.close()
    assert sorted(map(sorted, found)) == [[0, 2], [1, 4], [3]]


def test_one_text_or_none_is_no_reason_to_fail() -> None:
    assert clusters(np.zeros((0, 4), np.float32)) == []
    assert clusters(np.ones((1, 4), np.float32)) == [[0]]

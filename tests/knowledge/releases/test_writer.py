"""The index of a release holds one vector for each text and for each question that asks for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.index.lexical import LexicalIndex
from knowledge.language.query import Query
from knowledge.releases.files import LEXICAL, VECTORS, Rows, fingerprint
from knowledge.releases.manifest import Manifest
from knowledge.releases.writer import IndexWriter
from tests.parts import Parts, version_of


def _written(parts: Parts, folder: Path, *texts: str) -> tuple[int, list[tuple[str, int, int]]]:
    """How many vectors were computed, and what was told on the way."""
    version = version_of("laporan", *texts)
    parts.document_store.add(version)
    steps: list[tuple[str, int, int]] = []
    releases = parts.releases
    writer = IndexWriter(
        parts.document_store, releases.embedder, releases.embedding_cache, "", lambda *step: steps.append(step)
    )
    folder.mkdir()
    return writer.write(folder, "r1", [version.version]), steps


def test_rows_vectors_words_and_manifest_fit_together(parts: Parts, tmp_path: Path) -> None:
    computed, _ = _written(parts, tmp_path / "r1", "Kota [Makassar] melapor.", "Kota hadir.")
    rows, vectors = Rows.load(tmp_path / "r1"), np.load(tmp_path / "r1" / VECTORS)
    assert computed == len(vectors) == 4
    assert rows.entries.tolist() == [0, 0, 1, 1]
    assert rows.anchors == ["s1", "s2"]
    asked = parts.releases.embedder.embed_questions(["apa Kota hadir.?"])[0]
    assert int(np.argmax(vectors @ asked)) == 3
    words = LexicalIndex.load(tmp_path / "r1" / LEXICAL)
    first, second = words.scores(Query("hadir", "id").terms).scores
    assert second > first == 0
    Manifest.load(tmp_path / "r1").compare(fingerprint(parts.releases.embedder))
    Manifest.load(tmp_path / "r1").compare_chroma()


def test_what_is_known_is_not_computed_again(parts: Parts, tmp_path: Path) -> None:
    _written(parts, tmp_path / "r1", "Kota melapor.")
    computed, steps = _written(parts, tmp_path / "r2", "Kota melapor.", "Kota hadir.")
    assert computed == 2
    assert [step for step in steps if step[0] == "Computing vectors"][-1] == ("Computing vectors", 2, 2)
    assert steps[-1] == ("Writing the vector index", 1, 1)

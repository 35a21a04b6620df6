"""What lies in the folder of a release."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.releases.files import Rows, fingerprint
from tests.fakes.embedder import HashEmbedder
from tests.parts import version_of


def test_the_fingerprint_tells_models_apart() -> None:
    assert fingerprint(HashEmbedder()) == fingerprint(HashEmbedder())
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder(dimension=32))
    assert fingerprint(HashEmbedder()) != fingerprint(HashEmbedder("other"))


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    document = version_of("laporan").document
    rows = Rows(["c1", "c2"], ["v", "v"], ["a", ""], np.array([0, 0, 1], np.int32), {"makassar"}, {"v": document})
    rows.save(tmp_path)
    loaded = Rows.load(tmp_path)
    assert (loaded.chunks, loaded.versions, loaded.anchors, loaded.names, loaded.documents) == (
        rows.chunks,
        rows.versions,
        rows.anchors,
        rows.names,
        rows.documents,
    )
    np.testing.assert_array_equal(loaded.entries, rows.entries)

"""An embedder that remembers sentences."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embedding import remembering
from knowledge.embedding.remembering import RememberingEmbedder
from tests.fakes.embedder import HashEmbedder


def test_a_sentence_is_computed_once_and_says_the_same() -> None:
    counting = HashEmbedder()
    embedder = RememberingEmbedder(counting)
    plain = HashEmbedder().embed_passages(["Kota melapor.", "CSCO ditunjuk.", "Kota melapor."])
    for _ in range(2):
        said = embedder.embed_passages(["Kota melapor.", "CSCO ditunjuk.", "Kota melapor."])
        assert said.dtype == np.float32
        assert np.allclose(said, plain, atol=1e-3)
    assert counting.made == 2
    assert embedder.embed_passages([]).shape == (0, counting.dimension)


def test_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_REMEMBERED", 2)
    counting = HashEmbedder()
    embedder = RememberingEmbedder(counting)
    for text in ("satu", "dua", "satu", "tiga", "satu", "dua"):
        embedder.embed_passages([text])
    assert counting.made == 4

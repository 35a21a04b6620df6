"""An embedder that remembers what it said of passages' sentences: most answers look at the same few again."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.base import Embedder, Vectors

_REMEMBERED = 50_000  # texts, 1 KB each


class RememberingEmbedder:
    """The same vectors as another embedder, within a thousandth; those of sentences, items and tables of documents are
    computed once, as long as they are among the latest 50,000. Safe for use by several threads; not for builds, which
    keep their vectors in the database."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dimension = embedder.name, embedder.dimension
        self._lock = threading.Lock()
        self._remembered: dict[str, NDArray[np.float16]] = {}

    @property
    def fingerprint(self) -> str:
        """That of the other."""
        return self._embedder.fingerprint

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), as the other says."""
        return self._embedder.embed_questions(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), remembered or computed."""
        with self._lock:
            known = {text: self._remembered[text] for text in texts if text in self._remembered}
        if missing := [text for text in dict.fromkeys(texts) if text not in known]:
            computed = self._embedder.embed_passages(missing).astype(np.float16)
            known |= dict(zip(missing, computed, strict=True))
        with self._lock:
            for text in known:  # the latest are kept
                self._remembered.pop(text, None)
            self._remembered |= known
            while len(self._remembered) > _REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        empty = np.zeros((0, self.dimension), np.float32)
        return np.stack([known[text] for text in texts]).astype(np.float32) if texts else empty

    def close(self) -> None:
        """Close the other."""
        self._embedder.close()

"""Any other model by its name (extra ``hub``)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np

from knowledge.embedding.base import BATCH_TEXTS, SHIPPED, EmbedderError, Vectors
from knowledge.embedding.worker import PASSAGE_LATER, QUESTION_FIRST, Worker


class HubEmbedder:
    """Any sentence-transformers model by name or path; needs the extra ``hub``.

    Prompts that the model itself defines for questions and passages are used; models of the e5 family without them
    get ``query:`` and ``passage:``.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise EmbedderError(
                f"The embedding model {name!r} needs sentence-transformers: pip install 'pandu-ascn[hub]'. "
                f"Or set the model to {SHIPPED!r}."
            ) from None
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise EmbedderError(f"The embedding model {name!r} could not be opened: {error}") from error
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._prefixes = _e5_prefixes(name, self._model.prompts)
        self._worker = Worker(f"embedder-{name}")

    @cached_property
    def fingerprint(self) -> str:
        """Name, dimension, prefixes and the vector of a fixed text, since a name may come to mean other weights."""
        sample = self.embed_passages(["Pandu menjawab dari dokumen. Pandu answers from documents."])
        rounded = np.round(sample, 2).astype(np.float32)
        digest = hashlib.sha256(repr(self._prefixes).encode() + rounded.tobytes())
        return f"{self.name}-{self.dimension}-{digest.hexdigest()[:16]}"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension); ahead of passages that wait."""
        return self._embed(texts, QUESTION_FIRST, self._prefixes[0], self._model.encode_query)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension)."""
        return self._embed(texts, PASSAGE_LATER, self._prefixes[1], self._model.encode_document)

    def close(self) -> None:
        """Stop the worker thread."""
        self._worker.close()

    def _embed(self, texts: Sequence[str], urgency: int, prefix: str, encode: Callable[..., Any]) -> Vectors:
        waiting = []
        for start in range(0, len(texts), BATCH_TEXTS):
            batch = [prefix + text for text in texts[start : start + BATCH_TEXTS]]
            job = partial(encode, batch, normalize_embeddings=True, show_progress_bar=False)
            waiting.append(self._worker.submit(urgency, job))
        empty = np.zeros((0, self.dimension), np.float32)
        return np.concatenate([empty, *(future.result() for future in waiting)]).astype(np.float32)


def _e5_prefixes(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    defined = any(prompts.get(key) for key in ("query", "document", "passage", "corpus"))
    words = name.replace("\\", "/").rstrip("/").rpartition("/")[2].lower().replace("_", "-").split("-")
    return ("query: ", "passage: ") if "e5" in words and not defined else ("", "")

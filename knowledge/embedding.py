"""Texts as vectors: the shipped model on ONNX Runtime, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import PanduError

MODEL_FOLDER = Path(__file__).parent / "model"
SHIPPED = "shipped"
MAX_TOKENS = 256
BATCH_TEXTS = 32
QUESTION_FIRST, PASSAGE_LATER = 0, 1
#: Fusions of ONNX Runtime that cost time here: on a CPU an addition joined with the normalisation after it takes
#: three times as long as the two by themselves, a tenth of a question's time.
_SLOWER_FUSIONS = ["SkipLayerNormFusion"]
Vectors = NDArray[np.float32]


class EmbedderError(PanduError):
    """A model that cannot be opened; the message says what to do."""


class Embedder(Protocol):
    """Turns texts into vectors of shape (n, dimension), L2-normalised, so that a dot product is the cosine."""

    name: str
    dimension: int

    @property
    def fingerprint(self) -> str:
        """Changes when the same text would get another vector."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions; they are computed ahead of waiting passages."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""

    def close(self) -> None:
        """Stop the worker; what is asked afterwards raises ``EmbedderError``."""


class Worker:
    """One thread that runs jobs, the more urgent first; a library that uses all cores gains nothing from more."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], Vectors] | None, Future[Vectors]]]
        self._jobs = queue.PriorityQueue()
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, urgency: int, job: Callable[[], Vectors]) -> Future[Vectors]:
        """Queue a job; 0 is most urgent, equals run in the order they came."""
        future: Future[Vectors] = Future()
        with self._lock:
            if self._closed:
                raise EmbedderError("The embedding model was closed. Open it again.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._jobs.put((urgency, next(self._order), job, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put((PASSAGE_LATER + 1, next(self._order), None, Future()))
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            _, _, job, future = self._jobs.get()
            if job is None:
                return
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:
                    future.set_exception(error)


class OnnxEmbedder:
    """A sentence-transformers folder with ``onnx/model.onnx`` and ``tokenizer.json``, without torch.

    Texts are cut at 256 tokens; vectors are the normalised mean of the token vectors. ``threads`` is how many
    texts are computed side by side (0: as many as there are cores). The model is loaded with the first text.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, name: str = SHIPPED, threads: int = 0) -> None:
        self.name = name
        self.folder = folder
        self.threads = threads
        try:
            settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise EmbedderError(f"There is no embedding model in {folder}. Reinstall the package.") from None
        self.dimension = int(settings["hidden_size"])
        self._worker = Worker(f"embedder-{name}")

    @cached_property
    def fingerprint(self) -> str:
        """Name, dimension and a digest of the weights and the tokenizer."""
        digest = hashlib.sha256()
        for path in (self.folder / "onnx" / "model.onnx", self.folder / "tokenizer.json"):
            digest.update(path.read_bytes())
        return f"{self.name}-{self.dimension}-{digest.hexdigest()[:16]}"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension); ahead of passages that wait."""
        return self._embed(texts, QUESTION_FIRST)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension); in batches, between which questions may go ahead."""
        return self._embed(texts, PASSAGE_LATER)

    def close(self) -> None:
        """Stop the worker thread."""
        self._worker.close()

    def _embed(self, texts: Sequence[str], urgency: int) -> Vectors:
        batches = [texts[start : start + BATCH_TEXTS] for start in range(0, len(texts), BATCH_TEXTS)]
        waiting = [self._worker.submit(urgency, partial(self._run, batch)) for batch in batches]
        empty = np.zeros((0, self.dimension), np.float32)
        return np.concatenate([empty, *(future.result() for future in waiting)])

    def _run(self, texts: Sequence[str]) -> Vectors:
        tokenizer, session = self._loaded

        def embed(item: Any) -> Vectors:
            ids = np.array([item.ids], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            vector: Vectors = session.run(["sentence_embedding"], inputs)[0][0]
            return vector

        # One text to an inference: twice as fast as padded batches on a CPU, whose caches then hold the work, and a
        # vector does not depend on its neighbours, although the activations are quantised by the tensor. Texts are
        # computed side by side, since several threads on one short text mostly wait for each other.
        items = tokenizer.encode_batch(list(texts))
        if len(items) == 1:
            return embed(items[0])[np.newaxis]
        with ThreadPoolExecutor(self.threads or os.cpu_count() or 1) as pool:
            return np.stack(list(pool.map(embed, items)))

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self.folder / "onnx" / "model.onnx")
        providers = ["CPUExecutionProvider"]
        return tokenizer, onnxruntime.InferenceSession(path, options, providers, disabled_optimizers=_SLOWER_FUSIONS)


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


def open_embedder(name: str = SHIPPED, *, threads: int = 0) -> Embedder:
    """The embedder of a setting: ``shipped``, or the name or path of a sentence-transformers model.

    Raises :class:`EmbedderError` with what to do when it cannot be opened.
    """
    return OnnxEmbedder(threads=threads) if name == SHIPPED else HubEmbedder(name)


def _e5_prefixes(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    defined = any(prompts.get(key) for key in ("query", "document", "passage", "corpus"))
    words = name.replace("\\", "/").rstrip("/").rpartition("/")[2].lower().replace("_", "-").split("-")
    return ("query: ", "passage: ") if "e5" in words and not defined else ("", "")

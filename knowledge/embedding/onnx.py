"""The shipped model, run by ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedding.base import BATCH_TEXTS, SHIPPED, EmbedderError, Vectors
from knowledge.embedding.worker import PASSAGE_LATER, QUESTION_FIRST, Worker

MODEL_FOLDER = Path(__file__).parents[1] / "model"
MAX_TOKENS = 256
_REMEMBERED = 128  # vectors of the latest questions, and of their parts
#: Fusions of ONNX Runtime that cost time here: on a CPU an addition joined with the normalisation after it takes
#: three times as long as the two by themselves, a tenth of a question's time.
_SLOWER_FUSIONS = ["SkipLayerNormFusion"]


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
        self._lock = threading.Lock()
        self._remembered: dict[str, Vectors] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Name, dimension and a digest of the weights and the tokenizer."""
        digest = hashlib.sha256()
        for path in (self.folder / "onnx" / "model.onnx", self.folder / "tokenizer.json"):
            digest.update(path.read_bytes())
        return f"{self.name}-{self.dimension}-{digest.hexdigest()[:16]}"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension); ahead of passages that wait. The latest are remembered, since a question is looked at for
        what it does, how it is to be read and what answers it."""
        with self._lock:
            known = {text: self._remembered[text] for text in texts if text in self._remembered}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(missing, self._embed(missing, QUESTION_FIRST), strict=True))
        with self._lock:
            self._remembered |= known
            while len(self._remembered) > _REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

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

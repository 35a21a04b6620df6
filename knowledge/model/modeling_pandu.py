"""Lets sentence-transformers run this folder's ONNX model on ONNX Runtime, without optimum and full-size weights.

``SentenceTransformer(folder, trust_remote_code=True)``; sentence-transformers before version 6 trusts the code of a
local folder without being told.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from sentence_transformers.sentence_transformer.modules import InputModule
from tokenizers import Tokenizer

MAX_TOKENS = 256


class OnnxSentences(InputModule):
    """Texts to normalised vectors, each text by itself: the same vectors as Pandu's own runtime gives."""

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self.folder = folder
        self.max_seq_length = MAX_TOKENS
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()
        model = str(folder / "onnx" / "model.onnx")
        # As in Pandu's own runtime, so that the vectors are the same.
        self.session = onnxruntime.InferenceSession(
            model, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **settings: Any) -> dict[str, Any]:
        """Token ids and mask of texts, shape (n, tokens)."""
        encoded = self.tokenizer.encode_batch([f"{prompt or ''}{text}" for text in inputs])
        return {
            "input_ids": torch.tensor([encoding.ids for encoding in encoded]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in encoded]),
        }

    def tokenize(self, texts: list[str], **settings: Any) -> dict[str, Any]:
        """The name of :meth:`preprocess` before version 6."""
        return self.preprocess(texts)

    def forward(self, features: dict[str, Any], **settings: Any) -> dict[str, Any]:
        """Add ``sentence_embedding``, shape (n, dimension)."""
        vectors = []
        for ids, mask in zip(
            features["input_ids"].cpu().numpy(), features["attention_mask"].cpu().numpy(), strict=True
        ):
            own = {"input_ids": ids[None, : mask.sum()], "attention_mask": mask[None, : mask.sum()]}
            vectors.append(self.session.run(["sentence_embedding"], own)[0][0])
        found = torch.from_numpy(np.stack(vectors))
        return features | {"sentence_embedding": found.to(features["input_ids"].device)}

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self.session.get_outputs()[-1].shape[-1])

    def get_sentence_embedding_dimension(self) -> int:
        """The name of :meth:`get_embedding_dimension` before version 6."""
        return self.get_embedding_dimension()

    def save(self, output_path: str, *arguments: Any, **settings: Any) -> None:
        """Copy the folder."""
        shutil.copytree(self.folder, output_path, dirs_exist_ok=True)

    @classmethod
    def load(  # type: ignore[override]  # what the library hands over besides goes through as it is
        cls, model_name_or_path: str, subfolder: str = "", **settings: Any
    ) -> OnnxSentences:
        """Open the folder, or the copy that the hub keeps of it."""
        known = ("token", "cache_folder", "revision", "local_files_only")
        hub = {name: settings[name] for name in known if name in settings}
        return cls(Path(str(cls.load_dir_path(model_name_or_path, subfolder, **hub))))

"""Writes the trained model as the folder that ships: sentence-transformers layout, int8 ONNX."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

from knowledge.embedding.onnx import MODEL_FOLDER
from tools.train.training import Encoder
from tools.train.vocabulary import MAX_TOKENS

OPSET = 17
MAX_BYTES = 32_000_000
MODULE_FILE = "modeling_pandu.py"


class SentenceModel(torch.nn.Module):
    """Token ids and mask to the token vectors and their normalised mean."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, tokens, dimension) and (n, dimension)."""
        # Left to itself the model computes these two in some thirty steps, as much work as a matrix product.
        positions = torch.arange(input_ids.shape[1]).unsqueeze(0)
        types = torch.zeros_like(input_ids)
        hidden = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, position_ids=positions, token_type_ids=types
        ).last_hidden_state
        # The mean is the sum but for its length, which becomes one.
        total = (hidden * attention_mask.unsqueeze(-1).float()).sum(1)
        return hidden, total / (total * total).sum(1, keepdim=True).sqrt()


def export_model(encoder: Encoder, target: Path, *, quantised: bool = True) -> int:
    """Write ``target`` as sentence-transformers and the runtime read it; returns the bytes of
    the ONNX file. Raises ``ValueError`` for a quantised model that is too large to ship, and for a graph that cannot
    be fused."""
    model_file = target / "onnx" / "model.onnx"
    model_file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, fused = Path(folder) / "full.onnx", Path(folder) / "fused.onnx"
        _to_onnx(encoder, full)
        _fuse(full, fused, encoder.model.config)
        if quantised:
            # The quantiser does not know what type a fused node gives and asks for a default.
            known = {"DefaultTensorType": onnx.TensorProto.FLOAT}
            quantize_dynamic(fused, model_file, weight_type=QuantType.QInt8, per_channel=True, extra_options=known)
        else:
            shutil.copy(fused, model_file)
    size = model_file.stat().st_size
    if quantised and size > MAX_BYTES:
        raise ValueError(f"The model has {size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f}. Add fewer words.")
    encoder.model.config.save_pretrained(target)
    encoder.tokenizer.save_pretrained(target)
    _write_layout(target, encoder.model.config.hidden_size)
    return size


def _to_onnx(encoder: Encoder, path: Path) -> None:
    encoder.model.eval()
    encoder.model.config._attn_implementation = "eager"
    ids = torch.randint(5, 100, (2, 12))
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of shape checks that the tracer takes for constant, as they are
        _trace(encoder, ids, axes, path)
    onnx.checker.check_model(str(path))


def _trace(encoder: Encoder, ids: torch.Tensor, axes: dict[int, str], path: Path) -> None:
    torch.onnx.export(
        SentenceModel(encoder.model),
        (ids, torch.ones_like(ids)),
        str(path),
        dynamo=False,
        opset_version=OPSET,
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state", "sentence_embedding"],
        dynamic_axes={
            "input_ids": axes,
            "attention_mask": axes,
            "last_hidden_state": axes,
            "sentence_embedding": {0: "batch"},
        },
    )


def _fuse(full: Path, fused: Path, config: Any) -> None:
    """One node for each attention and each activation with its bias: a seventh less time for a question.

    Not fused: the embeddings, whose normalisation would be quantised with them (cosine to the full weights .994 on
    average), and the additions before a normalisation, for which ONNX Runtime's kernel is the slower way
    (``knowledge.embedding.base`` keeps it from fusing them when it loads the model).
    """
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    sizes = {"num_heads": config.num_attention_heads, "hidden_size": config.hidden_size}
    model = optimize_model(str(full), "bert", optimization_options=options, opt_level=0, **sizes)
    found = model.get_fused_operator_statistics()
    if not found["Attention"] == found["BiasGelu"] == config.num_hidden_layers:
        raise ValueError(f"The graph could not be fused; transformers may export it differently now: {found}.")
    model.save_model_to_file(str(fused))


def _write_layout(target: Path, dimension: int) -> None:
    """What sentence-transformers reads (``modules.json`` names the class in ``modeling_pandu.py``), and the settings of
    the pooling for other readers of the layout."""
    if target != MODEL_FOLDER:
        shutil.copy(MODEL_FOLDER / MODULE_FILE, target)
    module = {"idx": 0, "name": "0", "path": "", "type": f"{Path(MODULE_FILE).stem}.OnnxSentences"}
    _write_json(target / "modules.json", [module])
    _write_json(target / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    _write_json(target / "config_sentence_transformers.json", {"prompts": {}, "similarity_fn_name": "cosine"})
    pooling = {"word_embedding_dimension": dimension, "pooling_mode_mean_tokens": True}
    _write_json(target / "1_Pooling" / "config.json", pooling)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

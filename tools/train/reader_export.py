"""Writes the reader as what ships: the trunk as an int8 ONNX graph, what stands behind it, and the tokenizer."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from tools.train.reader_network import WIDTH, Alone, Together

OPSET = 17
MAX_BYTES = 40_000_000


def export_alone(alone: Alone, tokenizer: Tokenizer, target: Path) -> None:
    """Write ``alone.onnx``, in int8, and ``tokenizer.json``; these are what the rest is trained with."""
    target.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _write(alone, (torch.ones((1, 12), dtype=torch.long),), {"ids": {1: "tokens"}, "states": {1: "tokens"}}, full)
        known = {"DefaultTensorType": onnx.TensorProto.FLOAT}
        to = target / "alone.onnx"
        quantize_dynamic(full, to, weight_type=QuantType.QInt8, per_channel=True, extra_options=known)


def export_together(together: Together, target: Path) -> int:
    """Write ``together.onnx``, too small to be worth int8; returns the bytes of the whole reader. Raises ``ValueError``
    for one that is too large to ship."""
    pairs, asked, tokens, parts, words = 2, 5, 12, 4, 3
    inputs = {
        "question": (torch.randn(pairs, asked, WIDTH), {0: "pairs", 1: "asked"}),
        "asked": (torch.ones(pairs, asked), {0: "pairs", 1: "asked"}),
        "passage": (torch.randn(pairs, tokens, WIDTH), {0: "pairs", 1: "tokens"}),
        "heading": (torch.ones(pairs, tokens), {0: "pairs", 1: "tokens"}),
        "pair": (torch.tensor([0, 0, 1, 1]), {0: "parts"}),
        "places": (torch.randint(0, tokens, (parts, words)), {0: "parts", 1: "words"}),
        "present": (torch.ones(parts, words), {0: "parts", 1: "words"}),
    }
    axes = {**{name: axis for name, (_, axis) in inputs.items()}, "scores": {0: "parts"}}
    _write(together, tuple(value for value, _ in inputs.values()), axes, target / "together.onnx")
    size = sum(path.stat().st_size for path in target.iterdir() if path.suffix in {".onnx", ".json"})
    if size > MAX_BYTES:
        raise ValueError(f"The reader has {size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f}. Keep fewer pieces.")
    return size


def _write(network: nn.Module, inputs: tuple[torch.Tensor, ...], axes: dict[str, dict[int, str]], to: Path) -> None:
    """A graph with these axes of any length; the last of ``axes`` is the output."""
    *names, output = axes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of shape checks that the tracer takes for constant, as they are
        torch.onnx.export(
            network.eval(),
            inputs,
            str(to),
            dynamo=False,
            opset_version=OPSET,
            input_names=names,
            output_names=[output],
            dynamic_axes=axes,
        )
    onnx.checker.check_model(str(to))

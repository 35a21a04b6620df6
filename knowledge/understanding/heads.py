"""Small networks over the embedder's vectors and hashed parts of words: what a sentence does, how a turn is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IntegrityError
from knowledge.understanding.ngrams import buckets

HEADS_FILE = Path(__file__).parent / "heads.npz"
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One hidden layer between what is known of a text and the probabilities of its labels.

    ``bag`` has a row for each bucket of :mod:`knowledge.understanding.ngrams`; a text's row is the mean of its own.
    """

    labels: tuple[str, ...]
    bag: Vector
    hidden: Vector
    hidden_bias: Vector
    out: Vector
    out_bias: Vector

    @classmethod
    def load(cls, name: str, path: Path = HEADS_FILE) -> Head:
        """Read one of the heads of a file.

        Raises:
            IntegrityError: the file is missing or damaged, or holds no head of this name.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                parts = [file[f"{name}.{part}"] for part in ("bag", "hidden", "hidden_bias", "out", "out_bias")]
                labels = tuple(str(label) for label in file[f"{name}.labels"])
        except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
            raise IntegrityError(f"The heads in {path} cannot be read ({error}). Reinstall the package.") from error
        return cls(labels, *(part.astype(np.float32) for part in parts))

    def probabilities(self, texts: Sequence[str], known: Vector) -> dict[str, float]:
        """Of each label, for these texts and what is known of them besides.

        Args:
            texts: as many as the head was trained with: one, or a message and the question before it.
            known: shape (m,): their vectors and whatever else it was trained with.
        """
        bags = [self.bag[list(found)].mean(axis=0) if (found := buckets(text)) else 0 * self.bag[0] for text in texts]
        inner = np.maximum(np.concatenate([known, *bags]) @ self.hidden + self.hidden_bias, 0)
        scores = inner @ self.out + self.out_bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self.labels, (powers / powers.sum()).tolist(), strict=True))


@cache
def head(name: str) -> Head:
    """A shipped head: ``acts`` or ``readings``."""
    return Head.load(name)


def pair_features(message: Vector, before: Vector) -> Vector:
    """What is known of a message and the question before it, from their vectors: shape (4 m + 1,)."""
    return np.concatenate([message, before, message * before, np.abs(message - before), [message @ before]]).astype(
        np.float32
    )

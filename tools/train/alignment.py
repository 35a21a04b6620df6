"""Word translation probabilities from sentence pairs: IBM Model 1 (Brown et al. 1993), by expectation maximisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

ITERATIONS = 6
LEAST_PROBABILITY = 0.02
LEAST_COUNT = 0.4

TokenPair = tuple[Sequence[str], Sequence[str]]


def translation_probabilities(pairs: Sequence[TokenPair]) -> dict[tuple[str, str], float]:
    """``P(target word | source word)`` for (source, target) sentences; unlikely and rare links are left out.

    Every source sentence also holds an empty word, which takes what has no counterpart.
    """
    targets = _numbered(target for _, target in pairs)
    sources = _numbered((source for source, _ in pairs), first=1)
    size = len(sources) + 1
    links, positions, position = [], [], 0
    for source, target in pairs:
        source_ids = np.array([0, *(sources[word] for word in source)], dtype=np.int64)
        target_ids = np.array([targets[word] for word in target], dtype=np.int64)
        links.append((target_ids[:, None] * size + source_ids).ravel())
        positions.append(np.repeat(np.arange(position, position + len(target)), len(source_ids)))
        position += len(target)
    keys, inverse = np.unique(np.concatenate(links), return_inverse=True)
    counts, probability = _maximise(inverse, np.concatenate(positions), keys % size, position, size)
    source_words, target_words = ["", *sources], list(targets)
    kept = np.flatnonzero((probability > LEAST_PROBABILITY) & (counts > LEAST_COUNT) & (keys % size > 0))
    return {
        (source_words[keys[link] % size], target_words[keys[link] // size]): float(probability[link]) for link in kept
    }


def _maximise(
    inverse: NDArray[np.int64], positions: NDArray[np.int64], source_of: NDArray[np.int64], length: int, size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    probability = np.ones(len(source_of))
    counts = probability
    for _ in range(ITERATIONS):
        share = probability[inverse]
        share /= np.bincount(positions, weights=share, minlength=length)[positions]
        counts = np.bincount(inverse, weights=share, minlength=len(source_of))
        probability = counts / np.bincount(source_of, weights=counts, minlength=size)[source_of]
    return counts, probability


def _numbered(sentences: Iterable[Sequence[str]], first: int = 0) -> dict[str, int]:
    words = dict.fromkeys(chain.from_iterable(sentences))
    return {word: number for number, word in enumerate(words, first)}

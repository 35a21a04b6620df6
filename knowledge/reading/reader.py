"""The shipped reader, run by ONNX Runtime: how well a passage answers a question, and which of its units does."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from knowledge.documents import Chunk
from knowledge.reading.encoding import FIRST_UNIT, HEADING, encode_passage, encode_question
from knowledge.reading.units import units

READER_FOLDER = Path(__file__).parent / "model"
REMEMBERED = 1_200  # passages, 40 KB each
_SHORTEST = 3  # tokens of a question that says anything: its beginning, a word, its end
_NOTHING = -1e4  # score of a part without words
#: As for the embedder: on a CPU these two together take longer than one after the other.
_SLOWER_FUSIONS = ["SkipLayerNormFusion"]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Relevance:
    """How well a passage answers a question: ``score``, log-odds before calibration; ``units``, the same for each of
    its sentences, items and rows (:func:`~knowledge.reading.units.units`)."""

    score: float
    units: tuple[float, ...] = ()

    @property
    def unit(self) -> int:
        """The number of the unit that answers best, from 0."""
        return max(range(len(self.units)), key=self.units.__getitem__, default=0)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the trunk made of a passage, in 127ths of the largest value of each token, and the part that each token
    belongs to."""

    states: NDArray[np.int8]
    scales: Floats
    parts: NDArray[np.int64]

    @classmethod
    def of(cls, states: Floats, parts: Sequence[int]) -> _Read:
        """In a quarter of the room of ``states``, shape (tokens, width); scores move by hundredths."""
        scales = np.abs(states).max(axis=1, keepdims=True) / 127 + 1e-12
        return cls(np.rint(states / scales).astype(np.int8), scales, np.array(parts))


class Reader:
    """Question and passage pass the trunk each by itself, and a small network looks at both; what the trunk makes of a
    passage is remembered, so that one that was read lately costs next to nothing."""

    def __init__(self, folder: Path = READER_FOLDER, *, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        self._lock = threading.Lock()
        self._remembered: dict[str, _Read] = {}

    def read(self, question: str, chunks: Sequence[Chunk]) -> list[Relevance]:
        """Read each passage for the question."""
        tokenizer, alone, together = self._loaded
        ids = encode_question(tokenizer, question)
        if len(ids) < _SHORTEST or not chunks:
            return [Relevance(0.0) for _ in chunks]
        waiting = list(self._pool.map(self._passage, chunks)) if len(chunks) > 1 else [self._passage(chunks[0])]
        asked = alone.run(None, {"ids": np.array([ids], dtype=np.int64)})[0]
        inputs = _inputs(asked, waiting)
        scores = together.run(None, inputs)[0] + (inputs["present"].sum(axis=1) == 0) * _NOTHING
        ends = np.cumsum([int(one.parts.max(initial=HEADING)) for one in waiting])
        return [_relevance(part) for part in np.split(scores, ends[:-1])]

    def remember(self, chunk: Chunk) -> None:
        """Have the trunk read a passage, so that no question waits for it."""
        self._passage(chunk)

    def _passage(self, chunk: Chunk) -> _Read:
        with self._lock:
            known = self._remembered.pop(chunk.id, None)
            if known is not None:
                self._remembered[chunk.id] = known  # the latest are kept
                return known
        tokenizer, alone, _ = self._loaded
        encoded = encode_passage(tokenizer, " – ".join(chunk.heading), units(chunk.text))
        read = _Read.of(alone.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})[0][0], encoded.parts)
        with self._lock:
            self._remembered[chunk.id] = read
            while len(self._remembered) > REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        return read

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, "reader")

    @cached_property
    def _loaded(self) -> tuple[Tokenizer, Any, Any]:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        alone, together = (
            onnxruntime.InferenceSession(
                str(self._folder / name), options, ["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSIONS
            )
            for name in ("alone.onnx", "together.onnx")
        )
        return Tokenizer.from_file(str(self._folder / "tokenizer.json")), alone, together


@cache
def shipped_reader() -> Reader:
    """The one reader of this process: its weights and what it remembers of passages take their room once."""
    return Reader()


def _inputs(asked: Floats, read: Sequence[_Read]) -> dict[str, NDArray[Any]]:
    """The question and passages as one batch, filled up to the longest."""
    count, longest = len(read), max(len(one.parts) for one in read)
    words = np.ones((count, asked.shape[1]), dtype=np.float32)
    words[:, [0, -1]] = 0
    passage = np.zeros((count, longest, asked.shape[2]), dtype=np.float32)
    heading = np.zeros((count, longest), dtype=np.float32)
    pair: list[int] = []
    places: list[NDArray[np.int64]] = []
    for at, one in enumerate(read):
        passage[at, : len(one.parts)] = one.states * one.scales
        heading[at, : len(one.parts)] = one.parts == HEADING
        own = [np.flatnonzero(one.parts == part) for part in range(HEADING, one.parts.max(initial=HEADING) + 1)]
        pair += [at] * len(own)
        places += own
    filled = np.zeros((len(places), max(max(map(len, places)), 1)), dtype=np.int64)
    present = np.zeros(filled.shape, dtype=np.float32)
    for at, where in enumerate(places):
        filled[at, : len(where)], present[at, : len(where)] = where, 1
    return {
        "question": np.repeat(asked, count, axis=0),
        "asked": words,
        "passage": passage,
        "heading": heading,
        "pair": np.array(pair, dtype=np.int64),
        "places": filled,
        "present": present,
    }


def _relevance(scores: Floats) -> Relevance:
    """From the scores of heading and units: the smooth maximum of all, and those of the units."""
    best = float(scores.max())
    score = best + float(np.log(np.exp(scores - best).sum()))
    return Relevance(score, tuple(map(float, scores[FIRST_UNIT - HEADING :])))

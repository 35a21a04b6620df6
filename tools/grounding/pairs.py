"""The labelled pairs of a sentence and a passage."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.grounding.verifier import Ground

Kept = Literal["half", "open", "kept"]
PAIRS = Path(__file__).parents[2] / "tests" / "grounding"
#: The sets, each with whether it may be looked at; of the first half may, by the digest of the sentence.
SETS: dict[str, Kept] = {"edited": "half", "written": "half", "second": "open", "third": "kept"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside a passage, with what a person says of it: supported, contradicted or unsaid."""

    ground: Ground
    sentence: str
    label: str
    kind: str
    set: str = "written"

    @property
    def supported(self) -> bool:
        """Whether the passage bears the sentence out."""
        return self.label == "supported"

    @property
    def kept(self) -> bool:
        """Whether it is one of those that are not looked at."""
        if SETS[self.set] != "half":
            return SETS[self.set] == "kept"
        return bool(hashlib.blake2b(self.sentence.encode(), digest_size=1).digest()[0] % 2)

    @property
    def part(self) -> str:
        """What it is counted with: a half of the first sets, or its own set."""
        return f"{'first' if SETS[self.set] == 'half' else self.set}, {'kept' if self.kept else 'open'}"


def read_pairs(folder: Path = PAIRS) -> list[Pair]:
    """All labelled pairs."""
    grounds = {row["key"]: Ground(row["text"], row["heading"]) for row in _rows(folder / "passages.jsonl")}
    return [
        Pair(grounds[row["passage"]], row["sentence"], row["label"], row["kind"], name)
        for name in SETS
        for row in _rows(folder / f"{name}.jsonl")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

"""The labelled pairs of a sentence and a passage."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.grounding.verifier import Ground

PAIRS = Path(__file__).parents[2] / "tests" / "grounding"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside a passage, with what a person says of it: supported, contradicted or unsaid."""

    ground: Ground
    sentence: str
    label: str
    kind: str

    @property
    def supported(self) -> bool:
        """Whether the passage bears the sentence out."""
        return self.label == "supported"

    @property
    def kept(self) -> bool:
        """Whether it belongs to the half that is not looked at."""
        return bool(hashlib.blake2b(self.sentence.encode(), digest_size=1).digest()[0] % 2)


def read_pairs(folder: Path = PAIRS) -> list[Pair]:
    """All labelled pairs."""
    grounds = {row["key"]: Ground(row["text"], row["heading"]) for row in _rows(folder / "passages.jsonl")}
    return [
        Pair(grounds[row["passage"]], row["sentence"], row["label"], row["kind"])
        for name in ("edited.jsonl", "written.jsonl")
        for row in _rows(folder / name)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

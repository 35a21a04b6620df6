"""Small networks over vectors and hashed parts of words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.answering.replies import reply
from knowledge.documents import LANGUAGES, Language
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.errors import IntegrityError
from knowledge.understanding.acts import ASKS
from knowledge.understanding.heads import HEADS_FILE, Head, head, pair_features
from knowledge.understanding.ngrams import BUCKETS, buckets
from knowledge.understanding.safety import UNSAFE

NAMES = ("acts", "readings", "safety")
PARTS = ("bag", "hidden", "hidden_bias", "out", "out_bias", "labels")


def _tiny(texts: int = 1) -> Head:
    """Two labels over two known numbers and a bag of one column; the second known number speaks for ``b``."""
    hidden = np.zeros((2 + texts, 2), np.float32)
    hidden[0, 0] = hidden[1, 1] = 1
    hidden[2, 0] = 1
    return Head(
        ("a", "b"),
        np.ones((BUCKETS, 1), np.float32),
        hidden,
        np.zeros(2, np.float32),
        np.eye(2, dtype=np.float32),
        np.zeros(2, np.float32),
    )


def test_probabilities_add_up_and_follow_what_is_known() -> None:
    known = np.array([0, 3], np.float32)
    found = _tiny().probabilities(["apa itu ASCN"], known)
    assert set(found) == {"a", "b"}
    assert sum(found.values()) == pytest.approx(1)
    assert found["b"] == pytest.approx(1 / (1 + np.exp(1 - 3)))


def test_the_row_of_a_text_is_the_mean_of_its_parts() -> None:
    bag = np.zeros((BUCKETS, 1), np.float32)
    one, *_ = found = buckets("kota")
    bag[one] = len(found)
    head = _tiny()
    scored = Head(head.labels, bag, head.hidden, head.hidden_bias, head.out, head.out_bias)
    assert scored.probabilities(["kota"], np.zeros(2, np.float32))["a"] == pytest.approx(np.e / (1 + np.e), abs=1e-5)


def test_large_scores_are_borne() -> None:
    assert _tiny().probabilities([""], np.array([0, 1e6], np.float32))["b"] == pytest.approx(1)


def test_a_message_is_known_beside_the_one_before_it() -> None:
    one, other = np.array([1, 0], np.float32), np.array([0.6, 0.8], np.float32)
    features = pair_features(one, other)
    assert features.dtype == np.float32
    assert features.tolist() == pytest.approx([1, 0, 0.6, 0.8, 0.6, 0, 0.4, 0.8, 0.6])


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_heads_fit_the_shipped_model(name: str, shipped: OnnxEmbedder) -> None:
    texts = ["apa itu ASCN?", "siapa ketuanya?"][: 2 if name == "readings" else 1]
    first, *others = shipped.embed_questions(texts)
    probabilities = head(name).probabilities(texts, pair_features(first, others[0]) if others else first)
    assert sum(probabilities.values()) == pytest.approx(1, abs=1e-5)
    assert all(0 <= value <= 1 for value in probabilities.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_that_is_told_has_its_reaction(language: Language) -> None:
    """What asks goes to the documents, what speaks of the last answer retells it; everything else has a reply."""
    acts = set(head("acts").labels)
    assert acts >= ASKS
    assert {act for act in acts if act.startswith("answer.")} == {
        f"answer.{kind}" for kind in ("again", "doubt", "example", "more", "shorter", "simpler", "source", "translate")
    }
    for act in acts - ASKS:
        if not act.startswith("answer."):
            _, blocks = reply(act, language)
            assert blocks, act


def test_the_readings_are_those_that_are_made() -> None:
    assert set(head("readings").labels) == {"standalone", "topic", "item", "another", "other"}


def test_safety_knows_what_is_declined_and_what_is_harmless() -> None:
    assert set(head("safety").labels) == {"harmless", *UNSAFE}


def test_the_heads_ship_with_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["knowledge"]
    folder = HEADS_FILE.parents[1]
    assert any(HEADS_FILE in folder.glob(pattern) for pattern in patterns), patterns


def test_a_missing_or_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "heads.npz"
    with pytest.raises(IntegrityError, match="cannot be read"):
        Head.load("acts", path)
    path.write_bytes(b"no archive")
    with pytest.raises(IntegrityError, match="cannot be read"):
        Head.load("acts", path)
    others: dict[str, Any] = {f"other.{part}": np.zeros(1) for part in PARTS}
    np.savez(path, **others)
    with pytest.raises(IntegrityError, match="cannot be read"):
        Head.load("acts", path)


def test_a_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "heads.npz"
    path.write_bytes(HEADS_FILE.read_bytes()[:100_000])
    with pytest.raises(IntegrityError, match="cannot be read"):
        Head.load("acts", path)


def test_a_flipped_bit_in_a_file_is_told(tmp_path: Path) -> None:
    content = bytearray(HEADS_FILE.read_bytes())
    content[len(content) // 4] ^= 0x10
    path = tmp_path / "heads.npz"
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match="cannot be read"):
        [Head.load(name, path) for name in NAMES]

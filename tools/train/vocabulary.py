"""Extends the vocabulary of all-MiniLM-L6-v2 by Indonesian words, which start with the meaning of their translation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import Stemmer
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import AutoModel, AutoTokenizer

from knowledge.language.lexicon import Lexicon
from tools.train.data import SOFTWARE_SOURCES, TrainingData

ADDED_WORDS = 17_000
LEAST_FREQUENCY = 3
MAX_TOKENS = 256
SUFFIXES = (
    *("##nya", "##kan", "##lah", "##kah", "##annya", "##kannya", "##an", "##pun", "##mu", "##ku", "##isasi"),
    *("##asi", "##inya", "##ilah", "##anlah", "##is"),
)
WORD = re.compile(r"[a-z]{3,21}")
Vector = torch.Tensor


def extend_vocabulary(data: TrainingData, lexicon: Lexicon, base: Path, target: Path) -> dict[str, int]:
    """Write the untrained bilingual model to ``target``; returns how the new rows were initialised.

    A new word's vector is the weighted mean of its English translations' piece vectors, else that of the most
    frequent translated word with the same stem, else the mean of its own old pieces.
    """
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModel.from_pretrained(base, dtype=torch.float32)
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    frequencies = _frequencies(data)
    added = [*_new_words(frequencies, lexicon, set(pieces)), *(piece for piece in SUFFIXES if piece not in pieces)]
    old = model.embeddings.word_embeddings.weight.data.clone()

    def of_pieces(text: str) -> Vector:
        ids = tokenizer(text.removeprefix("##"), add_special_tokens=False)["input_ids"]
        vector: Vector = old[ids].mean(0)
        return vector

    rows, origins = _rows(added, lexicon, frequencies, of_pieces)
    model.resize_token_embeddings(len(pieces) + len(added))
    model.embeddings.word_embeddings.weight.data[: len(pieces)] = old
    model.embeddings.word_embeddings.weight.data[len(pieces) :] = torch.stack(rows)
    model.save_pretrained(target)
    _save_tokenizer([*pieces, *added], target)
    return dict(origins)


def _frequencies(data: TrainingData) -> Counter[str]:
    counts: Counter[str] = Counter()
    for pair in data.pairs:
        weight = 1 if pair.source in SOFTWARE_SOURCES else 3
        for word in WORD.findall(_plain(pair.indonesian)):
            counts[word] += weight
    for question, passage in data.wikipedia:
        counts.update(WORD.findall(_plain(question + " " + passage)))
    for chat in (*data.spellings, *(chat for _, chat in data.noise)):
        counts[chat] += LEAST_FREQUENCY
    return counts


def _plain(text: str) -> str:
    """Lower case without accents, as the tokenizer reads it."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")


def _new_words(frequencies: Counter[str], lexicon: Lexicon, known: set[str]) -> list[str]:
    """Frequent words first; then rarer ones, as far as the lexicon knows what they mean."""
    ranked = [word for word, _ in frequencies.most_common() if word not in known and WORD.fullmatch(word)]
    frequent = [word for word in ranked if frequencies[word] >= LEAST_FREQUENCY]
    rare = [word for word in ranked if frequencies[word] < LEAST_FREQUENCY]
    rare += sorted(word for word in lexicon.from_indonesian if word not in known and word not in frequencies)
    translated = [word for word in rare if WORD.fullmatch(word) and lexicon.from_indonesian.get(word)]
    return [*frequent, *translated][:ADDED_WORDS]


def _rows(
    added: Sequence[str], lexicon: Lexicon, frequencies: Counter[str], of_pieces: Callable[[str], Vector]
) -> tuple[list[Vector], Counter[str]]:
    stem = Stemmer.Stemmer("indonesian").stemWord
    by_stem: dict[str, list[str]] = defaultdict(list)
    for word in lexicon.from_indonesian:
        if WORD.fullmatch(word):
            by_stem[stem(word)].append(word)
    rows, origins = [], Counter[str]()
    for word in added:
        translations = list(lexicon.from_indonesian.get(word, ()))[:4]
        origin = "translation"
        if not translations and (relatives := by_stem.get(stem(word))):
            relative = max(relatives, key=lambda one: frequencies[one])
            translations, origin = list(lexicon.from_indonesian[relative])[:3], "stem"
        if translations:
            total = sum(weight for _, weight in translations)
            rows.append(sum((of_pieces(text) * (weight / total) for text, weight in translations), torch.zeros(())))
        else:
            rows.append(of_pieces(word))
            origin = "pieces"
        origins[origin] += 1
    return rows, origins


def _save_tokenizer(pieces: Sequence[str], target: Path) -> None:
    tokenizer = Tokenizer(models.WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, pieces.index(name)) for name in ("[CLS]", "[SEP]")],
    )
    tokenizer.save(str(target / "tokenizer.json"))
    settings: dict[str, Any] = {
        "tokenizer_class": "BertTokenizerFast",
        "do_lower_case": True,
        "model_max_length": MAX_TOKENS,
        **{f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")},
    }
    (target / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")

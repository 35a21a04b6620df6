"""Trains the bilingual model: distillation from the English original, and questions against passages."""

from __future__ import annotations

import itertools
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from knowledge.language.lexicon import Lexicon
from tools.train.data import TrainingData
from tools.train.examples import Answered, Distilled, Rewriter, answered, distilled

BODY_RATE, EMBEDDING_RATE = 1.2e-4, 6e-4
WARM_UP, LEAST_RATE = 0.03, 0.03
TEMPERATURE = 0.05
COSINE_WEIGHT, CONTRAST_WEIGHT = 8.0, 0.6
AVERAGING = 0.995
BATCH_TOKENS, BATCH_TEXTS = 4096, 224
QUESTIONS_PER_BATCH = 40
PASSAGE_TOKENS, QUESTION_TOKENS = 128, 48
QUESTIONS_FROM, QUESTIONS_EVERY = 0.04, 3
SAVE_EVERY_SECONDS = 300
Tokens = list[int]


@dataclass(slots=True)
class Encoder:
    """A transformer with its tokenizer; vectors are the normalised mean of its token vectors."""

    model: Any
    tokenizer: Any
    half: bool = False

    @classmethod
    def open(cls, folder: Path, *, half: bool = False) -> Encoder:
        """Load from a folder; dropout is off, as there is far more text than it is trained on. ``half`` computes in
        bfloat16, which pays on processors with matrix units for it and costs on others."""
        model = AutoModel.from_pretrained(folder, dtype=torch.float32)
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        return cls(model, AutoTokenizer.from_pretrained(folder), half)

    def tokens(self, texts: Sequence[str], limit: int) -> list[Tokens]:
        """Token ids of each text, cut at ``limit``."""
        ids: list[Tokens] = self.tokenizer(list(texts), truncation=True, max_length=limit)["input_ids"]
        return ids

    def vectors(self, batch: Sequence[Tokens]) -> torch.Tensor:
        """(n, dimension), L2-normalised, with gradient unless switched off; the longer half is padded by itself."""
        order = sorted(range(len(batch)), key=lambda row: len(batch[row]))
        middle = len(order) // 2
        parts = [part for part in (order[:middle], order[middle:]) if part]
        vectors = torch.cat([self._padded([batch[row] for row in part]) for part in parts])
        return vectors[torch.tensor(order).argsort()]

    def _padded(self, batch: Sequence[Tokens]) -> torch.Tensor:
        length = max(map(len, batch))
        ids = torch.tensor([[*row, *[0] * (length - len(row))] for row in batch])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        return functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=1)

    @torch.no_grad()
    def encode(self, texts: Sequence[str], limit: int) -> torch.Tensor:
        """Vectors of many texts, in batches of similar length."""
        tokens = self.tokens(texts, limit)
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        result = torch.zeros(len(texts), self.model.config.hidden_size)
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            result[rows] = self.vectors([tokens[row] for row in rows])
        return result


class Teacher:
    """The English original; remembers the vectors it gave."""

    def __init__(self, folder: Path, *, half: bool) -> None:
        self.encoder = Encoder.open(folder, half=half)
        self.encoder.model.eval()
        self.known: dict[str, torch.Tensor] = {}

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """(n, dimension) for English texts, read up to the length of a passage."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, self.encoder.encode(new, PASSAGE_TOKENS).half(), strict=True))
        return functional.normalize(torch.stack([self.known[text] for text in texts]).float(), dim=1)


class Training:
    """One run, limited by time; what it needs to go on is in ``folder / "checkpoint.pt"``."""

    def __init__(
        self,
        data: TrainingData,
        lexicon: Lexicon,
        *,
        base: Path,
        start: Path,
        folder: Path,
        seed: int,
        half: bool = False,
    ) -> None:
        self.folder = folder
        self.student = Encoder.open(start, half=half)
        self.teacher = Teacher(base, half=half)
        self.data = data
        self.lexicon = lexicon
        self.seed = seed
        self.seconds, self.step, self.tokens = 0.0, 0, 0
        parameters = dict(self.student.model.named_parameters())
        words = parameters["embeddings.word_embeddings.weight"]
        body = [value for name, value in parameters.items() if value is not words and "pooler" not in name]
        groups = [
            {"params": body, "peak": BODY_RATE, "weight_decay": 0.01},
            {"params": [words], "peak": EMBEDDING_RATE, "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self.average = {name: value.detach().clone() for name, value in parameters.items()}
        self._resume()

    def run(self, minutes: float) -> None:
        """Train until ``minutes`` in all have been spent, also over restarts; keep the averaged weights."""
        rng = random.Random(self.seed + self.step)
        torch.manual_seed(self.seed + self.step)
        rewriter = Rewriter(self.data, self.lexicon, rng)
        texts = self._text_batches(distilled(self.data, rewriter), rng)
        questions = answered(self.data, rewriter, QUESTIONS_PER_BATCH)
        figures: dict[str, list[float]] = defaultdict(list)
        self.student.model.train()
        clock, saved = time.monotonic(), self.seconds
        while self.seconds < minutes * 60:
            progress = self.seconds / (minutes * 60)
            self._set_rate(progress)
            if progress > QUESTIONS_FROM and self.step % QUESTIONS_EVERY == 0:
                loss = self._question_loss(next(questions), figures)
            else:
                loss = self._text_loss(next(texts), figures)
            self._update(loss)
            self.seconds, clock = self.seconds + time.monotonic() - clock, time.monotonic()
            if self.step % 50 == 0:
                means = {name: round(float(np.mean(values)), 4) for name, values in figures.items()}
                print(f"step {self.step}, {self.seconds:.0f} s, {self.tokens} tokens: {means}", flush=True)
                figures.clear()
            if self.seconds - saved > SAVE_EVERY_SECONDS:
                saved = self.seconds
                self._save()
        self._save()

    def load_average(self, encoder: Encoder) -> None:
        """Give another encoder of the same shape the averaged weights, which are better than the last ones."""
        with torch.no_grad():
            for name, value in encoder.model.named_parameters():
                value.copy_(self.average[name])

    def _text_loss(self, batch: Sequence[tuple[Tokens, Distilled]], figures: dict[str, list[float]]) -> torch.Tensor:
        """Cosine to the teacher's vector, and contrast with the teacher's other vectors of the batch."""
        target = self.teacher.vectors([item.english for _, item in batch])
        vectors = self.student.vectors([tokens for tokens, _ in batch])
        trust = torch.tensor([item.trust for _, item in batch])
        cosine = (vectors * target).sum(1)
        # What the teacher itself finds alike is no contrast.
        alike = (target @ target.T > 0.9) & ~torch.eye(len(target), dtype=torch.bool)
        scores = (vectors @ target.T / TEMPERATURE).masked_fill(alike, -1e4)
        contrast = functional.cross_entropy(scores, torch.arange(len(target)), reduction="none")
        figures["cosine"].append(float(cosine.detach().mean()))
        figures["contrast"].append(float(contrast.detach().mean()))
        self.tokens += sum(len(tokens) for tokens, _ in batch)
        return (trust * (COSINE_WEIGHT * (1 - cosine) + CONTRAST_WEIGHT * contrast)).mean()

    def _question_loss(self, batch: Sequence[Answered], figures: dict[str, list[float]]) -> torch.Tensor:
        """InfoNCE over the passages of the batch, in both directions."""
        questions = self.student.tokens([item.question for item in batch], QUESTION_TOKENS)
        passages = self.student.tokens([item.passage for item in batch], PASSAGE_TOKENS)
        scores = self.student.vectors(questions) @ self.student.vectors(passages).T / TEMPERATURE
        right = torch.arange(len(batch))
        loss = (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2
        figures["question"].append(float(loss.detach()))
        self.tokens += sum(map(len, questions)) + sum(map(len, passages))
        return loss

    def _update(self, loss: torch.Tensor) -> None:
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.optimizer.param_groups[0]["params"], 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(AVERAGING, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.student.model.named_parameters():
                self.average[name].lerp_(value, 1 - keep)

    def _set_rate(self, progress: float) -> None:
        falling = LEAST_RATE + (1 - LEAST_RATE) * (1 + math.cos(math.pi * progress)) / 2
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, (progress + 1e-4) / WARM_UP) * falling

    def _text_batches(
        self, passes: Iterator[list[Distilled]], rng: random.Random
    ) -> Iterator[list[tuple[Tokens, Distilled]]]:
        for number in itertools.count(1):
            items = next(passes)
            tokens = self.student.tokens([item.text for item in items], PASSAGE_TOKENS)
            ordered = sorted(zip(tokens, items, strict=True), key=lambda row: len(row[0]) + 4 * rng.random())
            batches: list[list[tuple[Tokens, Distilled]]] = [[]]
            for row in ordered:
                if (len(batches[-1]) + 1) * (len(row[0]) + 4) > BATCH_TOKENS or len(batches[-1]) >= BATCH_TEXTS:
                    batches.append([])
                batches[-1].append(row)
            rng.shuffle(batches)
            print(f"pass {number}: {len(batches)} batches, {sum(map(len, tokens))} tokens", flush=True)
            yield from batches

    def _save(self) -> None:
        state = {
            "model": self.student.model.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "teacher": self.teacher.known,
            "progress": (self.seconds, self.step, self.tokens),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.save(state, self.folder / "checkpoint.new")
        (self.folder / "checkpoint.new").replace(self.folder / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path)
            self.student.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.teacher.known = state["teacher"]
            self.seconds, self.step, self.tokens = state["progress"]

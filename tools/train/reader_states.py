"""What the trunk makes of the texts that the reader learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer
from torch.nn.utils.rnn import pad_sequence

from knowledge.reading.encoding import HEADING, encode_passage, encode_question
from tools.train.reader_data import ReadingData
from tools.train.reader_network import MASKED, WIDTH, Together


class States:
    """What the trunk makes of texts, as they ship; each is computed when it is first wanted."""

    def __init__(self, alone: InferenceSession, ids: Sequence[list[int]]) -> None:
        self._alone, self._ids = alone, ids
        self._known: dict[int, torch.Tensor] = {}

    def __getitem__(self, row: int) -> torch.Tensor:
        if row not in self._known:
            states = self._alone.run(None, {"ids": np.array([self._ids[row]], dtype=np.int64)})[0][0]
            self._known[row] = torch.from_numpy(states).bfloat16()
        return self._known[row]


@dataclass(slots=True)
class Prepared:
    """Questions and passages after the trunk, and the parts of the passages."""

    questions: States
    passages: States
    parts: list[torch.Tensor]
    numbers: dict[str, int]

    def batch(self, pairs: Sequence[tuple[str, int]]) -> tuple[torch.Tensor, ...]:
        """What :class:`Together` takes, of pairs of question and passage."""
        asked = [self.questions[self.numbers[question]] for question, _ in pairs]
        said = [self.passages[row] for _, row in pairs]
        questions = torch.zeros(len(pairs), max(map(len, asked)), WIDTH)
        passages = torch.zeros(len(pairs), max(map(len, said)), WIDTH)
        own, heading = torch.zeros(questions.shape[:2]), torch.zeros(passages.shape[:2])
        pair: list[int] = []
        places: list[torch.Tensor] = []
        for at, (question, passage, (_, row)) in enumerate(zip(asked, said, pairs, strict=True)):
            questions[at, : len(question)], passages[at, : len(passage)] = question, passage
            own[at, 1 : len(question) - 1] = 1
            heading[at, : len(passage)] = (self.parts[row] == HEADING).float()
            found = [(self.parts[row] == number).nonzero()[:, 0] for number in range(1, int(self.parts[row].max()) + 1)]
            pair += [at] * len(found)
            places += found
        filled = pad_sequence(places, batch_first=True)
        present = pad_sequence([torch.ones(len(one)) for one in places], batch_first=True)
        return questions, own, passages, heading, torch.tensor(pair), filled, present

    def scores(self, together: Together, pairs: Sequence[tuple[str, int]]) -> torch.Tensor:
        """Scores of the heading and the units of all pairs, very low where there is none."""
        batch = self.batch(pairs)
        scores, pair, present = together(*batch), batch[4], batch[6]
        parts = torch.cat([torch.arange(count) for count in torch.bincount(pair).tolist()])
        filled = torch.full((len(pairs), int(parts.max()) + 1), MASKED)
        return filled.index_put((pair, parts), scores + (present.sum(-1) == 0) * MASKED)


def prepare(data: ReadingData, folder: Path) -> Prepared:
    """Everything that is learned from or held out as tokens, of which the trunk in ``folder`` makes what is wanted."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    alone = InferenceSession(str(folder / "alone.onnx"), options, ["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encoded = [encode_passage(tokenizer, text.heading, text.units) for text in data.texts]
    numbers = {question: at for at, question in enumerate(dict.fromkeys(one.question for one in data.asked()))}
    questions = States(alone, [encode_question(tokenizer, question) for question in numbers])
    passages = States(alone, [one.ids for one in encoded])
    return Prepared(questions, passages, [torch.tensor(one.parts) for one in encoded], numbers)

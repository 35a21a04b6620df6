"""The reader that is trained is the reader that runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from knowledge.documents import Chunk
from knowledge.reading.encoding import encode_passage, encode_question
from knowledge.reading.reader import Reader
from knowledge.reading.units import units

torch = pytest.importorskip("torch", reason="the reader is trained with torch (make train)")
from tools.train.reader import Training  # noqa: E402 - it cannot be had without torch
from tools.train.reader_data import Asked, ReadingData, Text  # noqa: E402
from tools.train.reader_export import export_alone, export_together  # noqa: E402
from tools.train.reader_network import Alone, Embedding, Layer, Together  # noqa: E402
from tools.train.reader_states import Prepared, prepare  # noqa: E402

WORDS = [
    *("siapa", "ketua", "kapan", "kota", "melapor", "berapa", "anggota", "filipina", "desember"),
    *("dua", "puluh", "laporan", "jejaring", "di", ".", "?"),
]
PASSAGES = ["Ketua jejaring filipina. Anggota dua puluh.", "Kota melapor desember. Laporan kota."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trunk of one layer with vectors by chance, as it would ship."""
    torch.manual_seed(1)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *(f"▁{word}" for word in WORDS)]
    tokenizer = Tokenizer(models.Unigram([(piece, 0.0) for piece in pieces], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    target = tmp_path_factory.mktemp("reader")
    export_alone(Alone(Embedding(len(pieces)), [Layer()]), tokenizer, target)
    return target


@pytest.fixture(scope="module")
def data() -> ReadingData:
    """Two passages, and questions that one of them answers."""
    asked = [
        Asked("siapa ketua jejaring ?", (0,), (1,), unit=1),
        Asked("berapa anggota ?", (0,), (1,), unit=2),
        Asked("kapan kota melapor ?", (1,), (0,), unit=1),
        Asked("siapa melapor ?", (), (1,)),
    ]
    kinds = ("corpus", "own", "general", "wikipedia")
    return ReadingData([Text("", tuple(units(one))) for one in PASSAGES], dict.fromkeys(kinds, asked))


@pytest.fixture(scope="module")
def prepared(data: ReadingData, folder: Path) -> Prepared:
    return prepare(data, folder)


def test_what_was_trained_says_the_same_when_it_ships(data: ReadingData, prepared: Prepared, folder: Path) -> None:
    torch.manual_seed(2)
    together = Together()
    with torch.no_grad():
        together.score.weight.normal_()
    export_together(together, folder)
    chunks = [Chunk(str(at), "d", text) for at, text in enumerate(PASSAGES)]
    question = data.learned["corpus"][0].question
    with torch.no_grad():
        scores = prepared.scores(together.eval(), [(question, row) for row in (0, 1)])
    read = Reader(folder).read(question, chunks)
    assert [one.score for one in read] == pytest.approx(scores.logsumexp(-1).tolist(), abs=0.2)
    assert [one.unit for one in read] == scores[:, 1:].argmax(-1).tolist()
    assert Reader(folder).read(question, chunks[:1])[0].score == pytest.approx(read[0].score, abs=1e-3)


def test_a_little_training_tells_which_passage_answers(data: ReadingData, prepared: Prepared) -> None:
    torch.manual_seed(3)
    together = Together()
    training = Training(data, prepared, together, seed=1)
    training.run(minutes=0, steps=20)
    together.eval()
    with torch.no_grad():
        for one in data.learned["corpus"][:3]:
            scores = prepared.scores(together, [(one.question, row) for row in (*one.right, *one.wrong)])
            assert scores.logsumexp(-1).argmax() == 0
            assert scores[0, 1:].argmax() == one.unit - 1


def test_long_texts_are_cut(folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    passage = encode_passage(tokenizer, "ketua " * 100, ["kota " * 150, "melapor " * 150])
    assert len(passage.ids) == len(passage.parts) == 192
    assert passage.parts.count(1) == 24
    assert max(passage.parts) == 3
    assert len(encode_question(tokenizer, "siapa " * 100)) == 48


def test_a_question_without_words_and_passages_without_text_are_read(folder: Path, prepared: Prepared) -> None:
    export_together(Together(), folder)
    reader = Reader(folder)
    assert reader.read("siapa ketua ?", []) == []
    assert [one.unit for one in reader.read("", [Chunk("a", "d", PASSAGES[0])])] == [0]
    assert np.isfinite(reader.read("siapa ketua ?", [Chunk("b", "d", PASSAGES[0])])[0].score)

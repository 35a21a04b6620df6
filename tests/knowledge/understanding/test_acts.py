"""What a sentence does, where nobody could mistake it; in both languages."""

from __future__ import annotations

import pytest

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.understanding.acts import Said, classify

CLEAR = [
    ("question", "Apa saja kewajiban kota anggota ASCN?"),
    ("question", "What are the duties of an ASCN member city?"),
    ("question", "berapa jumlah kota anggota ASCN"),
    ("question", "Who chairs the ASEAN Smart Cities Network?"),
    ("greeting", "Selamat pagi!"),
    ("greeting", "Good morning!"),
    ("thanks", "Terima kasih banyak ya"),
    ("thanks", "Thank you very much!"),
    ("person", "Saya mau bicara dengan petugas"),
    ("person", "I want to talk to a human, please"),
    ("assistant", "Kamu siapa?"),
    ("assistant", "Who are you?"),
    ("offtopic", "Bagaimana resep rendang padang?"),
    ("offtopic", "Who won the football world cup?"),
    ("answer", "tolong ringkas jawaban tadi"),
    ("answer", "please shorten your answer"),
    ("identity", "Saya Budi dari Bappeda Kota Batu."),
    ("identity", "I work for the city of Cebu."),
    ("farewell", "Sampai jumpa!"),
    ("farewell", "Goodbye!"),
]


@pytest.mark.parametrize(("group", "text"), CLEAR)
def test_what_a_plain_sentence_does_is_told(group: str, text: str, shipped: OnnxEmbedder) -> None:
    (said,) = classify([text], shipped)
    assert ("question" if said.asks else said.group) == group, (said.act, said.probabilities[said.act])
    assert said.text == text
    assert sum(said.probabilities.values()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("shorter", "tolong ringkas jawaban tadi"),
        ("source", "apa sumber jawaban itu?"),
        ("translate", "terjemahkan ke bahasa Inggris"),
        ("translate", "translate that into Indonesian please"),
        ("example", "contohnya apa?"),
        ("more", "ada lagi?"),
    ],
)
def test_what_is_wished_of_the_last_answer_is_told(kind: str, text: str, shipped: OnnxEmbedder) -> None:
    (said,) = classify([text], shipped)
    assert said.act == f"answer.{kind}"


def test_sentences_are_told_apart_whatever_stands_beside_them(shipped: OnnxEmbedder) -> None:
    texts = [text for _, text in CLEAR]
    together, alone = classify(texts, shipped), [classify([text], shipped)[0] for text in texts]
    assert [said.act for said in together] == [said.act for said in alone]
    assert classify([], shipped) == []


def test_asking_is_one_thing_in_two_forms() -> None:
    assert Said("?", "question", {}).asks
    assert Said("?", "request", {}).asks
    assert not Said("?", "answer.shorter", {}).asks
    assert (Said("?", "answer.shorter", {}).group, Said("?", "greeting", {}).group) == ("answer", "greeting")


def test_no_kind_of_asking_loses_for_being_told_apart_from_the_other(shipped: OnnxEmbedder) -> None:
    """Whatever the sentence: when asking in both forms is likelier than the likeliest act, it asks."""
    for said in classify([text for _, text in CLEAR], shipped):
        asking = said.probabilities["question"] + said.probabilities["request"]
        others = max(value for act, value in said.probabilities.items() if act not in ("question", "request"))
        assert said.asks == (asking > others), said

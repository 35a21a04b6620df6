"""What became of an answer: said otherwise is not said anew."""

from __future__ import annotations

import pytest

from knowledge.answering.difference import AnswerChange, change_between, statements
from knowledge.answers import (
    Answer,
    Card,
    CardField,
    Citation,
    Heading,
    Item,
    ListBlock,
    Outcome,
    Paragraph,
    TableBlock,
)
from knowledge.embedding.onnx import OnnxEmbedder

TOR = Citation(number=1, title="Terms of Reference", date="23 Agustus 2019", locator="klausul 17")


def _answer(*items: str, citations: tuple[Citation, ...] = (TOR,), outcome: Outcome = Outcome.ANSWERED) -> Answer:
    blocks = (Heading(text="Kewajiban kota"), ListBlock(items=tuple(Item(text=item, citations=(1,)) for item in items)))
    return Answer(outcome=outcome, language="id", question="apa?", blocks=blocks, citations=citations)


REPORT = "Kota menyusun laporan ringkas tentang proyek kota setiap tahun."
CSCO = "Kota wajib memiliki satu Chief Smart City Officer (CSCO)."


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ((REPORT, CSCO), AnswerChange.SAME),
        ((CSCO, REPORT), AnswerChange.WORDING),  # another order
        ((REPORT + " ", CSCO.replace("wajib memiliki", "wajib  memiliki")), AnswerChange.WORDING),
        (("Setiap tahun kota menyusun laporan ringkas tentang proyek kota.", CSCO), AnswerChange.WORDING),
        ((f"{REPORT} {CSCO}",), AnswerChange.WORDING),  # two items put into one
        ((REPORT.replace("setiap tahun", "dua kali setiap tahun"), CSCO), AnswerChange.STATEMENTS),
        ((REPORT, CSCO.replace("satu", "2")), AnswerChange.STATEMENTS),
        ((REPORT, CSCO.replace("wajib", "dapat")), AnswerChange.STATEMENTS),
        ((REPORT.replace("menyusun", "tidak menyusun"), CSCO), AnswerChange.STATEMENTS),
        ((REPORT, CSCO.replace("(CSCO)", "(NR)")), AnswerChange.STATEMENTS),
        ((REPORT,), AnswerChange.STATEMENTS),
        ((REPORT, CSCO, "Kota membayar iuran."), AnswerChange.STATEMENTS),
    ],
)
def test_statements_are_compared_by_what_they_say(
    shipped: OnnxEmbedder, after: tuple[str, ...], change: AnswerChange
) -> None:
    assert change_between(_answer(REPORT, CSCO), _answer(*after), shipped) is change


def test_another_source_is_a_change_and_another_number_of_it_is_not(shipped: OnnxEmbedder) -> None:
    other = TOR.model_copy(update={"locator": "klausul 18"})
    numbered = TOR.model_copy(update={"number": 2})
    assert change_between(_answer(REPORT), _answer(REPORT, citations=(other,)), shipped) is AnswerChange.SOURCE
    assert change_between(_answer(REPORT), _answer(REPORT, citations=(numbered,)), shipped) is AnswerChange.WORDING


def test_an_answer_comes_and_goes(shipped: OnnxEmbedder) -> None:
    refused = _answer("Yang paling dekat", outcome=Outcome.REFUSED)
    other = _answer("Yang lain", outcome=Outcome.REFUSED)
    assert change_between(refused, _answer(REPORT), shipped) is AnswerChange.NEW
    assert change_between(_answer(REPORT), refused, shipped) is AnswerChange.LOST
    assert change_between(refused, other, shipped) is AnswerChange.SAME
    assert [change for change in AnswerChange if change.substantial] == [
        AnswerChange.LOST,
        AnswerChange.STATEMENTS,
        AnswerChange.SOURCE,
        AnswerChange.NEW,
    ]


def test_rows_and_cards_are_statements_too() -> None:
    table = TableBlock(header=("Kota", "Tahun"), rows=(("Denpasar", "2025"),))
    card = Card(title="19.9", fields=(CardField(label="Satuan", value="%"),))
    answer = Answer(
        outcome=Outcome.ANSWERED, language="id", question="?", blocks=(Paragraph(text="Satu. Dua. [1]"), table, card)
    )
    assert statements(answer) == ["Satu.", "Dua.", "Kota: Denpasar; Tahun: 2025", "19.9: Satuan: %"]

"""An answer made of the documents' own sentences, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.refusal import refusal_offer
from knowledge.answering.steps.composition import Composition, compose_passage
from knowledge.answering.texts import say
from knowledge.answers import Heading, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Answerability, Chunk, Document, Passage
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.language.query import Query
from knowledge.understanding.conversation import ConversationState
from tests.knowledge.answering.parts import DOCUMENT, MIDDLING, STRONG, context, reading, retrieved


@pytest.fixture
def compose(shipped: OnnxEmbedder) -> Composition:
    return Composition(shipped)


def _passage(
    text: str, number: int = 2, score: float = 0.5, document: Document = DOCUMENT, **fields: object
) -> Passage:
    chunk = Chunk(f"c{number}", document.id, text, ("Kerangka Acuan", f"Bagian {number}"), **fields)  # type: ignore[arg-type]
    return Passage(chunk, document, score, 0.8, 5.0)


def test_a_section_is_given_word_for_word_under_its_heading(compose: Composition) -> None:
    text = "Kota wajib: [@x]\n\n1. melapor;\n2. hadir.\n\n| Kota | Tahun |\n| --- | --- |\n| Makassar | 2018 |"
    asked = context("apa kewajiban kota?", "id", retrieved(STRONG, _passage(text)))
    compose(asked)
    assert asked.outcome is Outcome.ANSWERED
    heading, lead, items, table = asked.blocks
    assert heading == Heading(text="Bagian 2")
    assert lead == Paragraph(text="Kota wajib:", citations=(1,))
    assert isinstance(items, ListBlock)
    assert (items.ordered, [item.text for item in items.items]) == (True, ["melapor;", "hadir."])
    assert table == TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"),), citations=(1,))
    assert [citation.title for citation in asked.citations] == ["Kerangka Acuan"]


@pytest.mark.parametrize(("tentative", "outcome"), [(True, Outcome.PARTLY), (False, Outcome.ANSWERED)])
def test_a_tentative_answer_says_so_and_offers_a_person(
    tentative: bool, outcome: Outcome, compose: Composition
) -> None:
    asked = context("kapan kota melapor?", "id", retrieved(MIDDLING))
    asked.tentative = tentative
    compose(asked)
    said = [block.text for block in asked.blocks if isinstance(block, Paragraph)]
    assert asked.outcome is outcome
    assert (say("refusal.tentative", "id") in said) == tentative
    assert (refusal_offer("id") in asked.blocks) == tentative
    assert any("31 Maret 2026" in text for text in said)


@pytest.mark.parametrize(
    ("answerability", "outcome"),
    [("full", Outcome.ANSWERED), ("partial", Outcome.PARTLY), ("none", Outcome.REFUSED)],
)
def test_a_text_on_what_the_sources_leave_open_is_no_whole_answer(
    answerability: Answerability, outcome: Outcome, compose: Composition
) -> None:
    asked = context(
        "berapa iurannya?", "id", retrieved(STRONG, _passage("Tidak dimuat. [@x]", answerability=answerability))
    )
    compose(asked)
    assert asked.outcome is outcome
    assert (refusal_offer("id") in asked.blocks) == (outcome is Outcome.REFUSED)


SHOWN = ConversationState(question="apa kewajiban kota?", topic="kewajiban kota", shown=frozenset({"c1"}))
FOLLOWS = reading("kapan melapor?", "topic", about="kewajiban kota")
LIST = """Kota anggota mempunyai kewajiban: [@x]

- menunjuk seorang Chief Smart City Officer; [@x]
- membayar biaya perjalanan ke pertemuan tahunan; [@x]
- menyerahkan laporan tahunan kepada Sekretariat. [@x]
"""


def test_of_a_passage_that_was_just_shown_only_what_speaks_of_the_question_is_given(compose: Composition) -> None:
    asked = context(
        "kapan laporan tahunan diserahkan?", "id", retrieved(STRONG, _passage(LIST, 1)), state=SHOWN, reading=FOLLOWS
    )
    compose(asked)
    said = " ".join(item.text for block in asked.blocks if isinstance(block, ListBlock) for item in block.items)
    assert "laporan tahunan" in said
    assert "Chief Smart City Officer" not in said
    assert asked.citations


def test_where_it_does_not_speak_of_it_the_next_passage_is_given_in_its_place(compose: Composition) -> None:
    first, second = _passage("Kota melapor. [@x]", 1, 1.0), _passage("Kota hadir. [@x]", 2, 0.9)
    far = _passage("Kota jauh. [@x]", 3, 0.1)
    for passages, shown in (((first, second), "c2"), ((first, far), "c1"), ((first,), "c1")):
        asked = context("bagaimana?", "id", retrieved(STRONG, *passages), state=SHOWN, reading=FOLLOWS)
        compose(asked)
        assert asked.passages == (shown,)


def test_a_question_that_stands_by_itself_gets_the_whole_passage_again(compose: Composition) -> None:
    asked = context(
        "apa kewajiban kota?", "id", retrieved(STRONG, _passage(LIST, 1)), state=SHOWN, reading=reading("?")
    )
    compose(asked)
    (items,) = (block for block in asked.blocks if isinstance(block, ListBlock))
    assert len(items.items) == 3


def test_a_passage_is_a_reply_by_itself() -> None:
    reply = compose_passage(_passage("Kota melapor. [@x]"), Query("laporan", "id"), "lagi dong")
    assert (reply.asked, reply.outcome, tuple(reply.passages)) == ("lagi dong", Outcome.ANSWERED, ("c2",))
    assert list(reply.blocks) == [Heading(text="Bagian 2"), Paragraph(text="Kota melapor.", citations=(1,))]
    assert [citation.title for citation in reply.citations] == ["Kerangka Acuan"]


def test_a_long_text_without_marks_gives_the_sentences_that_speak_of_the_question(compose: Composition) -> None:
    filler = "Kalimat ini membahas hal lain yang tidak ditanyakan oleh siapa pun di sini. "
    text = filler * 8 + "Anggaran sampah berasal dari retribusi. " + filler * 8
    asked = context("dari mana anggaran sampah?", "id", retrieved(STRONG, _passage(text)))
    compose(asked)
    quotes = [block.text for block in asked.blocks if isinstance(block, Quote)]
    assert "Anggaran sampah berasal dari retribusi." in quotes
    assert len(quotes) == 4


def test_a_question_about_the_present_hears_how_old_the_sources_are(compose: Composition) -> None:
    document = replace(DOCUMENT, as_of="2026-01")
    for question, dated in (("siapa ketua sekarang?", True), ("siapa ketua?", False)):
        asked = context(question, "id", retrieved(STRONG, _passage("Ketua: Filipina. [@x]", document=document)))
        compose(asked)
        assert (Paragraph(text=say("as_of", "id", date="Januari 2026")) in asked.blocks) == dated


def test_only_what_can_be_answered_is_suggested_and_in_the_language_of_the_answer(compose: Composition) -> None:
    english = replace(DOCUMENT, id="tor.en", language="en")
    passages = (
        _passage("Satu. [@x]", 2, 1.0, example_questions=("sendiri?",)),
        _passage("Dua. [@x]", 3, example_questions=("kapan melapor?", "lain?")),
        _passage("Tiga. [@x]", 4, example_questions=("berapa iuran?",), answerability="none"),
        _passage("Empat. [@x]", 5, document=english, example_questions=("when?",)),
        _passage("Lima. [@x]", 6),
    )
    asked = context("?", "id", retrieved(STRONG, *passages))
    compose(asked)
    assert asked.suggestions == ["kapan melapor?"]

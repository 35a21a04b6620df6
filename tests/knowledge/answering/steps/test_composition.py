"""An answer made of the documents' own sentences, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.refusal import refusal_offer
from knowledge.answering.steps.composition import Composition
from knowledge.answering.texts import say
from knowledge.answers import Heading, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Answerability, Chunk, Document, Passage
from tests.knowledge.answering.parts import DOCUMENT, MIDDLING, PASSAGE, STRONG, context, retrieved


def _passage(
    text: str, number: int = 2, score: float = 0.5, document: Document = DOCUMENT, **fields: object
) -> Passage:
    chunk = Chunk(f"c{number}", document.id, text, ("Kerangka Acuan", f"Bagian {number}"), **fields)  # type: ignore[arg-type]
    return Passage(chunk, document, score, 0.8, 5.0)


def test_a_section_is_given_word_for_word_under_its_heading() -> None:
    text = "Kota wajib: [@x]\n\n1. melapor;\n2. hadir.\n\n| Kota | Tahun |\n| --- | --- |\n| Makassar | 2018 |"
    asked = context("apa kewajiban kota?", "id", retrieved(STRONG, _passage(text)))
    Composition()(asked)
    assert asked.outcome is Outcome.ANSWERED
    heading, lead, items, table = asked.blocks
    assert heading == Heading(text="Bagian 2")
    assert lead == Paragraph(text="Kota wajib:", citations=(1,))
    assert isinstance(items, ListBlock)
    assert (items.ordered, [item.text for item in items.items]) == (True, ["melapor;", "hadir."])
    assert table == TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"),), citations=(1,))
    assert [citation.title for citation in asked.citations] == ["Kerangka Acuan"]


@pytest.mark.parametrize(("tentative", "outcome"), [(True, Outcome.PARTLY), (False, Outcome.ANSWERED)])
def test_a_tentative_answer_says_so_and_offers_a_person(tentative: bool, outcome: Outcome) -> None:
    asked = context("kapan kota melapor?", "id", retrieved(MIDDLING))
    asked.tentative = tentative
    Composition()(asked)
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
    answerability: Answerability, outcome: Outcome
) -> None:
    asked = context(
        "berapa iurannya?", "id", retrieved(STRONG, _passage("Tidak dimuat. [@x]", answerability=answerability))
    )
    Composition()(asked)
    assert asked.outcome is outcome
    assert (refusal_offer("id") in asked.blocks) == (outcome is Outcome.REFUSED)


def test_a_second_passage_as_likely_as_the_first_is_given_too() -> None:
    near = replace(PASSAGE, chunk=replace(PASSAGE.chunk, id="c2", heading=("Lain",)), score=PASSAGE.score - 0.01)
    far = replace(near, score=PASSAGE.score - 0.1)
    for second, headings in ((near, ["Laporan", "Lain"]), (far, ["Laporan"])):
        asked = context("?", "id", retrieved(STRONG, PASSAGE, second))
        Composition()(asked)
        assert [block.text for block in asked.blocks if isinstance(block, Heading)] == headings


def test_parts_that_find_the_same_passage_give_it_once() -> None:
    asked = context("?", "id", retrieved(STRONG), retrieved(STRONG, _passage("Dua. [@x]")), retrieved(STRONG))
    Composition()(asked)
    assert [block.text for block in asked.blocks if isinstance(block, Heading)] == ["Laporan", "Bagian 2"]


def test_a_long_text_without_marks_gives_the_sentences_that_speak_of_the_question() -> None:
    filler = "Kalimat ini membahas hal lain yang tidak ditanyakan oleh siapa pun di sini. "
    text = filler * 8 + "Anggaran sampah berasal dari retribusi. " + filler * 8
    asked = context("dari mana anggaran sampah?", "id", retrieved(STRONG, _passage(text)))
    Composition()(asked)
    quotes = [block.text for block in asked.blocks if isinstance(block, Quote)]
    assert "Anggaran sampah berasal dari retribusi." in quotes
    assert len(quotes) == 4


def test_a_question_about_the_present_hears_how_old_the_sources_are() -> None:
    document = replace(DOCUMENT, as_of="2026-01")
    for question, dated in (("siapa ketua sekarang?", True), ("siapa ketua?", False)):
        asked = context(question, "id", retrieved(STRONG, _passage("Ketua: Filipina. [@x]", document=document)))
        Composition()(asked)
        assert (Paragraph(text=say("as_of", "id", date="Januari 2026")) in asked.blocks) == dated


def test_only_what_can_be_answered_is_suggested_and_in_the_language_of_the_answer() -> None:
    english = replace(DOCUMENT, id="tor.en", language="en")
    passages = (
        _passage("Satu. [@x]", 2, 1.0, example_questions=("sendiri?",)),
        _passage("Dua. [@x]", 3, example_questions=("kapan melapor?", "lain?")),
        _passage("Tiga. [@x]", 4, example_questions=("berapa iuran?",), answerability="none"),
        _passage("Empat. [@x]", 5, document=english, example_questions=("when?",)),
        _passage("Lima. [@x]", 6),
    )
    asked = context("?", "id", retrieved(STRONG, *passages))
    Composition()(asked)
    assert asked.suggestions == ["kapan melapor?"]

"""What a refusal says and offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.refusal import refusal_offer, refuse, suggested
from knowledge.answering.texts import say
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import LANGUAGES, Language, Passage
from tests.knowledge.answering.parts import PASSAGE, context


def _near(heading: str, text: str = "Kota melapor. [@x]", dense: float = 0.8, **fields: object) -> Passage:
    chunk = replace(PASSAGE.chunk, heading=(PASSAGE.document.title, heading), text=text, **fields)  # type: ignore[arg-type]
    return replace(PASSAGE, chunk=chunk, dense=dense)


def _named(*near: Passage) -> list[str]:
    """The items of the list of what is near."""
    asked = context()
    refuse(asked, near)
    return [item.text for block in asked.blocks if isinstance(block, ListBlock) for item in block.items]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_so_names_what_is_near_and_offers_a_person(language: Language) -> None:
    asked = context("?", language)
    refuse(asked, [_near("Laporan"), _near("Anggota", "Anggotanya 38 kota. Lalu lagi. [@x]")])
    assert asked.outcome is Outcome.REFUSED
    assert asked.blocks == [
        Paragraph(text=Outcome.REFUSED.message(language)),
        Paragraph(text=say("refusal.nearest", language)),
        ListBlock(
            items=(
                Item(text="Laporan: Kota melapor.", citations=(1,)),
                Item(text="Anggota: Anggotanya 38 kota.", citations=(2,)),
            )
        ),
        refusal_offer(language),
    ]
    assert [citation.number for citation in asked.citations] == [1, 2]


def test_where_nothing_is_near_nothing_is_named() -> None:
    asked = context()
    refuse(asked)
    assert asked.blocks == [Paragraph(text=Outcome.REFUSED.message("id")), refusal_offer("id")]


@pytest.mark.parametrize("question", ["ASCN là gì?", "ASCN คืออะไร", "Ano ang ASCN?"])
def test_a_question_in_another_language_is_told_which_are_understood(question: str) -> None:
    asked = context(question)
    refuse(asked, [_near("Apa itu ASCN")])
    assert asked.outcome is Outcome.REFUSED
    assert "bahasa Indonesia dan Inggris" in str(asked.blocks[0])
    assert "Indonesian and English" in str(asked.blocks[0])


def test_few_topics_are_named_each_once() -> None:
    near = [_near(heading, heading) for heading in ("Satu.", "Satu.", "Dua.", "Tiga.", "Empat.")]
    assert _named(*near) == ["Satu.: Satu.", "Dua.: Dua.", "Tiga.: Tiga."]


def test_what_has_nothing_to_do_with_the_question_is_not_named() -> None:
    assert _named(_near("Jauh", dense=0.3), _near("Dekat", dense=0.7)) == ["Dekat: Kota melapor."]
    assert _named(_near("Jauh", dense=0.3)) == []


def test_a_topic_whose_text_begins_with_no_short_sentence_is_named_by_its_heading() -> None:
    long = f"Kota {'melapor dan ' * 30}hadir. [@x]"
    assert _named(_near("Panjang", long), _near("Daftar", "- satu\n- dua")) == ["Panjang", "Daftar"]
    assert _named(_near("Tugas", "Tugasnya: [@x]\n\n- satu")) == ["Tugas: Tugasnya: satu"]


def test_what_is_near_may_be_asked_for_by_its_question() -> None:
    asked = context()
    refuse(asked, [_near("Laporan", shown_question="Kapan kota melapor?"), _near("Anggota")])
    assert asked.suggestions == ["Kapan kota melapor?"]


def test_three_well_formed_questions_at_most_are_suggested_each_once() -> None:
    def shown(question: str) -> Passage:
        return replace(
            PASSAGE, chunk=replace(PASSAGE.chunk, shown_question=question, example_questions=("kpn lapor?",))
        )

    passages = [shown(question) for question in ("Satu?", "", "Satu?", "Dua?", "Tiga?", "Empat?")]
    assert suggested(passages, "id") == ["Satu?", "Dua?", "Tiga?"]
    assert suggested(passages, "en") == []

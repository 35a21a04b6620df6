"""What a refusal says and offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.refusal import nearest_topics, refusal_offer, refuse
from knowledge.answering.texts import say
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import LANGUAGES, Language
from tests.knowledge.answering.parts import PASSAGE, WEAK, context, retrieved


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_so_names_what_is_near_and_offers_a_person(language: Language) -> None:
    asked = context("?", language)
    refuse(asked, ["Laporan", "Anggota"])
    assert asked.outcome is Outcome.REFUSED
    assert asked.blocks == [
        Paragraph(text=Outcome.REFUSED.message(language)),
        Paragraph(text=say("refusal.nearest", language)),
        ListBlock(items=(Item(text="Laporan"), Item(text="Anggota"))),
        refusal_offer(language),
    ]


def test_where_nothing_is_near_nothing_is_named() -> None:
    asked = context()
    refuse(asked)
    assert asked.blocks == [Paragraph(text=Outcome.REFUSED.message("id")), refusal_offer("id")]


def test_few_topics_are_named_each_once() -> None:
    def headed(*heading: str) -> object:
        return replace(PASSAGE, chunk=replace(PASSAGE.chunk, heading=heading))

    passages = [headed("A", "Satu"), headed(), headed("B", "Satu"), headed("Dua"), headed("Tiga"), headed("Empat")]
    assert nearest_topics(retrieved(WEAK, *passages)) == ["Satu", "Dua", "Tiga"]  # type: ignore[arg-type]

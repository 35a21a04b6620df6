"""What a question takes for granted is looked up, and told where the documents say otherwise."""

from __future__ import annotations

import pytest

from knowledge.answer_text import plain_text
from knowledge.answering.steps.premises import claim_of
from knowledge.answers import Outcome
from tests.parts import Parts


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Karena ASCN dibentuk tahun 2010 di Bali, apakah Denpasar ikut?", "ASCN dibentuk tahun 2010 di Bali"),
        ("SNI ISO 37122 kan wajib untuk semua kota, sanksinya apa?", "SNI ISO 37122 wajib untuk semua kota"),
        ("ISO 37122 ada 128 indikator kan, sebutkan", "ISO 37122 ada 128 indikator"),
        ("Since Vision 2045 replaces the ASCN, what now?", "Vision 2045 replaces the ASCN"),
        ("Apa saja kewajiban kota anggota ASCN?", ""),
        ("", ""),
    ],
)
def test_a_claim_is_told_by_the_words_around_it(question: str, claim: str) -> None:
    assert claim_of(question) == claim


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Karena Bandung adalah anggota ASCN sejak 2018, laporan tahunannya bisa dilihat di mana?", "bukan anggota"),
        ("Medan kan sudah jadi anggota ASCN, laporan tahunannya dikirim ke siapa?", "bukan anggota"),
    ],
)
def test_what_the_documents_say_instead_stands_first(readable: Parts, question: str, said: str) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome is not Outcome.REFUSED
    text = plain_text(answer)
    assert "dokumen menyatakan" in text.split("\n\n")[0]
    assert said in text.split("\n\n")[1]
    numbers = {number for block in answer.blocks for number in getattr(block, "citations", ())}
    assert numbers <= {citation.number for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "Karena ASCN dibentuk tahun 2018, siapa yang memimpinnya sekarang?",  # so it is
        "Karena warna kantor kami biru tua, apa saja kewajiban kota anggota ASCN?",  # no document speaks of it
    ],
)
def test_of_what_is_so_or_not_known_nothing_is_said(readable: Parts, question: str) -> None:
    assert "dokumen menyatakan" not in plain_text(readable.answering.answer(question))

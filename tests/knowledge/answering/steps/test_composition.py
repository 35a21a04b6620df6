"""An answer made of the documents' own sentences, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from knowledge.answering.citations import Citations
from knowledge.answering.context import Reserve
from knowledge.answering.refusal import refusal_offer
from knowledge.answering.steps.composition import Composition, compose_passage, originals_of, whole_section
from knowledge.answering.texts import say
from knowledge.answers import Heading, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Answerability, Chunk, Document, Passage, Source
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.grounding.originals import Bound, Original, OriginalStore
from knowledge.language.query import Query
from knowledge.reading.reader import Reader, Relevance
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import together
from knowledge.understanding.conversation import ConversationState
from tests.knowledge.answering.parts import DOCUMENT, MIDDLING, STRONG, WEAK, context, reading, retrieved


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


@pytest.mark.parametrize(("sources", "numbers"), [((), [3, 4]), (DOCUMENT.sources, [0, 0])])
def test_items_of_what_is_quoted_keep_their_numbers(
    compose: Composition, sources: tuple[Source, ...], numbers: list[int]
) -> None:
    own = replace(DOCUMENT, sources=sources)
    asked = context("kapan berlaku?", "id", retrieved(STRONG, _passage("3. Mulai berlaku.\n4. Dicabut.", document=own)))
    compose(asked)
    (items,) = (block for block in asked.blocks if isinstance(block, ListBlock))
    assert [item.number for item in items.items] == numbers


@pytest.mark.parametrize(
    ("reserve", "outcome", "before", "behind"),
    [
        ("before", Outcome.PARTLY, "refusal.tentative", False),
        ("behind", Outcome.PARTLY, "", True),
        ("", Outcome.ANSWERED, "", False),
    ],
)
def test_an_answer_with_reserve_says_so_and_offers_a_person(
    reserve: Reserve, outcome: Outcome, before: str, behind: bool, compose: Composition
) -> None:
    asked = context("kapan kota melapor?", "id", retrieved(MIDDLING))
    asked.reserve = reserve
    compose(asked)
    said = [block.text for block in asked.blocks if isinstance(block, Paragraph)]
    assert asked.outcome is outcome
    (place,) = (number for number, text in enumerate(said) if "31 Maret 2026" in text)
    assert said[:place] == ([say(before, "id")] if before else [])
    assert (say("refusal.perhaps", "id") in said[place:]) == behind
    assert (refusal_offer("id") in asked.blocks) == bool(reserve)


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


def test_where_no_statement_of_it_speaks_of_the_question_it_is_given_whole(compose: Composition) -> None:
    first, second = _passage("Kota melapor. [@x]", 1, 1.0), _passage("Kota hadir. [@x]", 2, 0.9)
    asked = context("bagaimana?", "id", retrieved(STRONG, first, second), state=SHOWN, reading=FOLLOWS)
    compose(asked)
    assert asked.passages == ("c1",)
    assert "Kota melapor." in str(asked.blocks)


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


def test_a_long_text_that_is_quoted_gives_the_sentences_that_speak_of_the_question(compose: Composition) -> None:
    others = [f"Kalimat nomor {number} membahas hal lain yang tidak ditanyakan siapa pun." for number in range(16)]
    text = " ".join([*others[:8], "Anggaran sampah berasal dari retribusi.", *others[8:]])
    quoted = _passage(text, document=replace(DOCUMENT, sources=()))
    asked = context("dari mana anggaran sampah?", "id", retrieved(STRONG, quoted))
    compose(asked)
    said = " ".join(block.text for block in asked.blocks if isinstance(block, Quote))
    assert "Anggaran sampah berasal dari retribusi." in said
    assert sum(other in said for other in others) < 14


def test_a_question_about_the_present_hears_how_old_the_sources_are(
    compose: Composition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.answering.steps.composition.now", lambda: datetime(2026, 11, 30, tzinfo=UTC))
    document = replace(DOCUMENT, as_of="2026-01")
    for question, dated in (("siapa ketua sekarang?", True), ("siapa ketua?", False)):
        asked = context(question, "id", retrieved(STRONG, _passage("Ketua: Filipina. [@x]", document=document)))
        compose(asked)
        assert (Paragraph(text=say("as_of", "id", date="Januari 2026")) in asked.blocks) == dated
        assert asked.as_of == "2026-01"


@pytest.mark.parametrize(
    ("document", "section", "dated"),
    [
        ({"as_of": "2024-01"}, "", "Januari 2024"),
        ({"as_of": "2026-10"}, "2024-02", "Februari 2024"),  # of the section, where it has its own
        ({"as_of": "2024-01"}, "2026-10", ""),
        ({"as_of": "2024-01", "review_after": 600}, "", ""),
        ({"as_of": "2026-10", "review_after": 600}, "", ""),
        ({"as_of": "2024-01", "collection": "staff"}, "", ""),
        ({"as_of": "2024-01", "collection": "sni"}, "", ""),  # texts of standards last longer
        ({"as_of": "2021-06", "collection": "sni"}, "", "Juni 2021"),
        ({"as_of": "tidak diketahui"}, "", ""),
        ({}, "", ""),
    ],
)
def test_what_is_older_than_its_period_of_review_is_said_to_be(
    compose: Composition, monkeypatch: pytest.MonkeyPatch, document: dict[str, Any], section: str, dated: str
) -> None:
    monkeypatch.setattr("knowledge.answering.steps.composition.now", lambda: datetime(2026, 11, 30, tzinfo=UTC))
    passage = _passage("Ketua: Filipina. [@x]", document=replace(DOCUMENT, **document), as_of=section)
    for question in ("siapa ketua?", "siapa ketua sekarang?"):
        asked = context(question, "id", retrieved(STRONG, passage))
        compose(asked)
        remarks = [block.text for block in asked.blocks if isinstance(block, Paragraph) and "Keadaan" in block.text]
        if dated:
            assert remarks == [say("outdated", "id", date=dated)]
        else:
            assert not any("mungkin sudah berubah" in remark for remark in remarks)


def test_only_what_can_be_answered_is_suggested_and_in_the_language_of_the_answer(compose: Composition) -> None:
    english = replace(DOCUMENT, id="tor.en", language="en")
    passages = (
        _passage("Satu. [@x]", 2, 1.0, shown_question="Apa itu satu?"),
        _passage("Dua. [@x]", 3, shown_question="Kapan kota melapor?", example_questions=("kpn lapor?", "lain?")),
        _passage("Tiga. [@x]", 4, shown_question="Berapa iurannya?", answerability="none"),
        _passage("Empat. [@x]", 5, document=english, shown_question="When does a city report?"),
        _passage("Lima. [@x]", 6, example_questions=("gmn cara gabung?",)),
    )
    asked = context("?", "id", retrieved(STRONG, *passages))
    compose(asked)
    assert asked.suggestions == ["Kapan kota melapor?"]


TOR = Source("tor", "Terms of Reference", "ASEAN", "2019", "https://asean.org/tor.pdf")
DUTIES = """Kota wajib: [@tor, cl. 4]

- melapor setiap tahun; [@tor, cl. 4; @tor, cl. 10(d)]
- hadir. [@tor, cl. 10(a)]
"""


def _borne_out(locator: str, statement: str, sentence: str, page: int) -> Original:
    return Original("tor", locator, statement, "tor.id#duties", sentence, page)


@pytest.fixture
def originals(engine: Engine) -> OriginalStore:
    store = OriginalStore(engine)
    found = [
        _borne_out("cl. 10(d)", "melapor setiap tahun;", "write a short report every year.", 2),
        _borne_out("cl. 4", "melapor setiap tahun;", "", 0),
        _borne_out("cl. 10(a)", "hadir.", "take part in the activities.", 2),
    ]
    store.bind(Bound("tor", "a.pdf", "tor.pdf", ()), found, "test")
    return store


def test_of_a_bound_source_the_answer_shows_the_own_words_of_each_clause(
    shipped: OnnxEmbedder, originals: OriginalStore
) -> None:
    passage = _passage(DUTIES, document=replace(DOCUMENT, sources=(TOR,)), anchor="duties")
    asked = context("apa kewajiban kota?", "id", retrieved(STRONG, passage))
    Composition(shipped, originals)(asked)
    assert [(citation.kind, citation.locator, citation.quote, citation.url) for citation in asked.citations] == [
        ("summary", "klausul 4", "", TOR.url),
        ("quotation", "klausul 10(d), hlm. 2", "write a short report every year.", f"{TOR.url}#page=2"),
        ("quotation", "klausul 10(a), hlm. 2", "take part in the activities.", f"{TOR.url}#page=2"),
    ]
    reply = compose_passage(passage, Query("laporan", "id"), "lagi dong", originals)
    assert list(reply.citations) == list(asked.citations)


def test_a_document_that_cites_nothing_asks_for_no_originals(originals: OriginalStore) -> None:
    assert originals_of(_passage(DUTIES, document=replace(DOCUMENT, sources=())), originals) == []
    assert originals_of(_passage(DUTIES, document=replace(DOCUMENT, sources=(TOR,))), None) == []


def test_a_whole_section_is_written_without_its_heading_and_numbered_with_what_was_before() -> None:
    citations = Citations("id")
    first, second = (
        _passage(text, number, document=replace(DOCUMENT, sources=(TOR,)))
        for number, text in enumerate(("Kota melapor. [@tor, cl. 7]", DUTIES), start=1)
    )
    assert whole_section(first, citations) == [Paragraph(text="Kota melapor.", citations=(1,))]
    lead, items = whole_section(second, citations)
    assert lead == Paragraph(text="Kota wajib:", citations=(2,))
    assert isinstance(items, ListBlock)
    assert [item.citations for item in items.items] == [(2, 3), (4,)]
    (quoted,) = whole_section(_passage("Anggaran dari retribusi."), citations)
    assert isinstance(quoted, Quote)


@pytest.mark.parametrize(("features", "told"), [(STRONG, True), (WEAK, False)])
def test_what_a_document_says_stands_below_a_text_of_ours_that_answers(
    compose: Composition, features: Features, told: bool
) -> None:
    report = Document("laporan", "Laporan Kota", "staff", "id")
    quoted = _passage("Taman kota luasnya 12 hektare.", 3, document=report, page=4)
    ours = retrieved(STRONG, _passage("Taman dirangkum di sini. [@x]"))
    found = together([ours, retrieved(features, quoted)], ours)
    asked = context("berapa luas taman kota?", "id", found)
    compose(asked)
    assert asked.outcome is Outcome.ANSWERED
    assert (Quote(text="Taman kota luasnya 12 hektare.", citations=(2,)) in asked.blocks) is told
    assert ("hlm. 4" in [citation.locator for citation in asked.citations]) is told
    assert ("c3" in asked.passages) is told


class _SecondItem(Reader):
    """Finds that the second item of a list answers best."""

    def read(self, question: str, chunks: Sequence[Chunk]) -> list[Relevance]:
        return [Relevance(1.0, (0.0, 0.0, 5.0, 0.0)) for _ in chunks]


def test_in_brief_a_list_stays_whole_though_one_item_answers_best(shipped: OnnxEmbedder) -> None:
    text = "Area fokus kerangka itu: [@x]\n\n- kesehatan warga;\n- lingkungan yang baik;\n- industri dan inovasi."
    shown = {}
    for brief in (False, True):
        asked = context("apa area fokus kerangka itu?", "id", retrieved(STRONG, _passage(text)))
        asked.standalone, asked.brief = asked.query, brief
        Composition(shipped, reader=_SecondItem())(asked)
        shown[brief] = asked.blocks
    assert shown[False][1] == Paragraph(text="Lingkungan yang baik.", citations=(1,))
    lead, items = shown[True][1:3]
    assert lead == Paragraph(text="Area fokus kerangka itu:", citations=(1,))
    assert isinstance(items, ListBlock)
    assert len(items.items) == 3

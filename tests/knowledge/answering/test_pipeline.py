"""Whole answers from real texts: outcome, citations and key facts, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from knowledge.answer_text import plain_text
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answering.replies import REPLIES
from knowledge.answers import Answer, Heading, ListBlock, Outcome, Paragraph
from knowledge.documents import Language
from knowledge.embedding.factory import open_embedder
from knowledge.errors import NotFoundError
from knowledge.grounding.originals import OriginalStore
from knowledge.language.query import MESSAGE_LIMIT
from tests.ingest.making import terms_pdf
from tests.parts import Parts, open_parts, version_of

DUTIES = "Apa saja kewajiban kota anggota ASCN?"
STEPS = ["understand", "interpret", "indicate", "retrieve", "read", "calculate", "near", "decide", "compose", "verify"]


def _cited(answer: Answer) -> set[int]:
    return {number for block in answer.blocks for number in getattr(block, "citations", ())} | {
        number for block in answer.blocks for item in getattr(block, "items", ()) for number in item.citations
    }


def _conversation(parts: Parts, *messages: str) -> list[Answer]:
    """The answers to these messages, one after the other."""
    answers: list[Answer] = []
    for message in messages:
        answers.append(parts.answering.answer(message, history=answers[-4:]))
    return answers


def _headings(answer: Answer) -> list[str]:
    return [block.text for block in answer.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("question", "language", "document", "keys"),
    [
        (DUTIES, "id", "ascn-duties.id", ["CSCO", "SCAP", "laporan"]),
        ("What are the duties of an ASCN member city?", "en", "ascn-duties.en", ["CSCO", "SCAP", "report"]),
        ("apa aja tugas csco ya min", "id", "ascn-duties.id", ["SCAP"]),
    ],
)
def test_an_answer_is_cited_and_in_the_language_of_the_question(
    readable: Parts, question: str, language: Language, document: str, keys: list[str]
) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.language == language
    assert answer.release == readable.release_store.published()
    text = plain_text(answer)
    assert all(key in text for key in keys)
    assert document in {citation.document for citation in answer.citations}
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert _cited(answer) <= {citation.number for citation in answer.citations}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == _cited(answer)
    assert "@" not in text
    assert answer.confidence > 0.5
    assert len(answer.passages) == 1
    assert list(answer.steps) == STEPS
    assert sum(answer.steps.values()) <= answer.milliseconds


@pytest.mark.parametrize(
    "question", ["Berapa anggaran Kota Denpasar untuk jalan pada 2026?", "What is the population of Denpasar in 2026?"]
)
def test_what_the_documents_do_not_hold_is_refused(readable: Parts, question: str) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome is Outcome.REFUSED
    assert _cited(answer) == {citation.number for citation in answer.citations}  # of what is near, if anything is
    assert answer.confidence < 0.5
    assert plain_text(answer).startswith(Outcome.REFUSED.message(answer.language))


@pytest.mark.parametrize(
    "question",
    ["Bagaimana resep rendang padang?", "Who won the football world cup?", "harga cabai di pasar hari ini berapa"],
)
def test_what_is_outside_the_field_is_told_to_be_so(readable: Parts, question: str) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome in (Outcome.OUTSIDE, Outcome.REFUSED)
    assert answer.citations == ()
    assert answer.passages == ()


def test_the_same_question_gets_the_same_answer(readable: Parts) -> None:
    first, second = (readable.answering.answer("Apa saja tugas CSCO?") for _ in range(2))
    assert (first.blocks, first.citations, first.features) == (second.blocks, second.citations, second.features)


def test_a_language_can_be_asked_for(readable: Parts) -> None:
    answer = readable.answering.answer(DUTIES, language="en")
    assert answer.language == "en"
    assert answer.citations[0].document == "ascn-duties.en"


def test_a_statement_of_the_corpus_is_called_a_summary_and_leads_to_its_text(readable: Parts) -> None:
    answer = readable.answering.answer(DUTIES)
    assert len(answer.citations) > 1
    for citation in answer.citations:
        assert (citation.kind, citation.quote, citation.picture) == ("summary", "", "")
        assert (citation.document, citation.section) == ("ascn-duties.id", "duties")
    clause = next(citation for citation in answer.citations if citation.locator == "klausul 17(d)")
    assert clause.url.endswith("ASCN2019-Report.pdf#page=14")


def test_what_a_document_says_itself_is_quoted_shortly_and_word_for_word(parts: Parts) -> None:
    text = "Kota Sumedang memasang 250 sensor banjir. " + "Sensor itu dirawat setiap bulan oleh dinas kota. " * 9
    parts.document_store.add(version_of("sumedang", text.strip()))
    parts.publish()
    answer = parts.answering.answer("Kota Sumedang memasang berapa sensor banjir?")
    assert answer.citations
    for citation in answer.citations:
        assert citation.kind == "quotation"
        assert 0 < len(citation.quote) <= 300
        assert citation.quote.rstrip("…") in text


@pytest.fixture(scope="module")
def bound(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The parts over a copy of the published data folder, the original of the Terms of Reference bound."""
    folder = tmp_path_factory.mktemp("bound")
    with open_parts(Path(shutil.copytree(published, folder / "data")), open_embedder(threads=2)) as parts:
        parts.binder.bind("ascn-tor-2019", terms_pdf(folder / "tor.pdf"), "test")
        yield parts


def test_where_the_original_is_held_its_own_sentences_stand_beside_the_statements(bound: Parts) -> None:
    answer = bound.answering.answer(DUTIES)
    officer = next(citation for citation in answer.citations if citation.locator.startswith("klausul 4"))
    assert officer.kind == "quotation"
    assert officer.quote == "Each city shall have one Chief Smart City Officer, who represents the city in the Network."
    assert officer.locator == "klausul 4, hlm. 1"
    assert officer.url.endswith("#page=1")
    assert (bound.data / "originals" / officer.picture).read_bytes().startswith(b"\xff\xd8\xff")
    assert "satu Chief Smart City Officer" in plain_text(answer)  # the answer itself stays in its language


def test_more_of_a_topic_is_quoted_too(bound: Parts) -> None:
    further = _conversation(bound, DUTIES, "ada lagi?")[1]
    assert any(citation.kind == "quotation" for citation in further.citations)


def test_while_the_database_is_away_it_is_answered_without_originals(bound: Parts) -> None:
    assert any(citation.kind == "quotation" for citation in bound.answering.answer(DUTIES).citations)
    away = create_engine(f"sqlite:///{bound.data / 'away' / 'pandu.db'}")
    answering = AnswerPipeline(bound.releases, bound.indicators, originals=OriginalStore(away))
    answer = answering.answer(DUTIES)
    assert answer.outcome is Outcome.ANSWERED
    assert {citation.kind for citation in answer.citations} == {"summary"}


def test_a_suggestion_is_a_well_formed_question_of_the_corpus(readable: Parts) -> None:
    shown = {
        chunk.shown_question
        for chunk in readable.document_store.chunks(
            chunk for chunk, _ in readable.document_store.chunk_ids(readable.document_store.current_versions())
        ).values()
    }
    for question in (DUTIES, "apa aja tugas csco ya min", "What are the duties of an ASCN member city?"):
        suggestions = readable.answering.answer(question).suggestions
        assert suggestions
        assert set(suggestions) <= shown
        assert all(one[0].isupper() and one.endswith("?") for one in suggestions)


def test_before_the_first_publication_it_says_so(parts: Parts) -> None:
    with pytest.raises(NotFoundError, match="Nothing is published yet"):
        parts.answering.answer(DUTIES)
    assert parts.answering.answer("halo").outcome is Outcome.SMALLTALK


@pytest.mark.parametrize(
    ("message", "act", "outcome"),
    [
        ("Selamat pagi!", "greeting", Outcome.SMALLTALK),
        ("Good morning!", "greeting", Outcome.SMALLTALK),
        ("Terima kasih banyak ya", "thanks", Outcome.SMALLTALK),
        ("Who are you?", "assistant.who", Outcome.SMALLTALK),
        ("Saya mau bicara dengan petugas", "person", Outcome.PERSON),
        ("Tolong ringkas jawaban tadi.", "answer.nothing", Outcome.SMALLTALK),
    ],
)
def test_what_asks_nothing_of_the_documents_is_replied_to(
    readable: Parts, message: str, act: str, outcome: Outcome
) -> None:
    answer = readable.answering.answer(message)
    assert answer.outcome is outcome
    assert answer.blocks[0] == Paragraph(text=REPLIES.say(act, answer.language))
    assert (answer.citations, answer.understood) == ((), "")


def test_a_person_in_distress_is_met_with_care_and_nothing_of_the_message_is_kept(readable: Parts) -> None:
    answer = readable.answering.answer(
        "Saya Budi dari Kota Batu. Saya ingin bunuh diri, saya tidak sanggup hidup lagi."
    )
    assert answer.outcome is Outcome.CARE
    assert any(isinstance(block, ListBlock) and "119" in str(block) for block in answer.blocks)
    assert (answer.message, answer.question, answer.understood, answer.place) == ("", "", "", "")


def test_distress_beside_a_question_is_not_passed_over(readable: Parts) -> None:
    answer = readable.answering.answer(f"{DUTIES} Saya ingin bunuh diri, saya sudah tidak sanggup hidup lagi.")
    assert answer.outcome is Outcome.CARE


@pytest.mark.parametrize("message", ["", "\u200b", "x" * (MESSAGE_LIMIT + 1)])
def test_what_is_empty_or_too_long_is_not_looked_at(readable: Parts, message: str) -> None:
    answer = readable.answering.answer(message)
    assert answer.outcome is Outcome.DECLINED
    assert answer.steps == {}


def test_of_personal_data_is_warned_beside_the_answer(readable: Parts) -> None:
    answer = readable.answering.answer(f"NIK saya 3578011201900001. {DUTIES}")
    assert answer.outcome is Outcome.ANSWERED
    assert "NIK" in answer.notice
    assert "3578011201900001" not in answer.model_dump_json() + answer.message


def test_of_a_letter_the_question_is_answered(readable: Parts) -> None:
    answer = readable.answering.answer(f"Selamat pagi! Saya Budi dari Bappeda Kota Batu. {DUTIES} Terima kasih banyak.")
    assert (answer.outcome, answer.question) == (Outcome.ANSWERED, DUTIES)
    assert answer.understood == "Halo!"
    assert answer.place == "Kota Batu"


def test_of_a_long_message_is_said_how_it_was_read(readable: Parts) -> None:
    told = "Kami sedang menyiapkan usulan kota untuk tahun depan dan memerlukan gambaran. " * 5
    answer = readable.answering.answer(f"{told}{DUTIES}")
    assert answer.outcome is Outcome.ANSWERED
    assert DUTIES in answer.understood
    assert answer.understood in plain_text(answer)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kapan ASCN didirikan?", "Kota mana saja di Indonesia yang menjadi anggota ASCN?"),
        ("What are the duties of an ASCN member city?", "Where was the first annual meeting of the ASCN held?"),
    ],
)
def test_two_questions_are_answered_one_after_the_other_with_one_list_of_sources(
    readable: Parts, first: str, second: str
) -> None:
    answer = readable.answering.answer(f"{first} {second}")
    assert answer.outcome in (Outcome.ANSWERED, Outcome.PARTLY)
    assert [heading for heading in _headings(answer) if heading[:2] in ("1.", "2.")] == [f"1. {first}", f"2. {second}"]
    assert len(answer.passages) == 2
    assert answer.question.splitlines()[0] == first
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert _cited(answer) == {citation.number for citation in answer.citations}


@pytest.mark.parametrize("other", ["Berapa jumlah penduduk Kota Denpasar tahun 2026?", "Siapa ketua ASCN?"])
def test_of_two_questions_one_that_is_not_answered_is_not_passed_over(readable: Parts, other: str) -> None:
    """Either it is answered from its own passage or it is said that it is not."""
    answer = readable.answering.answer(f"{DUTIES} {other}")
    assert len(_headings(answer)) >= 2
    assert len(answer.passages) == 2 or answer.outcome is Outcome.PARTLY


def test_a_follow_up_is_completed_and_it_is_said_how(readable: Parts) -> None:
    _, answer = _conversation(readable, "Apa saja tugas CSCO?", "terus siapa orangnya?")
    assert "CSCO" in answer.question
    assert "CSCO" in answer.understood
    assert answer.message == "terus siapa orangnya?"
    assert "CSCO" not in readable.answering.answer("terus siapa orangnya?").question


def test_the_same_is_asked_of_another_city(readable: Parts) -> None:
    _, answer = _conversation(readable, "Kapan Makassar bergabung dengan ASCN?", "kalau Banyuwangi?")
    assert "banyuwangi" in answer.question
    assert answer.outcome is Outcome.ANSWERED
    assert "Banyuwangi" in plain_text(answer)


def test_a_correction_is_answered(readable: Parts) -> None:
    _, answer = _conversation(readable, "Kapan ASCN didirikan?", "bukan itu, maksud saya kewajiban kota anggota ASCN")
    assert answer.outcome is Outcome.ANSWERED
    assert "ascn-duties.id" in {citation.document for citation in answer.citations}


def test_an_answer_can_be_had_shorter_and_its_sources_named(readable: Parts) -> None:
    first, short, sources = _conversation(
        readable, DUTIES, "tolong ringkas jawaban itu jadi 2 poin", "apa sumber jawaban itu?"
    )
    (points,) = (block for block in short.blocks if isinstance(block, ListBlock))
    assert len(points.items) == 2
    assert {item.text for item in points.items} <= {
        item.text for block in first.blocks if isinstance(block, ListBlock) for item in block.items
    }
    assert short.citations == sources.citations == first.citations
    assert (short.question, sources.question) == (DUTIES, DUTIES)
    assert "Terms of Reference" in plain_text(sources)


def test_an_earlier_answer_can_be_had_shorter_by_its_name(readable: Parts) -> None:
    *_, first, _second, short = _conversation(
        readable, DUTIES, "Siapa ketua ASCN sekarang?", "ringkas dong kewajiban tadi jadi 2 poin"
    )
    assert short.question == first.question
    assert set(short.passages) == set(first.passages)
    (points,) = (block for block in short.blocks if isinstance(block, ListBlock))
    assert len(points.items) == 2


@pytest.mark.parametrize(
    "message",
    [
        "Saya sedang menulis tentang ASEAN Smart Cities Network. Kapan dibentuk?",
        "I'm writing my thesis on the ASEAN Smart Cities Network. When was it set up and by whom?",
    ],
)
def test_a_question_is_read_behind_what_its_message_says(readable: Parts, message: str) -> None:
    answer = readable.answering.answer(message)
    assert answer.outcome is Outcome.ANSWERED
    assert "2018" in plain_text(answer)


@pytest.mark.parametrize(
    "message",
    [
        "tolong bikinin 5 poin paparan buat wali kota tentang kewajiban kota anggota ASCN",
        "Write a short text on the duties of ASCN member cities for our website, please.",
    ],
)
def test_of_a_text_that_is_to_be_written_the_material_is_given(readable: Parts, message: str) -> None:
    answer = readable.answering.answer(message)
    assert answer.outcome is Outcome.ANSWERED
    said = plain_text(answer)
    assert said.startswith(REPLIES.say("draft_material", answer.language))
    assert "SCAP" in said


@pytest.mark.parametrize("message", ["brp jumlah penduduk denpasar thn 2026?", "berapa anggaran kebersihan Kota Batu?"])
def test_what_one_city_has_is_no_indicator(readable: Parts, message: str) -> None:
    answer = readable.answering.answer(message)
    assert answer.subjects == ()
    assert answer.outcome in (Outcome.REFUSED, Outcome.PARTLY)


def test_both_of_the_last_answer_can_be_had_at_once(readable: Parts) -> None:
    *_, answer = _conversation(readable, DUTIES, "Tolong ringkas jawaban tadi. Apa sumber jawaban itu?")
    text = plain_text(answer)
    assert REPLIES.say("answer.shorter", "id") in text
    assert REPLIES.say("answer.source", "id") in text


@pytest.mark.parametrize(
    ("question", "wish", "language"),
    [
        (DUTIES, "terjemahkan ke bahasa Inggris", "en"),
        ("What are the duties of an ASCN member city?", "translate that into Indonesian please", "id"),
    ],
)
def test_an_answer_is_given_in_the_other_language(
    readable: Parts, question: str, wish: str, language: Language
) -> None:
    _, answer = _conversation(readable, question, wish)
    assert (answer.outcome, answer.language) == (Outcome.ANSWERED, language)
    assert f"ascn-duties.{language}" in {citation.document for citation in answer.citations}


def test_more_on_a_subject_is_what_was_not_shown(readable: Parts) -> None:
    first, more, last = _conversation(readable, DUTIES, "ada lagi?", "ada lagi?")
    assert more.outcome is Outcome.ANSWERED
    assert not set(more.passages) & set(first.passages)
    assert not set(last.passages) & set(more.passages)


def test_after_an_indicator_it_is_asked_about_further(readable: Parts) -> None:
    first, unit = _conversation(readable, "Apa rumus indikator 19.9?", "satuannya?")
    assert first.outcome is unit.outcome is Outcome.INDICATOR
    assert first.subjects == unit.subjects == ("37122:19.9",)


@pytest.mark.parametrize("place", ["Saya bekerja di Pemkot Makassar.", "Saya dari Kota Makassar."])
def test_our_city_is_the_one_that_its_writer_is_from(readable: Parts, place: str) -> None:
    question = "Kapan kota kami bergabung dengan ASCN?"
    _, later = _conversation(readable, f"{place} {DUTIES}", question)
    assert "Makassar" in later.question
    assert "Makassar" in readable.answering.answer(f"{place} {question}").question, "told in the same message"


def test_a_word_or_two_keep_the_language_of_the_conversation(readable: Parts) -> None:
    *_, answer = _conversation(readable, "What are the duties of an ASCN member city?", "CSCO?")
    assert answer.language == "en"


def test_a_retold_answer_is_as_sure_as_it_was(readable: Parts) -> None:
    first, again = _conversation(readable, DUTIES, "tolong ringkas jawaban tadi")
    assert (again.confidence, again.release) == (first.confidence, first.release)
    assert again.as_of == first.as_of != ""


@settings(max_examples=40)
@given(text=st.text(max_size=400) | st.text(st.sampled_from("apa kota ASCN?.,;\n12"), max_size=400))
def test_whatever_is_written_is_answered_and_can_be_stored(text: str, readable: Parts) -> None:
    before = readable.answering.answer(DUTIES)
    answer = readable.answering.answer(text, history=[before])
    assert answer.blocks
    assert Answer.model_validate_json(answer.model_dump_json()).blocks == answer.blocks


def test_what_is_no_question_by_itself_is_one_after_another(readable: Parts) -> None:
    alone = readable.answering.answer("oleh siapa")
    _, after = _conversation(readable, "Kapan ASCN dibentuk?", "oleh siapa")
    *_, thanks = _conversation(readable, "Kapan ASCN dibentuk?", "ok makasih ya")
    assert alone.outcome is thanks.outcome is Outcome.SMALLTALK
    assert after.outcome in {Outcome.ANSWERED, Outcome.PARTLY}
    assert "pemimpin ASEAN" in plain_text(after)


def test_a_short_answer_is_the_lead_and_offers_the_whole(readable: Parts) -> None:
    whole, brief = (
        _conversation(readable, "Apa itu ASCN?")[0],
        readable.answering.answer("ascn itu apa sih singkatnya?"),
    )
    assert brief.outcome is Outcome.ANSWERED
    assert list(brief.blocks) == list(whole.blocks[:2])
    assert brief.suggestions[0] == "Apa itu ASCN?"


def test_a_short_answer_on_an_indicator_has_no_card(readable: Parts) -> None:
    answer = readable.answering.answer("rumus indikator 19.9, ringkas saja")
    assert [block.kind for block in answer.blocks] == ["paragraph"]


def test_what_is_asked_about_the_assistant_is_told_where_the_documents_do_not_answer(readable: Parts) -> None:
    answer = readable.answering.answer("Do you store what I type here? I might mention staff names.")
    assert plain_text(answer) == REPLIES.say("assistant.privacy", "en")


def test_a_value_is_worked_out_again_with_another_figure(readable: Parts) -> None:
    first, again, other = _conversation(
        readable,
        "Jumlah dokter 189, penduduk 315 ribu, berapa per 100 ribu?",
        "eh salah, dokternya 126",
        "kalau pemadam 63 orang",
    )
    assert "= 60 dokter" in plain_text(first)
    assert "= 40 dokter" in plain_text(again)
    assert "126" in again.understood
    assert "63 ÷ (315.000 ÷ 100.000) = 20" in plain_text(other)
    assert "dokter per" not in plain_text(other)


def test_a_figure_is_put_right_however_that_is_said(readable: Parts) -> None:
    *_, more, last = _conversation(
        readable,
        "Rumah dengan smart meter listrik 42.800 dari 131.500 rumah. Berapa persen?",
        "terus kalau targetnya 50% kurang berapa rumah lagi?",
        "total rumahnya ternyata 13.150 bukan 131.500, hasilnya aneh ya?",
    )
    assert "22.950" in plain_text(more)
    assert "13.150" in last.understood


def test_who_wants_a_person_is_not_refused(readable: Parts) -> None:
    answer = readable.answering.answer(
        "udah 3x nanya dijawab muter2 terus, ga guna bgt. bs disambungin ke orang beneran ga?"
    )
    assert answer.outcome is Outcome.PERSON


def test_who_objects_to_an_answer_is_shown_what_it_stands_on(readable: Parts) -> None:
    first, second = _conversation(
        readable, "Apa saja kewajiban kota anggota ASCN?", "lho tapi kata konsultan kami tidak wajib lho"
    )
    assert second.citations == first.citations
    assert REPLIES.say("answer.doubt", "id") in plain_text(second)


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("panik, lusa saya harus memaparkan ASCN dan belum paham sama sekali", "jejaring"),
        ("I was put in charge of our ASCN work yesterday and I feel completely lost", "ASEAN Smart Cities Network"),
    ],
)
def test_who_is_worried_and_new_is_told_what_it_is_and_what_to_ask_next(
    readable: Parts, message: str, key: str
) -> None:
    answer = readable.answering.answer(message)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.blocks[0] == Paragraph(text=REPLIES.say("worry", answer.language))
    assert answer.citations
    assert key in plain_text(answer)
    for question in answer.suggestions:
        assert readable.answering.answer(question).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("message", ["bisa tolong periksa draf laporan kota saya?", "Can you check our draft report?"])
def test_who_wants_a_text_checked_is_told_what_can_be_had_instead(readable: Parts, message: str) -> None:
    answer = readable.answering.answer(message)
    assert answer.blocks[0] == Paragraph(text=REPLIES.say("assistant.check", answer.language))
    assert answer.outcome is Outcome.SMALLTALK

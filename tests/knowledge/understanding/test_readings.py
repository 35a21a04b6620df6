"""A question after others: as it stands, or completed from the conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.understanding.conversation import ConversationState, ShownItem
from knowledge.understanding.readings import (
    SEPARATOR,
    Reading,
    asks_after,
    corrected,
    meant,
    named_place,
    place_meant,
    probabilities,
    readings,
)

DUTIES = ConversationState(
    question="Apa saja tugas CSCO?",
    questions=("Apa saja tugas CSCO?",),
    topic="tugas csco",
    heading="Tugas CSCO",
    lists=((ShownItem("melapor setiap tahun"), ShownItem("hadir dalam pertemuan"), ShownItem("menyusun SCAP")),),
)
JOINED = ConversationState(
    question="Kapan Makassar bergabung dengan ASCN?",
    questions=("Kapan Makassar bergabung dengan ASCN?",),
    topic="makassar bergabung ascn",
    heading="Anggota dari Indonesia",
)
JOINED_EN = ConversationState(
    question="When did Makassar join the ASCN?",
    questions=("When did Makassar join the ASCN?",),
    topic="makassar join ascn",
    heading="Members from Indonesia",
)
COUNTED = ConversationState(
    question="Berapa jumlah indikator SNI ISO 37120?",
    questions=("Berapa jumlah indikator SNI ISO 37120?",),
    topic="jumlah indikator sni iso 37120",
    heading="SNI ISO 37120",
)


def _asked(question: str) -> ConversationState:
    return ConversationState(question=question, questions=(question,), topic=question.casefold())


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("Kota mana saja di Indonesia yang menjadi anggota ASCN?", DUTIES),
        ("Apa itu Visi Komunitas ASEAN 2045?", JOINED),
        ("What are the pillars of the ASEAN Community Vision 2045?", JOINED_EN),
    ],
)
def test_a_question_with_a_topic_of_its_own_is_read_as_it_stands(
    question: str, state: ConversationState, shipped: OnnxEmbedder
) -> None:
    (reading,) = readings(question, state, shipped)
    assert (reading.kind, reading.text) == ("standalone", question)


@pytest.mark.parametrize("question", ["terus siapa orangnya?", "berapa lama?"])
def test_a_question_that_leans_is_completed_by_the_topic_and_by_what_was_shown(
    question: str, shipped: OnnxEmbedder
) -> None:
    first, second, *_ = found = readings(question, DUTIES, shipped)
    assert {first.about, second.about} == {"tugas csco", "Tugas CSCO"}
    assert {first.standalone, second.standalone} == {
        f"tugas csco{SEPARATOR}{question}",
        f"Tugas CSCO{SEPARATOR}{question}",
    }
    assert {first.kind, second.kind} == {"topic"}
    assert "standalone" not in {reading.kind for reading in found}


@pytest.mark.parametrize(
    ("question", "state", "asked"),
    [
        ("kalau Banyuwangi?", JOINED, "Kapan banyuwangi bergabung dengan ASCN?"),
        ("what about Surabaya?", JOINED_EN, "When did surabaya join the ASCN?"),
        ("kalau 37123?", COUNTED, "Berapa jumlah indikator SNI ISO 37123?"),
        ("kalau kamboja?", _asked("Filipina punya berapa kota anggota?"), "kamboja punya berapa kota anggota?"),
        ("2022?", _asked("jumlah pasien tahun 2024"), "jumlah pasien tahun 2022"),
        ("what about Dili", _asked("When did Chiang Mai join?"), "When did dili join?"),
        ("nah kalo tahap 2", _asked("ASUS tahap 1 kapan"), "ASUS tahap 2 kapan"),
        ("klo surabaya?", _asked("proyek Semarang di laporan M&E"), "proyek surabaya di laporan M&E"),
    ],
)
def test_the_same_is_asked_for_another(
    question: str, state: ConversationState, asked: str, shipped: OnnxEmbedder
) -> None:
    first, *_ = readings(question, state, shipped)
    assert (first.kind, first.text) == ("another", asked)


@pytest.mark.parametrize(
    ("text", "before", "asks"),
    [
        ("siapa yg bikin", "SCAP itu apa sih?", True),
        ("oleh siapa", "ASCF disahkan kapan?", True),
        ("tanggalnya?", "pertemuan tahunan ke-9 di negara mana", True),
        ("ok makasih ya", "SCAP itu apa sih?", False),
        ("lebih singkat dong", "ASCF disahkan kapan?", False),
        ("siapa yang membuat kamu?", "Apa saja tugas CSCO?", False),
    ],
)
def test_what_asks_is_told_after_the_question_before_it(
    text: str, before: str, asks: bool, shipped: OnnxEmbedder
) -> None:
    assert (asks_after(text, before, shipped) >= 0.25) == asks


def test_the_question_before_the_last_may_be_leaned_on_too(shipped: OnnxEmbedder) -> None:
    asked = ("anggaran kementerian 2026 berapa", "kementerian yang menangani ASCN?")
    state = ConversationState(question=asked[0], questions=asked, topic="anggaran kementerian 2026")
    weights = {reading.about: reading.probability for reading in readings("kontaknya?", state, shipped)}
    assert weights["anggaran kementerian 2026"] > weights["kementerian yang menangani ASCN?"] > 0


@pytest.mark.parametrize(
    ("question", "item"),
    [("yang kedua maksudnya apa?", 1), ("nomor 3 jelaskan", 2), ("yang terakhir?", 2), ("2", 1), ("3.", 2)],
)
def test_an_item_of_the_list_is_pointed_at(question: str, item: int, shipped: OnnxEmbedder) -> None:
    found = {reading.kind: reading for reading in readings(question, DUTIES, shipped)}
    assert found["item"].text == DUTIES.lists[0][item].text
    assert found["item"].probability >= 0.9


def test_at_the_beginning_of_a_conversation_there_is_one_reading(shipped: OnnxEmbedder) -> None:
    for question in ("terus siapa orangnya?", "yang kedua?"):
        assert readings(question, ConversationState(), shipped) == [Reading("standalone", question, 1.0)]


def test_a_figure_is_put_right_in_the_question_before(shipped: OnnxEmbedder) -> None:
    asked = ("Apa satuannya?", "Berapa nilainya kalau 412 dari 1.200?")
    state = ConversationState(question=asked[0], questions=asked, topic="satuannya")
    assert readings("421 bukan 412", state, shipped) == [
        Reading("another", "Berapa nilainya kalau 421 dari 1.200?", 1.0)
    ]


@pytest.mark.parametrize(
    ("text", "before", "mended"),
    [
        ("maaf, totalnya 421 bukan 412", "412 dari 1.200", "421 dari 1.200"),
        ("it is 1.300, not 1.200", "412 of 1.200", "412 of 1.300"),
        ("421 bukan 412", "4.120 dari 1.200", ""),  # another figure
        ("421 bukan 412", "3,412 dari 9", ""),
        ("421 bukan 412", "", ""),
        ("bukan 412, tapi 421", "412 dari 1.200", "421 dari 1.200"),
        ("not 1,200 but 1,100", "412 of 1,200", "412 of 1,100"),
        ("bukan 412", "412 dari 1.200", ""),
        ("kota bukan desa", "kota", ""),
    ],
)
def test_only_the_whole_figure_is_put_right(text: str, before: str, mended: str) -> None:
    assert corrected(text, before) == mended


def test_a_figure_is_put_right_where_it_stands_and_not_within_another() -> None:
    assert corrected("5 bukan 2", "2 dari 120, satuan 12") == "5 dari 120, satuan 12"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("yang pertama apa", 0),
        ("nomor 2", 1),
        ("the last one", 2),
        ("the third point", 2),
        ("nomor 4", None),
        ("nomor 0", None),
        ("indikator nomor 1.2", None),
        ("tahun 2025", None),
        ("yang mana", None),
    ],
)
def test_a_number_or_ordinal_points_at_an_item_that_is_there(question: str, place: int | None) -> None:
    assert place_meant(question, 3) == place
    assert place_meant(question, 0) is None


CITIES = (ShownItem("Cebu: kota, 2018", of="Anggota dari Filipina"), ShownItem("Davao: kota, 2018"))
LISTED = replace(DUTIES, lists=(CITIES, *DUTIES.lists))


@pytest.mark.parametrize(
    ("question", "item", "asked"),
    [
        ("yang pertama itu kota atau kabupaten?", "Cebu: kota, 2018", "kota atau kabupaten?"),
        ("oke, kalau nomor 2 masuk tahun berapa", "Davao: kota, 2018", "masuk tahun berapa"),
        ("yang kedua isinya apa", "Davao: kota, 2018", ""),
        ("poin ketiga siapa yang mengerjakan", "menyusun SCAP", "siapa yang mengerjakan"),
    ],
)
def test_what_is_asked_of_an_item_is_asked_of_nothing_else(
    question: str, item: str, asked: str, shipped: OnnxEmbedder
) -> None:
    first, *others = readings(question, LISTED, shipped)
    assert first.item is not None
    assert (first.kind, first.item.text, first.text) == ("item", item, asked or item)
    assert first.about == ", ".join(filter(None, (first.item.of, first.item.name if asked else "")))
    assert [other.kind for other in others] == ["standalone"]
    assert others[0].probability < 0.1


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("apakah kota kami sudah anggota?", "apakah Kota Batu sudah anggota?"),
        ("is our city a member?", "is Kota Batu a member?"),
        ("apakah kota lain sudah anggota?", "apakah kota lain sudah anggota?"),
    ],
)
def test_our_city_gets_its_name_where_that_is_known(question: str, named: str, shipped: OnnxEmbedder) -> None:
    assert named_place(question, "Kota Batu") == named
    assert named_place(question, "") == question
    assert readings(question, ConversationState(place="Kota Batu"), shipped)[0].text == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("eh salah, maksudnya SCAP", "SCAP"),
        ("no, I meant the vision", "the vision"),
        ("bukan itu", "bukan itu"),
        ("apa itu SCAP?", "apa itu SCAP?"),
    ],
)
def test_what_takes_back_what_was_said_is_left_out(text: str, said: str) -> None:
    assert meant(text) == said


@pytest.mark.parametrize("thing", ["Banyuwangi", "kalau Banyuwangi", "Banyuwangi?"])
def test_a_thing_that_is_merely_named_is_asked_the_same_of(thing: str, shipped: OnnxEmbedder) -> None:
    assert readings(thing, JOINED, shipped)[0].text == "Kapan banyuwangi bergabung dengan ASCN?"


def test_the_same_may_be_asked_of_what_was_asked_before_the_last(shipped: OnnxEmbedder) -> None:
    asked = ("Apa itu?", *COUNTED.questions)
    state = ConversationState(question=asked[0], questions=asked, topic="itu", heading="SNI")
    assert "Berapa jumlah indikator SNI ISO 37123?" in [
        found.text for found in readings("kalau 37123?", state, shipped)
    ]


def test_how_likely_each_kind_is_adds_up(shipped: OnnxEmbedder) -> None:
    likely = probabilities("kalau Banyuwangi?", JOINED.questions[0], shipped)
    assert set(likely) == {"standalone", "topic", "item", "another"}
    assert sum(likely.values()) == pytest.approx(1, abs=1e-5)


@settings(max_examples=60)
@given(question=st.text(min_size=1, max_size=200), asked=st.text(max_size=200), items=st.lists(st.text(max_size=20)))
def test_whatever_is_asked_has_a_reading(question: str, asked: str, items: list[str], shipped: OnnxEmbedder) -> None:
    state = ConversationState(
        question=asked, questions=(asked,), topic="tugas csco", heading="Tugas", lists=(tuple(map(ShownItem, items)),)
    )
    found = readings(question, state, shipped)
    assert found
    assert [reading.probability for reading in found] == sorted((r.probability for r in found), reverse=True)
    assert all(0 <= reading.probability <= 1.0001 for reading in found)

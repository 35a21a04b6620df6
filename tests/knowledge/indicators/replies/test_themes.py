from __future__ import annotations

import pytest

from knowledge.answers import Outcome, TableBlock
from knowledge.documents import Language
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.overviews import reply_overview
from knowledge.indicators.replies.themes import reply_extremes, reply_others, reply_themes, reply_totals
from tests.knowledge.indicators.asking import CATALOGUE, ask, read, text_of


@pytest.mark.parametrize(
    ("question", "language", "parts"),
    [
        ("ada berapa indikator energi", "id", ("10 indikator", "7.1–7.10")),
        ("Tema transportasi dalam SNI ISO 37122 terdiri atas berapa indikator?", "id", ("14 indikator", "19.14")),
        ("Berapa jumlah seluruh indikator dan tema?", "id", ("80 indikator", "19 tema", "5 sampai 23")),
        ("Which themes have only one indicator in 37122?", "en", ("14.1", "15.1", "2 themes")),
        ("tema mana yang paling banyak indikatornya", "id", ("Transportasi", "14")),
        ("Mohon dijelaskan indikator bidang air limbah yang tercantum dalam SNI ISO 37122", "id", ("22.1–22.5",)),
        ("Sehubungan dengan RKPD, mohon penjelasan indikator kesehatan yang dimuat 37122", "id", ("11.1–11.3",)),
        ("pls list ISO 37122 safety indicators", "en", ("15.1",)),
        ("trus apa saja yang diukur soal air limbah", "id", ("22.1–22.5", "5 indikator")),
        ("berapa jumlah indikator 37123", "id", ("66 kode", "68")),
        ("berapa jumlah indikator 37120", "id", ("104", "127 kode", "103", "24")),
    ],
)
def test_themes_and_counts(question: str, language: Language, parts: tuple[str, ...]) -> None:
    text = text_of(ask(question, language), language)
    for part in parts:
        assert part in text


@pytest.mark.parametrize("question", ["apa saja yang diukur laporan kota", "yang dilaporkan tiap tahun apa saja"])
def test_what_is_measured_without_a_theme_is_left_to_the_documents(question: str) -> None:
    assert reply_overview(read(question), ReplyBuilder(CATALOGUE, "id")) is None


@pytest.fixture
def builder() -> ReplyBuilder:
    return ReplyBuilder(CATALOGUE, "id")


def test_two_themes_are_listed_in_the_order_of_their_clauses(builder: ReplyBuilder) -> None:
    reply = reply_themes(read("indikator tema transportasi dan energi apa saja"), builder)
    assert reply is not None
    assert reply.keys[0] == "37122:7.1"
    assert reply.keys[-1] == "37122:19.14"


def test_numbers_of_indicators_are_words_of_a_sentence(builder: ReplyBuilder) -> None:
    assert [builder.number(count) for count in (1, 14)] == ["1 indikator", "14 indikator"]


def test_one_theme_made_from_another_is_one_subject(builder: ReplyBuilder) -> None:
    assert reply_themes(read("indikator energi dari air limbah"), builder) is None


def test_a_theme_beside_another_subject_is_no_question_about_the_theme(builder: ReplyBuilder) -> None:
    assert reply_themes(read("indikator parkir di tema transportasi"), builder) is None


@pytest.mark.parametrize(
    "question", ["indikator kesehatan mental", "indikator bidang kesehatan yang mengukur rekam medis"]
)
def test_a_narrower_subject_is_not_the_theme(question: str, builder: ReplyBuilder) -> None:
    assert reply_themes(read(question), builder) is None


def test_another_standard_falls_short_and_says_so(builder: ReplyBuilder) -> None:
    reply = reply_themes(read("indikator tema energi di 37123 apa saja"), builder)
    assert reply is not None
    assert all(key.startswith("37123:7.") for key in reply.keys)
    assert "37122" in text_of(reply)


def test_extremes_are_asked_of_themes(builder: ReplyBuilder) -> None:
    assert reply_extremes(read("indikator terbanyak"), builder) is None
    assert reply_extremes(read("tema transportasi"), builder) is None
    most = reply_extremes(read("tema terbanyak"), builder)
    assert most is not None
    assert len(most.keys) == 14


def test_totals_of_a_listing_that_is_not_whole_are_partly_known(builder: ReplyBuilder) -> None:
    own = reply_totals(read("ada berapa indikator 37122"), builder)
    other = reply_totals(read("ada berapa indikator 37120"), ReplyBuilder(CATALOGUE, "id"))
    assert own is not None
    assert other is not None
    assert (own.outcome, other.outcome) == (Outcome.INDICATOR, Outcome.PARTLY)


def test_what_a_standard_lacks_is_no_question_of_totals(builder: ReplyBuilder) -> None:
    assert reply_totals(read("ada berapa indikator yang tidak ada"), builder) is None


def test_a_list_says_of_each_what_is_asked() -> None:
    reply = ask("tolong daftar indikator 37122 tema air limbah dengan satuan dan rumusnya")
    assert reply.keys[0] == "37122:22.1"
    text = text_of(reply)
    assert "satuan: persen" in text
    assert "rumus: (Massa kering biosolid" in text
    assert "satuan" not in text_of(ask("daftar indikator 37122 tema air limbah"))


def test_the_office_that_asks_is_not_what_it_asks_for() -> None:
    reply = ask("Kami dari Dinas Perhubungan memerlukan daftar indikator ISO 37122 terkait energi beserta satuannya")
    assert {key.partition(".")[0] for key in reply.keys} == {"37122:7"}
    assert "satuan: persen" in text_of(reply)


def test_what_else_there_is_in_the_theme() -> None:
    rest = ask("selain itu ada apa lagi di bidang persampahan?", "id", ("37122:16.4",))
    assert rest.keys == ("37122:16.1", "37122:16.2", "37122:16.3", "37122:16.5", "37122:16.6")
    beyond = ask("yang lain soal perumahan?", "id", ("37122:12.1", "37122:12.2"))
    assert {key.partition(":")[0] for key in beyond.keys} == {"37120", "37123"}


@pytest.mark.parametrize(
    "question",
    [
        "yang lain soal parkir?",  # narrower than the theme
        "apa lagi yang dibahas di rapat tahunan?",
        "lampu jalan pintar 300 dari 900, apa lagi?",
    ],
)
def test_who_asks_for_something_else_gets_no_rest_of_the_theme(question: str) -> None:
    builder = ReplyBuilder(CATALOGUE, "id")
    assert reply_others(read(question, "id", "37122:19.9"), builder) is None


def test_those_just_told_of_as_a_table() -> None:
    reply = ask("ringkas jadi tabel dong", "id", ("37122:9.1", "37122:9.2"))
    table = next(block for block in reply.blocks if isinstance(block, TableBlock))
    assert [row[0] for row in table.rows] == ["9.1", "9.2"]
    assert table.header[2:] == ("Satuan", "Rumus", "Data biasanya ada di")

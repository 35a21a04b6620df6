from __future__ import annotations

import pytest

from knowledge.answers import Card, Outcome, TableBlock
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.single import reply_comparison, reply_to_codes, reply_to_match, reply_unknown_code
from tests.knowledge.indicators.asking import ANSWERER, CATALOGUE, ask, read, text_of


def test_the_same_code_in_other_standards_is_named() -> None:
    text = text_of(ask("indikator 16.5"))
    assert "37120 16.5" in text
    assert "37120 16.5" not in text_of(ask("16.5 di iso 37122"))


def test_near_twins_stand_side_by_side() -> None:
    reply = ask("Apa perbedaan indikator 7.9 dan 12.1?")
    table = next(block for block in reply.blocks if isinstance(block, TableBlock))
    assert [len(row) for row in table.rows] == [3] * 5
    assert reply.keys == ("37122:7.9", "37122:12.1")


def test_a_missing_code_corrects_the_premise() -> None:
    text = text_of(ask("indikator 15.2 di SNI 37122 isinya apa?"))
    assert "tidak memiliki indikator 15.2" in text
    assert "37120 15.2" in text
    assert "37123 15.2" in text


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Pada indikator 9.2, apakah yang dihitung jumlah transaksi atau nilai rupiahnya?", "belum terverifikasi"),
        ("Apa definisi pengguna aktif pada indikator 17.4?", "Definisi pengguna aktif tidak terlihat"),
        ("satuan 10.4 apa?", "belum terverifikasi"),
        ("target indikator 19.9 berapa?", "tidak memuat ambang batas"),
        ("rumus 5.1 di 37120", "hanya memuat judul"),
        ("kriteria lampu cerdas pada indikator 19.9?", "tidak ada dalam sumber kami"),
    ],
)
def test_what_is_not_known_is_said(question: str, part: str) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.PARTLY
    assert part in text_of(reply)


def test_the_sources_are_named_with_their_confidence() -> None:
    reply = ask("how reliable is the source for indicator 7.2?", "en")
    assert "Confidence of the sources B" in text_of(reply, "en")


def test_an_unverified_title_is_not_given() -> None:
    reply = ask("What is the title of indicator 8.3 in ISO 37123?", "en")
    assert reply.outcome is Outcome.REFUSED
    assert "is not verified" in text_of(reply, "en")


def test_a_note_answers_a_definition() -> None:
    reply = ask("Berapa kecepatan internet minimum yang dianggap cukup cepat pada indikator 18.1?")
    assert reply.outcome is Outcome.INDICATOR
    assert "256 kbit/s" in text_of(reply)
    assert "bukan kutipan dari standar" in text_of(reply)


def test_the_aspect_asked_for_comes_before_the_card() -> None:
    question = read("satuan indikator 19.9?")
    plain = reply_to_codes([CATALOGUE.get("19.9")], read("indikator 19.9"), ReplyBuilder(CATALOGUE, "id"))
    led = reply_to_codes([CATALOGUE.get("19.9")], question, ReplyBuilder(CATALOGUE, "id"))
    assert isinstance(plain.blocks[0], Card)
    assert isinstance(led.blocks[1], Card)
    assert "persen" in text_of(led).split("\n")[0]


def test_a_match_is_as_sure_as_its_hit_and_names_near_ones() -> None:
    hits = [
        Hit(CATALOGUE.get("19.9"), 9.0, 0.9, 0.4, 2),
        Hit(CATALOGUE.get("7.6"), 8.0, 0.9, 0.4, 2),
        Hit(CATALOGUE.get("8.2"), 1.0, 0.1, 0.1, 1),
    ]
    reply = reply_to_match(hits, read("lampu pintar"), ReplyBuilder(CATALOGUE, "id"))
    assert reply.keys == ("37122:19.9",)
    assert reply.confidence == hits[0].confidence
    text = text_of(reply)
    assert CATALOGUE.get("7.6").title.indonesian in text
    assert CATALOGUE.get("8.2").title.indonesian not in text


def test_a_code_beyond_every_theme_is_corrected_without_citations() -> None:
    question = read("indikator 99.1 apa?")
    reply = reply_unknown_code(question.codes[0], question, ReplyBuilder(CATALOGUE, "id"))
    assert reply.keys == ()
    assert reply.citations == ()
    assert "99.1" in text_of(reply)


def test_a_comparison_offers_each_of_the_two() -> None:
    pair = [CATALOGUE.get("7.9"), CATALOGUE.get("12.1")]
    reply = reply_comparison(pair, ReplyBuilder(CATALOGUE, "en"))
    assert [suggestion for suggestion in reply.suggestions if "7.9" in suggestion]
    assert [suggestion for suggestion in reply.suggestions if "12.1" in suggestion]


@pytest.mark.parametrize(
    ("question", "context", "lead"),
    [
        ("yang diukur ton atau persen?", "37122:16.4", "Satuan indikator 16.4: persen. Yang dihitung: sampah plastik"),
        ("per tiang apa per km?", "37122:7.6", "Satuan indikator 7.6: persen. Yang dihitung: titik lampu jalan"),
        ("yang dihitung luas atau jumlah titik?", "37122:18.3", "Satuan indikator 18.3: persen. Yang dihitung: luas"),
    ],
)
def test_which_of_two_things_it_is_comes_first(question: str, context: str, lead: str) -> None:
    assert text_of(ask(question, "id", (context,))).startswith(lead)


def test_two_things_that_only_describe_it_are_no_choice() -> None:
    text = text_of(ask("sepeda pinjaman atau sepeda sewa milik kota masuk indikator mana?"))
    assert text.startswith("Indikator yang paling cocok: 19.4")


def test_what_the_sources_do_not_tell_of_two_things_is_said() -> None:
    reply = ask("Yang dihitung warga ber-KK sini saja atau termasuk perantau?", "id", ("37122:11.1",))
    assert "tidak merinci" in text_of(reply)
    assert reply.outcome is Outcome.PARTLY


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("berapa polisi per 100 ribu warga menurut 37122?", "37120:15.4"),
        ("kapasitas tempat pengungsian gempa diukur indikator mana di 37122?", "37123:12.1"),
    ],
)
def test_what_another_standard_measures_is_told_with_its_code(question: str, key: str) -> None:
    reply = ask(question)
    assert reply.keys == (key,)
    assert text_of(reply).startswith("Dalam SNI ISO 37122:2019 tidak saya temukan")


def test_a_subject_of_the_standard_asked_stays_there() -> None:
    assert ask("lampu merah pintar masuk indikator mana di 37122?").keys == ("37122:19.9",)


def test_what_no_indicator_of_a_standard_measures_is_said() -> None:
    reply = ANSWERER.nearest("kapal listrik masuk indikator berapa di 37122", "id")
    assert reply is not None
    assert text_of(reply).startswith("Indikator SNI ISO 37122:2019 yang pasti mengukur hal itu tidak saya temukan")

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer_text import plain_text
from knowledge.answers import Answer, Card, Outcome, TableBlock
from knowledge.documents import Language
from knowledge.embedding.factory import open_embedder
from knowledge.indicators.answerer import MAX_QUESTION_CHARACTERS, IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.replies.builder import IndicatorReply

CATALOGUE = Catalogue.load()
EMBEDDER = open_embedder(threads=1)
DESK = IndicatorAnswerer(CATALOGUE, SemanticMatcher(EMBEDDER, EMBEDDER.embed_passages))
LOOKUPS = [
    tuple(case)
    for name in ("lookups", "more_lookups")
    for group in yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")).values()
    for case in group
]


def ask(question: str, language: Language = "id", context: tuple[str, ...] = ()) -> IndicatorReply:
    reply = DESK.answer(question, language, context)
    assert reply is not None, question
    return reply


def text_of(reply: IndicatorReply, language: Language = "id") -> str:
    return plain_text(Answer(outcome=reply.outcome, language=language, question="", blocks=reply.blocks))


@pytest.mark.parametrize("case", LOOKUPS, ids=lambda case: case[2])
def test_questions_lead_to_their_indicator_or_to_the_documents(case: tuple[Language, str | None, str]) -> None:
    language, expected, question = case
    reply = DESK.answer(question, language)
    if expected is None:
        assert reply is None
    else:
        assert reply is not None
        assert reply.keys[0] == expected


def test_a_card_has_everything_and_its_sources() -> None:
    reply = ask("Apa itu indikator 19.9?")
    card = next(block for block in reply.blocks if isinstance(block, Card))
    labels = {field.label: field.value for field in card.fields}
    assert card.key == "37122:19.9"
    assert labels["Kode"] == "19.9 (SNI ISO 37122:2019)"
    assert labels["Tema"] == "Transportasi (klausul 19)"
    assert labels["Satuan"] == "persen"
    assert "Lampu lalu lintas cerdas" in labels["Rumus"]
    assert "saran kami" in labels["Data biasanya ada di"]
    assert labels["Keyakinan sumber"].startswith("A")
    assert "teks standar" in card.note
    standard = reply.citations[0]
    assert "SNI ISO 37122:2019" in standard.title
    assert standard.locator == "klausul 19.9"
    assert {one.publisher for one in reply.citations[1:]} >= {"City of Viçosa smart city team"}
    assert [one.number for one in reply.citations] == list(range(1, len(reply.citations) + 1))


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
    ("question", "language", "parts"),
    [
        ("ada berapa indikator energi", "id", ("10 indikator", "7.1–7.10")),
        ("Tema transportasi dalam SNI ISO 37122 terdiri atas berapa indikator?", "id", ("14 indikator", "19.14")),
        ("Berapa jumlah seluruh indikator dan tema?", "id", ("80 indikator", "19 tema", "5 sampai 23")),
        ("Which themes have only one indicator in 37122?", "en", ("14.1", "15.1", "2 themes")),
        ("tema mana yang paling banyak indikatornya", "id", ("Transportasi", "14")),
        ("which indicators are lower = better", "en", ("7.8", "10.3", "10.4", "18.2", "21.3", "not a statement")),
        ("Which indicators are core and which supporting?", "en", ("No split", "ISO 37120")),
        ("indikator apa saja yang perlu data luas wilayah?", "id", ("8.2", "15.1", "18.2", "18.3", "19.10", "20.3")),
        ("indikator yang pakai APBD sebagai penyebut apa aja", "id", ("13.2", "13.4", "20.1")),
        ("berapa jumlah indikator 37123", "id", ("66 kode", "68")),
        ("berapa jumlah indikator 37120", "id", ("104", "127 kode", "103", "24")),
    ],
)
def test_overviews(question: str, language: Language, parts: tuple[str, ...]) -> None:
    text = text_of(ask(question, language), language)
    for part in parts:
        assert part in text


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("indikator mana aja yg datanya hrs minta ke PLN?", ("7.4", "7.9", "12.1", "22.3")),
        ("utk dishub, indikatr apa aja yg hrs kami siapin datanya?", tuple(f"19.{n}" for n in range(1, 15))),
        ("indikator apa saja yang datanya ada di DLH", ("8.2", "16.1", "16.6", "20.2", "23.2")),
    ],
)
def test_data_owners_are_our_suggestion_only(question: str, codes: tuple[str, ...]) -> None:
    reply = ask(question)
    assert reply.outcome is Outcome.PARTLY
    assert "saran kami" in text_of(reply)
    assert {f"37122:{code}" for code in codes} <= set(reply.keys)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Pada indikator 9.2, apakah yang dihitung jumlah transaksi atau nilai rupiahnya?", "belum terverifikasi"),
        ("Apa definisi pengguna aktif pada indikator 17.4?", "Definisi pengguna aktif tidak terlihat"),
        ("satuan 10.4 apa?", "belum terverifikasi"),
        ("target indikator 19.9 berapa?", "tidak memuat ambang batas"),
        ("rumus 11.2 di 37120", "hanya memuat judul"),
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


def test_what_the_classes_are_is_told_by_the_documents() -> None:
    assert DESK.answer("What are core, supporting and profile indicators?", "en") is None
    assert DESK.answer("Which indicators are core and which supporting?", "en") is not None


def test_a_follow_up_finds_another_indicator_of_the_theme() -> None:
    assert ask("terus yang plastik?", "id", ("37122:16.5",)).keys == ("37122:16.4",)


def test_a_follow_up_asks_for_the_same_code_in_another_standard() -> None:
    assert ask("kalau di 37120?", "id", ("37122:7.6",)).keys == ("37120:7.6",)
    assert ask("and in ISO 37120?", "en", ("37122:10.1",)).keys == ("37120:10.1",)


def test_an_unverified_title_is_not_given() -> None:
    reply = ask("What is the title of indicator 8.3 in ISO 37123?", "en")
    assert reply.outcome is Outcome.REFUSED
    assert "is not verified" in text_of(reply, "en")


def test_a_note_answers_a_definition() -> None:
    reply = ask("Berapa kecepatan internet minimum yang dianggap cukup cepat pada indikator 18.1?")
    assert reply.outcome is Outcome.INDICATOR
    assert "256 kbit/s" in text_of(reply)
    assert "bukan kutipan dari standar" in text_of(reply)


@pytest.mark.parametrize(
    ("question", "language", "key", "value"),
    [
        ("Portal data terbuka dikunjungi 330.000 kali setahun, penduduk 1.650.000 jiwa. Berapa nilai indikatornya?",
         "id", "37122:10.1", "= 20.000 kunjungan per 100.000 penduduk per tahun"),
        ("laptop + tablet di sekolah ada 18.400 unit, siswanya 92rb. nilai 6.2 brp?",
         "id", "37122:6.2", "= 200 perangkat"),
        ("45 public chargers, 900 electric vehicles registered: what is the value of the indicator?",
         "en", "37122:7.10", "= 0.05 stations per registered electric vehicle"),
        ("Anggaran kesenjangan digital Rp12 miliar dari total APBD Rp3,2 triliun. Berapa nilai 13.4?",
         "id", "37122:13.4", "= 0,375 %"),
        ("120 dari 300 lampu merah kami sudah pintar, indikator 19.9 berapa",
         "id", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
        ("rumah tangga dengan meter listrik pintar 30 ribu dari 120 ribu, nilainya berapa?",
         "id", "37122:12.1", "30.000 ÷ 120.000 × 100 = 25 %"),
        ("compute 19.9 for 120/300", "en", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
        ("600 permits took 9,000 days in total. What is 21.3?", "en", "37122:21.3", "= 15 days"),
        ("payments to the city: 4 million, of which 3 million electronic. indicator value?",
         "en", "37122:9.2", "= 75 %"),
        ("If 120 of 300 traffic lights are smart, what is indicator 19.9?",
         "en", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
    ],
)  # fmt: skip
def test_worked_values(question: str, language: Language, key: str, value: str) -> None:
    reply = ask(question, language)
    assert reply.keys == (key,)
    assert value in text_of(reply, language)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("nilai 19.9 kalau 120 lampu dari 0?", "pembagian dengan nol"),
        ("kami sudah 40 persen lampu lalin pintar, nilai 19.9 berapa?", "sudah berupa persentase"),
        ("6.2 kami 40 persen, nilai indikatornya berapa?", "satuannya perangkat per 1.000 siswa"),
        ("lampu pintar 400 dari total 300, hitung 19.9", "lebih besar daripada keseluruhannya"),
        ("berapa nilai 19.9 kalau -5 dari 300", "negatif"),
        ("kami punya 120 lampu pintar, berapa nilai 19.9?", "masih diperlukan penyebutnya"),
        ("penduduk 730.000 jiwa, berapa nilai 10.1?", "masih diperlukan pembilangnya"),
        ("server mati 12 jam setahun, 4 sistem. nilai 10.4 berapa?", "tidak kami hitung"),
        ("tempat tidur RS 1.200, penduduk 800.000. nilai indikator 11.2 di 37120?", "tidak kami hitung"),
    ],
)
def test_what_cannot_be_computed_is_a_sentence(question: str, part: str) -> None:
    assert part in text_of(ask(question))


CHAINS: list[tuple[Language, list[tuple[str, str | None]]]] = [
    ("id", [("indikator 19.9?", "37122:19.9"), ("kalau 19.8?", "37122:19.8"), ("satuannya apa?", "37122:19.8"),
            ("120 dari 300 berapa?", "37122:19.8"), ("rumusnya?", "37122:19.8"), ("kapan sidang tahunan?", None)]),
    ("id", [("tema air ada brp indikator?", "37122:23.1"), ("apa aja?", "37122:23.1"),
            ("yg ngukur kebocoran pipa yg mana?", "37120:23.7")]),
    ("id", [("Indikator 12.1 itu tentang apa?", "37122:12.1"), ("Apa bedanya dengan 7.9?", "37122:12.1"),
            ("Kami punya 42.000 dari 150.000 rumah tangga, berapa nilainya?", "37122:12.1")]),
    ("id", [("cctv masuk indikator brp?", "37122:15.1"), ("rumusnya gmn", "37122:15.1"),
            ("klo 60 km2 dr 240 km2 brp persen?", "37122:15.1"), ("segitu udah bagus blm?", "37122:15.1")]),
    ("en", [("what is indicator 16.5", "37122:16.5"), ("and 16.1?", "37122:16.1"), ("unit?", "37122:16.1"),
            ("what about 300 of 1,200?", "37122:16.1"), ("how many cities are members?", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "turns"), CHAINS)
def test_follow_ups_keep_the_indicator(language: Language, turns: list[tuple[str, str | None]]) -> None:
    context: tuple[str, ...] = ()
    for question, expected in turns:
        reply = DESK.answer(question, language, context)
        assert (reply.keys[0] if reply else None) == expected, question
        context = reply.keys if reply else context


def test_a_follow_up_without_context_is_not_ours() -> None:
    assert DESK.answer("rumusnya?", "id") is None
    assert DESK.answer("apa aja?", "id") is None


def test_every_suggestion_is_answered() -> None:
    for one in CATALOGUE.indicators.values():
        for language in ("id", "en"):
            reply = ask(f"indikator {one.code} {one.standard}", language)
            for suggestion in reply.suggestions:
                answer = ask(suggestion, language)
                assert answer.outcome in {Outcome.INDICATOR, Outcome.PARTLY}, suggestion


def test_titles_find_their_own_indicator() -> None:
    for one in CATALOGUE.of_standard():
        assert ask(f"indikator {one.title.indonesian}").keys[0] == one.key
        assert ask(f"indicator: {one.title.english}", "en").keys[0] == one.key


def test_long_and_empty_questions_are_left_alone() -> None:
    assert DESK.answer("", "id") is None
    assert DESK.answer("indikator 19.9 " * MAX_QUESTION_CHARACTERS, "id") is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["id", "en"]))
def test_any_text_is_handled(question: str, language: Language) -> None:
    reply = DESK.answer(question, language, ("37122:19.9", "unknown"))
    assert reply is None or reply.blocks

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.answerer import MAX_QUESTION_CHARACTERS
from tests.knowledge.indicators.asking import ANSWERER, CATALOGUE, ask, text_of

LOOKUPS = [
    tuple(case)
    for name in ("lookups", "more_lookups")
    for group in yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")).values()
    for case in group
]


@pytest.mark.parametrize("case", LOOKUPS, ids=lambda case: case[2])
def test_questions_lead_to_their_indicator_or_to_the_documents(case: tuple[Language, str | None, str]) -> None:
    language, expected, question = case
    reply = ANSWERER.answer(question, language)
    if expected is None:
        assert reply is None
    else:
        assert reply is not None
        assert reply.keys[0] == expected


def test_what_the_classes_are_is_told_by_the_documents() -> None:
    assert ANSWERER.answer("What are core, supporting and profile indicators?", "en") is None
    assert ANSWERER.answer("Which indicators are core and which supporting?", "en") is not None


@pytest.mark.parametrize(
    ("question", "language", "keys"),
    [
        ("Indikator apa saja yang berkaitan dengan parkir di SNI ISO 37122?", "id", ("37122:19.7", "37122:19.8")),
        ("indikator apa aja soal lampu jalan", "id", ("37122:7.7", "37120:7.6", "37122:7.6")),
        ("indikator bus listrik apa saja", "id", ("37122:19.14",)),
        ("indikator parkir online yang mana", "id", ("37122:19.7",)),  # one is asked for
    ],
)
def test_who_asks_for_all_on_a_subject_gets_a_list(question: str, language: Language, keys: tuple[str, ...]) -> None:
    assert set(ask(question, language).keys) == set(keys)


def test_a_follow_up_finds_another_indicator_of_the_theme() -> None:
    assert ask("terus yang plastik?", "id", ("37122:16.5",)).keys == ("37122:16.4",)


def test_one_of_a_list_is_told_by_what_it_is_on() -> None:
    listed = ("37122:13.1", "37122:13.2", "37122:13.3", "37122:13.4")
    assert ask("yang gedung", "id", listed).keys == ("37122:13.1",)
    # where none of the list is meant, one of its theme in another standard
    assert ask("yang anggaran alat bantu", "id", ("37120:13.1", "37120:13.2")).keys == ("37122:13.2",)


def test_figures_that_count_something_else_are_asked_for_again() -> None:
    text = text_of(ask("hotspot 150, penduduk 900 ribu, berapa nilai indikator wifi gratis 37122?"))
    assert "belum saya hitung" in text
    assert "luas kota yang tercakup" in text


def test_a_follow_up_asks_for_the_same_code_in_another_standard() -> None:
    assert ask("kalau di 37120?", "id", ("37122:7.6",)).keys == ("37120:7.6",)
    assert ask("and in ISO 37120?", "en", ("37122:10.1",)).keys == ("37120:10.1",)


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
        reply = ANSWERER.answer(question, language, context)
        assert (reply.keys[0] if reply else None) == expected, question
        context = reply.keys if reply else context


def test_a_follow_up_without_context_is_not_ours() -> None:
    assert ANSWERER.answer("rumusnya?", "id") is None
    assert ANSWERER.answer("apa aja?", "id") is None


def test_every_suggestion_is_answered() -> None:
    answered = 0
    for indicator in CATALOGUE.indicators.values():
        for language in ("id", "en"):
            reply = ask(f"indikator {indicator.code} {indicator.standard}", language)
            for suggestion in reply.suggestions:
                answer = ask(suggestion, language)
                assert answer.outcome in {Outcome.INDICATOR, Outcome.PARTLY}, suggestion
                answered += 1
    assert answered > len(CATALOGUE.indicators)


def test_titles_find_their_own_indicator() -> None:
    assert len(CATALOGUE.of_standard()) == 80
    for indicator in CATALOGUE.of_standard():
        assert ask(f"indikator {indicator.title.indonesian}").keys[0] == indicator.key
        assert ask(f"indicator: {indicator.title.english}", "en").keys[0] == indicator.key


def test_long_and_empty_questions_are_left_alone() -> None:
    assert ANSWERER.answer("", "id") is None
    assert ANSWERER.answer("indikator 19.9 " * MAX_QUESTION_CHARACTERS, "id") is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["id", "en"]))
def test_any_text_is_handled(question: str, language: Language) -> None:
    reply = ANSWERER.answer(question, language, ("37122:19.9", "unknown"))
    assert reply is None or reply.blocks

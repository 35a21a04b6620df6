from __future__ import annotations

import pytest

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.overviews import reply_classes, reply_overview
from tests.knowledge.indicators.asking import CATALOGUE, ask, read, text_of


@pytest.mark.parametrize(
    ("question", "language", "parts"),
    [
        ("which indicators are lower = better", "en", ("7.8", "10.3", "10.4", "18.2", "21.3", "not a statement")),
        ("Which indicators are core and which supporting?", "en", ("no split", "ISO 37120")),
        ("indikator apa saja yang perlu data luas wilayah?", "id", ("8.2", "15.1", "18.2", "18.3", "19.10", "20.3")),
        ("indikator yang pakai APBD sebagai penyebut apa aja", "id", ("13.2", "13.4", "20.1")),
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


def test_lower_is_better_is_asked_of_all_indicators_only() -> None:
    builder = ReplyBuilder(CATALOGUE, "id")
    assert reply_overview(read("indikator parkir mana yang lebih kecil lebih baik"), builder) is None


def test_an_owner_without_indicators_in_a_standard_is_said() -> None:
    reply = ask("indikator 37120 apa saja yang datanya dari BPJS?")
    assert reply.outcome is Outcome.PARTLY
    assert reply.keys == ()
    assert "37120" in text_of(reply)


def test_which_of_two_owners_is_right_is_no_overview() -> None:
    question = read("data indikator ini minta ke PLN atau dishub?")
    assert reply_overview(question, ReplyBuilder(CATALOGUE, "id")) is None


def test_only_37120_has_classes() -> None:
    own = reply_classes("37120", ReplyBuilder(CATALOGUE, "en"))
    other = reply_classes("37122", ReplyBuilder(CATALOGUE, "en"))
    assert (own.outcome, other.outcome) == (Outcome.PARTLY, Outcome.INDICATOR)
    assert text_of(other, "en").startswith("Our sources give no split")
    assert len(own.blocks) == len(other.blocks) - 1

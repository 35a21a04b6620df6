"""Answers about many indicators: data owners, basic data, classes, lower-is-better, and through themes and counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.indicators.questions.cues import DATA, INDICATOR, LOWER, NEEDS, OR, THEME
from knowledge.indicators.questions.mentions import find_owner
from knowledge.indicators.questions.terms import terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder
from knowledge.indicators.replies.texts import reference
from knowledge.indicators.replies.themes import answer_extremes, answer_themes, answer_totals

CLASS_ORDER = ("core", "supporting", "profile")


def answer_overview(
    text: str, language: Language, standards: Sequence[str], builder: ReplyBuilder
) -> IndicatorReply | None:
    """The overview a normalised question asks for, or None."""
    standard = standards[0] if standards else DEFAULT_STANDARD
    about = bool(INDICATOR.search(text) or standards)
    if LOWER.search(text) and not len(terms(LOWER.sub(" ", text), language)):
        return _lower(standard, builder)
    if not (about or THEME.search(text)):
        return None
    return (
        answer_extremes(text, standard, builder)
        or _owner(text, language, standard, builder)
        or _needs(text, language, standard, builder)
        or answer_themes(text, language, standard, builder)
        or answer_totals(text, language, standards, builder)
    )


def answer_classes(text: str, standard: str, builder: ReplyBuilder) -> IndicatorReply:
    """Core, supporting and profile: a split that only ISO 37120 has."""
    rows = builder.catalogue.of_standard("37120")
    if standard != "37120":
        builder.paragraph("no_classes", builder.cite_standard(DEFAULT_STANDARD))
    unseen = sum(1 for one in rows if not one.classification)
    builder.paragraph("classes", builder.cite_source("vicosa-37122"), unseen=unseen)
    lines = []
    for name in CLASS_ORDER:
        codes = ", ".join(one.code for one in rows if one.classification == name)
        lines.append(builder.say("class_item", **{"class": builder.say(f"class_{name}")}, codes=codes))
    builder.lines(lines)
    return builder.reply(outcome=Outcome.PARTLY if standard == "37120" else Outcome.INDICATOR)


def _listed(indicators: Sequence[Indicator], builder: ReplyBuilder, outcome: Outcome) -> IndicatorReply:
    builder.items(indicators)
    for one in indicators[:2]:
        builder.suggest("ask_indicator", ref=reference(one))
    return builder.reply([one.key for one in indicators], outcome)


def _lower(standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    found = [one for one in builder.catalogue.of_standard(standard) if one.lower_is_better]
    if not found:
        return None
    builder.paragraph("lower", builder.cite_source("vicosa-37122"), standard=builder.label(standard))
    return _listed(found, builder, Outcome.INDICATOR)


def _owner(text: str, language: Language, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    named = find_owner(text, builder.catalogue)
    if named is None or not INDICATOR.search(text):
        return None
    owner, rest = named
    if OR.search(rest) and find_owner(rest, builder.catalogue):
        return None  # which of two is right is no question of the catalogue
    if not DATA.search(text) and terms(rest, language):
        return None
    found = builder.catalogue.of_owner(owner.slug, standard)
    name = owner.name.in_(language)
    if not found:
        builder.paragraph("owner_none", owner=name, standard=builder.label(standard))
        return builder.reply(outcome=Outcome.PARTLY)
    marks = builder.cite_standard(standard)
    builder.paragraph("owner_list", marks, owner=name, count=len(found), standard=builder.label(standard))
    return _listed(found, builder, Outcome.PARTLY)


_UNITS = {"days", "gigajoules"}
_SOUGHT = {
    "area": re.compile(r"luas|area", re.IGNORECASE),
    "budget": re.compile(r"anggaran|budget", re.IGNORECASE),
    "households": re.compile(r"rumah tangga|households", re.IGNORECASE),
    "population": re.compile(r"penduduk|population", re.IGNORECASE),
    "buildings": re.compile(r"bangunan|buildings", re.IGNORECASE),
    "days": re.compile(r"^days "),
    "gigajoules": re.compile(r"^GJ "),
}


def _needs(text: str, language: Language, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    what = next((name for name, cue in NEEDS.items() if cue.search(text)), None)
    if what is None or len(terms(NEEDS[what].sub(" ", text), language)) > 1:
        return None
    rows = builder.catalogue.of_standard(standard)
    sought = _SOUGHT[what]
    found = [
        one for one in rows if sought.search(f"{one.unit.english} " if what in _UNITS else one.denominator.indonesian)
    ]
    if not found:
        return None
    builder.paragraph(
        "needs",
        builder.cite_standard(standard),
        standard=builder.label(standard),
        what=builder.say(f"needs_{what}"),
        count=len(found),
    )
    return _listed(found, builder, Outcome.INDICATOR)

"""Replies about many indicators: data owners, basic data, classes, lower-is-better, and through themes and counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answers import Outcome
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.indicators.questions.cues import DATA, LOWER, MEASURED, NEEDS, OR, SEVERAL, THEME
from knowledge.indicators.questions.mentions import find_owner
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder
from knowledge.indicators.replies.texts import reference
from knowledge.indicators.replies.themes import reply_extremes, reply_themes, reply_totals

CLASS_ORDER = ("core", "supporting", "profile")


def reply_overview(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """The overview a question asks for, or None."""
    text = question.text
    if LOWER.search(text) and not terms(LOWER.sub(" ", text), question.language):
        return _lower(question.standard, builder)
    # "What is measured of waste?" of a theme, and nothing else, is asked of the catalogue as well.
    measured = MEASURED.search(text) and SEVERAL.search(text)
    if not (question.names_catalogue or THEME.search(text) or measured):
        return None
    return (
        reply_extremes(question, builder)
        or _owner(question, builder)
        or _needs(question, builder)
        or reply_themes(question, builder)
        or reply_totals(question, builder)
    )


def reply_classes(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    """Core, supporting and profile: a split that only ISO 37120 has."""
    rows = builder.catalogue.of_standard("37120")
    if standard != "37120":
        builder.paragraph("no_classes", builder.citations.of_standard(DEFAULT_STANDARD))
    unseen = sum(1 for indicator in rows if not indicator.classification)
    builder.paragraph("classes", builder.citations.of_sources("vicosa-37122"), unseen=unseen)
    lines = []
    for name in CLASS_ORDER:
        codes = ", ".join(indicator.code for indicator in rows if indicator.classification == name)
        lines.append(builder.say("class_item", **{"class": builder.say(f"class_{name}")}, codes=codes))
    builder.lines(lines)
    return builder.reply(outcome=Outcome.PARTLY if standard == "37120" else Outcome.INDICATOR)


def _listed(indicators: Sequence[Indicator], builder: ReplyBuilder, outcome: Outcome) -> IndicatorReply:
    builder.items(indicators)
    for indicator in indicators[:2]:
        builder.suggest("ask_indicator", ref=reference(indicator))
    return builder.reply(indicators, outcome)


def _lower(standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    found = [indicator for indicator in builder.catalogue.of_standard(standard) if indicator.lower_is_better]
    if not found:
        return None
    builder.paragraph("lower", builder.citations.of_sources("vicosa-37122"), standard=builder.label(standard))
    return _listed(found, builder, Outcome.INDICATOR)


def _owner(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    text, standard = question.text, question.standard
    named = find_owner(text, builder.catalogue)
    if named is None or not question.names_indicators:
        return None
    owner, rest = named
    if OR.search(rest) and find_owner(rest, builder.catalogue):
        return None  # which of two is right is no question of the catalogue
    if not DATA.search(text) and terms(rest, question.language):
        return None
    found = builder.catalogue.of_owner(owner.slug, standard)
    name = owner.name.in_(builder.language)
    if not found:
        builder.paragraph("owner_none", owner=name, standard=builder.label(standard))
        return builder.reply(outcome=Outcome.PARTLY)
    citations = builder.citations.of_standard(standard)
    builder.paragraph("owner_list", citations, owner=name, count=len(found), standard=builder.label(standard))
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


def _needs(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    text, standard = question.text, question.standard
    what = next((name for name, cue in NEEDS.items() if cue.search(text)), None)
    if what is None or len(terms(NEEDS[what].sub(" ", text), question.language)) > 1:
        return None
    rows = builder.catalogue.of_standard(standard)
    sought = _SOUGHT[what]
    found = [
        indicator
        for indicator in rows
        if sought.search(f"{indicator.unit.english} " if what in _UNITS else indicator.denominator.indonesian)
    ]
    if not found:
        return None
    builder.paragraph(
        "needs",
        builder.citations.of_standard(standard),
        standard=builder.label(standard),
        what=builder.say(f"needs_{what}"),
        count=len(found),
    )
    return _listed(found, builder, Outcome.INDICATOR)

"""Answers about many indicators: themes, counts, data owners, basic data, classes and lower-is-better."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicator_cards import code_range
from knowledge.indicator_mentions import find_owner, find_theme
from knowledge.indicator_replies import IndicatorReply, ReplyBuilder, reference
from knowledge.indicator_words import COUNT, DATA, INDICATOR, LIST, LOWER, MOST, NEEDS, ONLY_ONE, THEME, terms
from knowledge.indicators import DEFAULT_STANDARD, Indicator, Theme

LISTING_SOURCES = ("vicosa-37122", "putrajaya-37122")
TOTAL_SOURCES = {
    "37122": LISTING_SOURCES,
    "37120": ("wccd-2024", "wccd-2021", "vicosa-37122"),
    "37123": ("vicosa-37122", "scribd-37123"),
}
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
    if (ONLY_ONE.search(text) and THEME.search(text)) or (MOST.search(text) and THEME.search(text)):
        return _singles(standard, builder) if not MOST.search(text) else _most(standard, builder)
    return (
        _owner(text, language, standard, builder)
        or _needs(text, standard, builder)
        or _theme(text, language, standard, builder)
        or _totals(text, language, standards, builder)
    )


def answer_classes(text: str, standard: str, builder: ReplyBuilder) -> IndicatorReply:
    """Core, supporting and profile: a split that only ISO 37120 has."""
    rows = builder.catalogue.of_standard("37120")
    if standard != "37120":
        builder.paragraph("no_classes", builder.cite_source(*LISTING_SOURCES))
    unseen = sum(1 for one in rows if not one.classification)
    builder.paragraph("classes", builder.cite_source("vicosa-37122"), unseen=unseen)
    lines = []
    for name in CLASS_ORDER:
        codes = ", ".join(one.code for one in rows if one.classification == name)
        lines.append(builder.say("class_item", **{"class": builder.say(f"class_{name}")}, codes=codes))
    builder.lines(lines)
    return builder.reply(outcome=Outcome.PARTLY if standard == "37120" else Outcome.INDICATOR)


def _label(standard: str, builder: ReplyBuilder) -> str:
    return builder.catalogue.standards[standard].label


def _listed(indicators: Sequence[Indicator], builder: ReplyBuilder, outcome: Outcome) -> IndicatorReply:
    builder.items(indicators)
    for one in indicators[:2]:
        builder.suggest("ask_indicator", ref=reference(one))
    return builder.reply([one.key for one in indicators], outcome)


def _lower(standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    found = [one for one in builder.catalogue.of_standard(standard) if one.lower_is_better]
    if not found:
        return None
    builder.paragraph("lower", builder.cite_source("vicosa-37122"), standard=_label(standard, builder))
    return _listed(found, builder, Outcome.INDICATOR)


def _themes(standard: str, builder: ReplyBuilder) -> list[tuple[Theme, tuple[Indicator, ...]]]:
    catalogue = builder.catalogue
    return [(theme, catalogue.of_theme(theme.slug, standard)) for theme in catalogue.themes.values()]


def _singles(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    singles = [inside for _, inside in _themes(standard, builder) if len(inside) == 1]
    marks = builder.cite_source(*TOTAL_SOURCES[standard])
    builder.paragraph("single_themes", marks, standard=_label(standard, builder), count=len(singles))
    found = [inside[0] for inside in singles]
    builder.lines(
        [
            f"{builder.catalogue.themes[one.theme].name.in_(builder.language)}: {reference(one)} "
            f"({one.title.in_(builder.language)})"
            for one in found
        ]
    )
    return builder.reply([one.key for one in found])


def _most(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    theme, inside = max(_themes(standard, builder), key=lambda pair: len(pair[1]))
    builder.paragraph(
        "most",
        builder.cite_source(*TOTAL_SOURCES[standard]),
        standard=_label(standard, builder),
        theme=theme.name.in_(builder.language),
        clause=theme.clause,
        count=len(inside),
        codes=code_range(inside),
    )
    return builder.reply([one.key for one in inside])


def _owner(text: str, language: Language, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    named = find_owner(text, builder.catalogue)
    if named is None or not INDICATOR.search(text):
        return None
    owner, rest = named
    if not DATA.search(text) and terms(rest, language):
        return None
    found = builder.catalogue.of_owner(owner.slug, standard)
    name = owner.name.in_(language)
    if not found:
        builder.paragraph("owner_none", owner=name, standard=_label(standard, builder))
        return builder.reply(outcome=Outcome.PARTLY)
    marks = builder.cite_source(*LISTING_SOURCES)
    builder.paragraph("owner_list", marks, owner=name, count=len(found), standard=_label(standard, builder))
    return _listed(found, builder, Outcome.PARTLY)


_NEEDED = {
    "area": re.compile(r"luas|area", re.IGNORECASE),
    "budget": re.compile(r"anggaran|budget", re.IGNORECASE),
    "households": re.compile(r"rumah tangga|households", re.IGNORECASE),
    "population": re.compile(r"penduduk|population", re.IGNORECASE),
    "buildings": re.compile(r"bangunan|buildings", re.IGNORECASE),
}


def _needs(text: str, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    what = next((name for name, cue in NEEDS.items() if cue.search(text)), None)
    if what is None:
        return None
    rows = builder.catalogue.of_standard(standard)
    if what == "days":
        found = [one for one in rows if one.unit.en == "days"]
    else:
        found = [one for one in rows if _NEEDED[what].search(one.denominator.id)]
    if not found:
        return None
    builder.paragraph(
        "needs",
        builder.cite_source(*TOTAL_SOURCES[standard]),
        standard=_label(standard, builder),
        what=builder.say(f"needs_{what}"),
        count=len(found),
    )
    return _listed(found, builder, Outcome.INDICATOR)


def _theme(text: str, language: Language, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    named = find_theme(text, language, builder.catalogue)
    if named is None:
        return None
    theme, rest = named
    leftover = [term for term in terms(rest, language) if not _belongs_to_frame(term)]
    if leftover or not (LIST.search(text) or COUNT.search(text) or THEME.search(text) or INDICATOR.search(text)):
        return None
    inside = builder.catalogue.of_theme(theme.slug, standard)
    label = _label(standard, builder)
    name = theme.name.in_(language)
    if not inside:
        builder.paragraph("theme_none", standard=label, theme=name, clause=theme.clause)
    else:
        builder.paragraph(
            "theme_list",
            builder.cite(*inside, clause=str(theme.clause)),
            theme=name,
            clause=theme.clause,
            standard=label,
            count=len(inside),
            codes=code_range(inside),
        )
        builder.items(inside)
        builder.suggest("ask_indicator", ref=reference(inside[0]))
    if standard != DEFAULT_STANDARD:
        builder.paragraph("theme_shortfall", standard=label)
    _theme_elsewhere(theme, standard, builder)
    return builder.reply([one.key for one in inside])


def _theme_elsewhere(theme: Theme, standard: str, builder: ReplyBuilder) -> None:
    others = [
        builder.say("count_in", count=len(inside), standard=_label(number, builder))
        for number in builder.catalogue.standards
        if number != standard and (inside := builder.catalogue.of_theme(theme.slug, number))
    ]
    if others:
        builder.paragraph("theme_elsewhere", others=f" {builder.say('and')} ".join(others))


def _belongs_to_frame(term: str) -> bool:
    """Whether a term only belongs to the frame of a list question ("dalam satu tema")."""
    return term in {"satu", "kota", "cerdas", "smart", "citi", "daftar", "semua", "seluruh", "diri"}


def _totals(text: str, language: Language, standards: Sequence[str], builder: ReplyBuilder) -> IndicatorReply | None:
    counted = COUNT.search(text)
    themes = THEME.search(text) and (LIST.search(text) or counted)
    if not (counted or themes) or [t for t in terms(COUNT.sub(" ", text), language) if not _belongs_to_frame(t)]:
        return None
    for standard in standards or (DEFAULT_STANDARD,):
        rows = builder.catalogue.of_standard(standard)
        two = sum(1 for one in rows if one.code.count(".") == 1)
        used = sum(1 for _, inside in _themes(standard, builder) if inside)
        builder.paragraph(
            f"total_{standard}",
            builder.cite_source(*TOTAL_SOURCES[standard]),
            count=len(rows),
            themes=used,
            two=two,
            three=len(rows) - two,
        )
        if themes or counted:
            _theme_table(standard, builder)
    whole = all(standard == DEFAULT_STANDARD for standard in standards)
    return builder.reply(outcome=Outcome.INDICATOR if whole else Outcome.PARTLY)


def _theme_table(standard: str, builder: ReplyBuilder) -> None:
    rows = [
        (
            builder.say("theme_value", theme=theme.name.in_(builder.language), clause=theme.clause),
            str(len(inside)),
            code_range(inside),
        )
        for theme, inside in _themes(standard, builder)
        if inside
    ]
    header = (builder.say("theme"), builder.say("count"), builder.say("indicator"))
    builder.table(header, rows, builder.cite_source(*TOTAL_SOURCES[standard]))

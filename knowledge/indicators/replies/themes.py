"""Replies about themes: their indicators, how many there are, and the themes with the fewest and the most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.answers import Outcome
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator, Theme
from knowledge.indicators.questions.cues import (
    ABSENT,
    COUNT,
    INDICATOR,
    LIST,
    MOST,
    ONLY_ONE,
    OTHERS,
    RELATION,
    THEME,
)
from knowledge.indicators.questions.mentions import NAMED, find_owner, find_theme, theme_names
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import THEME_FRAME, normalise, stem, terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder, code_range
from knowledge.indicators.replies.listings import list_indicators
from knowledge.indicators.replies.texts import reference

MAX_THEMES = 4
#: "Indikator bidang energi yang tercantum dalam …", "indicators on energy in …": the theme as a whole, unless the next
#: word narrows it ("indikator kesehatan mental").
_OF_ALL: Final = re.compile(
    r"\b(?:indikator|indicators?|bidang|tema|sektor|theme|sector)"
    rf"(?: (?:bidang|tema|sektor|soal|tentang|pada|on|about)){{0,3}} {NAMED}"
    r"(?:[,.;:?!]| (?:yang|dalam|menurut|di|pada|untuk|beserta|berikut|dan|in|under|that|which)\b|$)"
)
_FRAME = {stem(word) for word in THEME_FRAME}


def reply_extremes(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """The themes with only one indicator, or the one with the most; None if neither is asked."""
    if not THEME.search(question.text):
        return None
    if MOST.search(question.text):
        return _most(question.standard, builder)
    return _singles(question.standard, builder) if ONLY_ONE.search(question.text) else None


def reply_themes(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """The indicators of the themes that a question names; None if it asks for something else."""
    text, standard = question.text, question.standard
    themes, rest = _named_themes(text, question, builder)
    if (owner := find_owner(text, builder.catalogue)) and (others := _named_themes(owner[1], question, builder))[0]:
        themes, rest = others  # an office may have the name of another theme than the one it asks for
    leftover = [term for term in terms(rest, question.language) if not _belongs_to_frame(term)]
    if _OF_ALL.search(rest):  # what else the sentence has is no narrower subject, as long as no indicator of it has it
        leftover = [term for term in leftover if term in _subjects(themes, builder.catalogue)]
    asks = LIST.search(text) or COUNT.search(text) or THEME.search(text) or INDICATOR.search(text)
    if not themes or leftover or not asks:
        return None
    if len(themes) > 1 and RELATION.search(rest) and not (COUNT.search(text) or THEME.search(text)):
        return None  # "energy from wastewater" is one subject, not two themes
    found: list[Indicator] = []
    for theme in themes:
        inside = builder.catalogue.of_theme(theme.slug, standard)
        _theme_block(theme, inside, question, builder)
        found += inside
    if standard != DEFAULT_STANDARD:
        builder.paragraph("theme_shortfall", standard=builder.label(standard))
    if len(themes) == 1:
        _theme_elsewhere(themes[0], standard, builder)
    if found:
        builder.suggest("ask_indicator", ref=reference(found[0]))
    return builder.reply(found)


def reply_totals(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """How many indicators and themes the standards have; None if that is not asked."""
    text = question.text
    if ABSENT.search(text):
        return None
    counted = COUNT.search(text)
    themes = THEME.search(text) and (LIST.search(text) or counted)
    if not (counted or themes) or [term for term in question.terms if not _belongs_to_frame(term)]:
        return None
    for standard in question.standards or (DEFAULT_STANDARD,):
        rows = builder.catalogue.of_standard(standard)
        two = sum(1 for indicator in rows if indicator.code.count(".") == 1)
        used = sum(1 for _, inside in _themes(standard, builder) if inside)
        builder.paragraph(
            f"total_{standard}",
            builder.citations.of_standard(standard),
            count=len(rows),
            themes=used,
            two=two,
            three=len(rows) - two,
        )
        if themes or counted:
            _theme_table(standard, builder)
    whole = all(standard == DEFAULT_STANDARD for standard in question.standards)
    return builder.reply(outcome=Outcome.INDICATOR if whole else Outcome.PARTLY)


def _singles(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    singles = [inside for _, inside in _themes(standard, builder) if len(inside) == 1]
    citations = builder.citations.of_standard(standard)
    builder.paragraph("single_themes", citations, standard=builder.label(standard), count=len(singles))
    found = [inside[0] for inside in singles]
    builder.lines(
        [
            f"{builder.catalogue.themes[indicator.theme].name.in_(builder.language)}: {reference(indicator)} "
            f"({indicator.title.in_(builder.language)})"
            for indicator in found
        ]
    )
    return builder.reply(found)


def _most(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    theme, inside = max(_themes(standard, builder), key=lambda pair: len(pair[1]))
    builder.paragraph(
        "most",
        builder.citations.of_standard(standard),
        standard=builder.label(standard),
        theme=theme.name.in_(builder.language),
        clause=theme.clause,
        indicators=builder.number(len(inside)),
        codes=code_range(inside),
    )
    return builder.reply(inside)


def _named_themes(rest: str, question: IndicatorQuestion, builder: ReplyBuilder) -> tuple[list[Theme], str]:
    themes: list[Theme] = []
    while len(themes) < MAX_THEMES and (named := find_theme(rest, question.language, builder.catalogue)):
        theme, rest = named
        if theme not in themes:
            themes.append(theme)
    return sorted(themes, key=lambda theme: theme.clause), rest


def _subjects(themes: Sequence[Theme], catalogue: Catalogue) -> set[str]:
    """The words by which the indicators of these themes are told from each other, in both languages."""
    found: set[str] = set()
    slugs = {theme.slug for theme in themes}
    for one in (one for one in catalogue.indicators.values() if one.theme in slugs):
        for text in (one.title.indonesian, *one.everyday_id):
            found.update(terms(normalise(text), "id"))
        for text in (one.title.english, *one.everyday_en):
            found.update(terms(normalise(text), "en"))
    return found


def _theme_block(theme: Theme, inside: Sequence[Indicator], question: IndicatorQuestion, builder: ReplyBuilder) -> None:
    standard = question.standard
    named = {
        "theme": theme.name.in_(builder.language),
        "clause": theme.clause,
        "standard": builder.label(standard),
    }
    if not inside:
        builder.paragraph("theme_none", (), **named)
        return
    citations = builder.citations.of_indicators(*inside)
    indicators = builder.number(len(inside))
    builder.paragraph("theme_list", citations, indicators=indicators, codes=code_range(inside), **named)
    list_indicators(inside, question, builder)


def reply_others(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """What else there is in the theme just spoken of: in its standard, and where that is told, in the others; None
    where something else is asked for."""
    context = question.context
    if not context or not OTHERS.search(question.text) or question.quantities or question.codes:
        return None
    catalogue = builder.catalogue
    theme, standard = catalogue.themes[context[0].theme], question.standards[0] if question.standards else ""
    if any(one.theme != theme.slug for one in context) or not _only_names(theme, question):
        return None
    rest = [one for one in catalogue.of_theme(theme.slug, standard or context[0].standard) if one not in context]
    if not rest and not standard:
        rest = [one for one in catalogue.indicators.values() if one.theme == theme.slug and one not in context]
    rest = [one for one in rest if one.verified]
    if not rest:
        return None
    named = {"theme": theme.name.in_(builder.language), "clause": theme.clause}
    labels = f" {builder.say('and')} ".join(dict.fromkeys(builder.label(one.standard) for one in rest))
    phrase = "theme_rest" if rest[0].standard == context[0].standard else "theme_rest_elsewhere"
    builder.paragraph(
        phrase, builder.citations.of_indicators(*rest), indicators=builder.number(len(rest)), standard=labels, **named
    )
    list_indicators(rest, question, builder)
    builder.suggest("ask_indicator", ref=reference(rest[0]))
    return builder.reply(rest)


def _only_names(theme: Theme, question: IndicatorQuestion) -> bool:
    """Whether a question has no subject but this theme."""
    names = {term for text in theme_names(theme) for term in terms(normalise(text), question.language)}
    words = terms(OTHERS.sub(" ", question.text), question.language)
    return all(term in names or _belongs_to_frame(term) for term in words)


def _theme_elsewhere(theme: Theme, standard: str, builder: ReplyBuilder) -> None:
    others = [
        builder.say("count_in", count=len(inside), standard=builder.label(number))
        for number in builder.catalogue.standards
        if number != standard and (inside := builder.catalogue.of_theme(theme.slug, number))
    ]
    if others:
        builder.paragraph(
            "theme_elsewhere",
            others=f" {builder.say('and')} ".join(others),
            theme=theme.name.in_(builder.language),
            standard=builder.label(standard),
        )


def _belongs_to_frame(term: str) -> bool:
    """Whether a term only belongs to the frame of such a question ("kota cerdas", "dalam satu tema")."""
    return term in _FRAME


def _themes(standard: str, builder: ReplyBuilder) -> list[tuple[Theme, tuple[Indicator, ...]]]:
    catalogue = builder.catalogue
    return [(theme, catalogue.of_theme(theme.slug, standard)) for theme in catalogue.themes.values()]


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
    builder.table(header, rows, builder.citations.of_standard(standard))

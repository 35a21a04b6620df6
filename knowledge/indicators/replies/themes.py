"""Answers about themes: their indicators, how many there are, and the themes with the fewest and the most."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator, Theme
from knowledge.indicators.questions.cues import ABSENT, COUNT, INDICATOR, LIST, MOST, ONLY_ONE, RELATION, THEME
from knowledge.indicators.questions.mentions import find_theme
from knowledge.indicators.questions.terms import THEME_FRAME, stem, terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder, code_range
from knowledge.indicators.replies.texts import reference

MAX_THEMES = 4
_FRAME = {stem(word) for word in THEME_FRAME}


def answer_extremes(text: str, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    """The themes with only one indicator, or the one with the most; None if neither is asked."""
    if not THEME.search(text):
        return None
    if MOST.search(text):
        return _most(standard, builder)
    return _singles(standard, builder) if ONLY_ONE.search(text) else None


def answer_themes(text: str, language: Language, standard: str, builder: ReplyBuilder) -> IndicatorReply | None:
    """The indicators of the themes that a normalised question names; None if it asks for something else."""
    themes, rest = _named_themes(text, language, builder)
    leftover = [term for term in terms(rest, language) if not _belongs_to_frame(term)]
    asks = LIST.search(text) or COUNT.search(text) or THEME.search(text) or INDICATOR.search(text)
    if not themes or leftover or not asks:
        return None
    if len(themes) > 1 and RELATION.search(rest) and not (COUNT.search(text) or THEME.search(text)):
        return None  # "energy from wastewater" is one subject, not two themes
    found: list[Indicator] = []
    for theme in themes:
        inside = builder.catalogue.of_theme(theme.slug, standard)
        _theme_block(theme, inside, standard, builder)
        found += inside
    if standard != DEFAULT_STANDARD:
        builder.paragraph("theme_shortfall", standard=builder.label(standard))
    if len(themes) == 1:
        _theme_elsewhere(themes[0], standard, builder)
    if found:
        builder.suggest("ask_indicator", ref=reference(found[0]))
    return builder.reply([one.key for one in found])


def answer_totals(
    text: str, language: Language, standards: Sequence[str], builder: ReplyBuilder
) -> IndicatorReply | None:
    """How many indicators and themes the standards have; None if that is not asked."""
    if ABSENT.search(text):
        return None
    counted = COUNT.search(text)
    themes = THEME.search(text) and (LIST.search(text) or counted)
    if not (counted or themes) or [t for t in terms(text, language) if not _belongs_to_frame(t)]:
        return None
    for standard in standards or (DEFAULT_STANDARD,):
        rows = builder.catalogue.of_standard(standard)
        two = sum(1 for one in rows if one.code.count(".") == 1)
        used = sum(1 for _, inside in _themes(standard, builder) if inside)
        builder.paragraph(
            f"total_{standard}",
            builder.cite_standard(standard),
            count=len(rows),
            themes=used,
            two=two,
            three=len(rows) - two,
        )
        if themes or counted:
            _theme_table(standard, builder)
    whole = all(standard == DEFAULT_STANDARD for standard in standards)
    return builder.reply(outcome=Outcome.INDICATOR if whole else Outcome.PARTLY)


def _singles(standard: str, builder: ReplyBuilder) -> IndicatorReply:
    singles = [inside for _, inside in _themes(standard, builder) if len(inside) == 1]
    marks = builder.cite_standard(standard)
    builder.paragraph("single_themes", marks, standard=builder.label(standard), count=len(singles))
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
        builder.cite_standard(standard),
        standard=builder.label(standard),
        theme=theme.name.in_(builder.language),
        clause=theme.clause,
        count=len(inside),
        codes=code_range(inside),
    )
    return builder.reply([one.key for one in inside])


def _named_themes(text: str, language: Language, builder: ReplyBuilder) -> tuple[list[Theme], str]:
    themes: list[Theme] = []
    rest = text
    while len(themes) < MAX_THEMES and (named := find_theme(rest, language, builder.catalogue)):
        theme, rest = named
        if theme not in themes:
            themes.append(theme)
    return sorted(themes, key=lambda one: one.clause), rest


def _theme_block(theme: Theme, inside: Sequence[Indicator], standard: str, builder: ReplyBuilder) -> None:
    named = {
        "theme": theme.name.in_(builder.language),
        "clause": theme.clause,
        "standard": builder.label(standard),
    }
    if not inside:
        builder.paragraph("theme_none", (), **named)
        return
    marks = builder.cite(*inside, clause=str(theme.clause))
    builder.paragraph("theme_list", marks, count=len(inside), codes=code_range(inside), **named)
    builder.items(inside)


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
    builder.table(header, rows, builder.cite_standard(standard))

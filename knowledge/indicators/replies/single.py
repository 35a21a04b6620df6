"""Answers about single indicators: cards with what was asked first, comparisons, neighbours and worked values."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.questions.cues import (
    CLASSES,
    DEFINE,
    DENOMINATOR,
    FORMULA,
    HOLDER,
    JUDGE,
    NUMERATOR,
    SOURCE,
    UNIT,
)
from knowledge.indicators.questions.mentions import CodeMention
from knowledge.indicators.questions.terms import WORD, normalise, stem, terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder, code_range
from knowledge.indicators.replies.texts import reference

NEAR_SCORE = 0.6


def answer_focus(
    indicators: Sequence[Indicator],
    text: str,
    language: Language,
    builder: ReplyBuilder,
    same_code: bool = False,
    confidence: float = 1.0,
) -> IndicatorReply:
    """Cards of named indicators, led by the aspect that was asked for (formula, unit, data owner, ...).

    ``same_code`` adds what the code means in the other standards. The outcome is partly where the aspect is not in
    the sources, and refused where even the title is not verified.
    """
    if all(one.confidence == "unverified" for one in indicators):
        for one in indicators:
            builder.paragraph("unverified_title", builder.cite(one), ref=reference(one), open=one.open.in_(language))
        return builder.reply(outcome=Outcome.REFUSED)
    whole = True
    for one in indicators:
        whole &= _lead(one, text, language, builder)
        builder.card(one)
    if same_code:
        others = [one for one in builder.catalogue.with_code(indicators[0].code) if one != indicators[0]]
        builder.neighbours([one for one in others if one.confidence != "unverified"], "same_code")
    _suggest(indicators[0], language, builder)
    return builder.reply([one.key for one in indicators], Outcome.INDICATOR if whole else Outcome.PARTLY, confidence)


def answer_found(hits: Sequence[Hit], text: str, language: Language, builder: ReplyBuilder) -> IndicatorReply:
    """The card of the indicator found by everyday words, with its near neighbours named."""
    best = hits[0].indicator
    builder.paragraph("lead_lookup", builder.cite(best), ref=reference(best), title=best.title.in_(language))
    whole = _lead(best, text, language, builder)
    builder.card(best)
    near = list(builder.catalogue.neighbours(best))
    near += [hit.indicator for hit in hits[1:] if hit.confidence >= NEAR_SCORE and hit.indicator not in near]
    builder.neighbours(near)
    _suggest(best, language, builder)
    outcome = Outcome.INDICATOR if whole else Outcome.PARTLY
    return builder.reply([best.key], outcome, hits[0].confidence)


def answer_comparison(indicators: Sequence[Indicator], builder: ReplyBuilder) -> IndicatorReply:
    """Indicators side by side."""
    builder.comparison(indicators)
    for one in indicators[:2]:
        builder.suggest("ask_indicator", ref=reference(one))
    return builder.reply([one.key for one in indicators])


def answer_missing(mention: CodeMention, standard: str, builder: ReplyBuilder) -> IndicatorReply:
    """Correct the premise that a standard has that indicator: what its theme holds, and where the code exists."""
    catalogue, language = builder.catalogue, builder.language
    standard = mention.standards[0] if mention.standards else standard
    theme = catalogue.theme_of_clause.get(int(mention.code.partition(".")[0]))
    inside = catalogue.of_theme(theme.slug, standard) if theme else ()
    if theme is None:
        known = builder.say("missing_theme")
    else:
        known = builder.say(
            "missing_range" if inside else "missing_none",
            theme=theme.name.in_(language),
            clause=theme.clause,
            count=len(inside),
            codes=code_range(inside),
        )
    label = catalogue.standards[standard].label
    marks = builder.cite(*inside, clause=str(theme.clause)) if theme and inside else ()
    builder.paragraph("missing_code", marks, standard=label, code=mention.code, range=known)
    elsewhere = [one for one in catalogue.with_code(mention.code) if one.confidence != "unverified"]
    builder.neighbours(elsewhere, "elsewhere", code=mention.code)
    if inside:
        builder.items(inside)
    for one in elsewhere[:2]:
        builder.suggest("ask_indicator", ref=reference(one))
    return builder.reply([one.key for one in (*inside, *elsewhere)])


def _lead(indicator: Indicator, text: str, language: Language, builder: ReplyBuilder) -> bool:
    """Add the sentence that answers the aspect asked for; False if the sources hold it only in part."""
    known = {
        "ref": reference(indicator),
        "formula": format_formula(indicator, language),
        "basis": builder.say(f"basis_{indicator.basis}") if indicator.basis else "",
        "unit": indicator.unit.in_(language),
        "numerator": _low(indicator.numerator.in_(language)),
        "denominator": _low(indicator.denominator.in_(language)),
        "owners": builder.owners(indicator),
        "open": indicator.open.in_(language),
        "note": indicator.note.in_(language),
        "class": builder.classification(indicator),
        "sources": "; ".join(builder.catalogue.sources[one].title for one in indicator.sources),
        "confidence": f"{builder.say('confidence')} {builder.say(f'confidence_{indicator.confidence}')}",
    }
    phrase, whole = _aspect(indicator, text, language)
    for one in phrase:
        builder.paragraph(one, builder.cite(indicator), **known)
    return whole


def _aspect(indicator: Indicator, text: str, language: Language) -> tuple[list[str], bool]:
    arithmetic = next(
        (
            phrase
            for cue, phrase in (
                (NUMERATOR, "lead_parts"),
                (DENOMINATOR, "lead_parts"),
                (FORMULA, "lead_formula"),
                (UNIT, "lead_unit"),
            )
            if cue.search(text)
        ),
        "",
    )
    if _asks_what_is_open(indicator, text):
        return ([arithmetic, "lead_open"] if arithmetic else ["lead_open"]), False
    if indicator.note and not arithmetic and _asks_the_note(indicator, text, language):
        return ["lead_note"], True
    if arithmetic:
        return ([arithmetic], True) if indicator.numerator else (["lead_no_formula"], False)
    if CLASSES.search(text):
        if indicator.standard != "37120":
            return ["no_classes"], True
        return (["lead_class"], True) if indicator.classification else (["lead_no_class"], False)
    if JUDGE.search(text):
        return ["lead_judge"], False
    if DEFINE.search(text):
        return ["lead_define"], False
    if HOLDER.search(text):
        return ["lead_owner"], False
    if SOURCE.search(text):
        return ["lead_source"], True
    return [], True


def _asks_what_is_open(indicator: Indicator, text: str) -> bool:
    """Whether the question asks for what could not be verified about the indicator."""
    asked = {stem(word) for word in WORD.findall(text)}
    unclear = {stem(word) for word in WORD.findall(normalise(indicator.open_words))}
    title = {stem(w) for w in WORD.findall(normalise(f"{indicator.title.indonesian} {indicator.title.english}"))}
    return bool(asked & (unclear - title)) or (len(asked & unclear) > 1 and bool(asked & {"atau", "or"}))


def _asks_the_note(indicator: Indicator, text: str, language: Language) -> bool:
    """Whether the question asks for a definition, or names what only the note speaks of."""
    told = set(terms(normalise(indicator.note.in_(language)), language))
    title = set(terms(normalise(indicator.title.in_(language)), language))
    return bool(DEFINE.search(text) or (told - title) & set(terms(text, language)))


def _suggest(indicator: Indicator, language: Language, builder: ReplyBuilder) -> None:
    catalogue = builder.catalogue
    for twin in catalogue.neighbours(indicator)[:1]:
        refs = f" {builder.say('and')} ".join((reference(indicator), reference(twin)))
        builder.suggest("ask_compare", refs=refs)
    if indicator.numerator:
        builder.suggest("ask_formula", ref=reference(indicator))
    if indicator.standard == DEFAULT_STANDARD:
        builder.suggest("ask_theme", theme=catalogue.themes[indicator.theme].name.in_(language).lower())


def _low(text: str) -> str:
    """Lower-case the first letter inside a sentence, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

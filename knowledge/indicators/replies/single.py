"""Replies about single indicators: cards with what was asked first, comparisons, and codes that do not exist."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.matching.ranking import NEAR_SIMILARITY, SIMILARITY_LEAD
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
    alternative_in,
)
from knowledge.indicators.questions.mentions import CodeMention, find_owner
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import WORD, normalise, stem, terms
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder, code_range
from knowledge.indicators.replies.cards import classification, owners
from knowledge.indicators.replies.texts import lower_initial, reference

NEAR_SCORE = 0.6
#: Words of asking elsewhere, which name what is counted where two things are put side by side.
_MEASURES: Final = frozenset({"persen", "persentase", "percent", "percentage", "share", "jumlah", "number", "per"})
#: Fields of the card that a sentence before it says already.
_FIELDS_OF: Final = {
    "lead_formula": ("formula", "unit"),
    "lead_parts": ("formula",),
    "lead_unit": ("unit",),
    "lead_counted": ("unit",),
    "lead_unit_alone": ("unit", "formula"),
    "lead_no_formula": ("formula",),
    "lead_owner": ("owner",),
    "lead_source": ("confidence",),
    "lead_open": ("open",),
    "lead_note": ("note",),
    "lead_class": ("class",),
}


def reply_to_codes(
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    builder: ReplyBuilder,
    same_code: bool = False,
) -> IndicatorReply:
    """Cards of named indicators, led by the aspect that was asked for (formula, unit, data owner, ...).

    ``same_code`` adds what the code means in the other standards. The outcome is partly where the aspect is not in
    the sources, and refused where even the title is not verified.
    """
    if not any(indicator.verified for indicator in indicators):
        for indicator in indicators:
            builder.paragraph(
                "unverified_title",
                builder.citations.of_indicators(indicator),
                ref=reference(indicator),
                open=indicator.open.in_(builder.language),
            )
        return builder.reply(outcome=Outcome.REFUSED)
    whole = True
    for indicator in indicators:
        whole &= _told(indicator, question, builder)
    if same_code:
        others = [other for other in builder.catalogue.with_code(indicators[0].code) if other != indicators[0]]
        builder.neighbours([other for other in others if other.verified], "same_code")
    _suggest(indicators[0], builder)
    return builder.reply(indicators, Outcome.INDICATOR if whole else Outcome.PARTLY)


def reply_to_match(hits: Sequence[Hit], question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply:
    """The card of the indicator found by everyday words, with its near neighbours named."""
    best = hits[0].indicator
    elsewhere = bool(question.standards) and best.standard not in question.standards
    lead = {
        "phrase": "lead_elsewhere" if elsewhere else "lead_lookup",
        "ref": reference(best),
        "title": best.title.in_(builder.language),
        "standard": builder.label(question.standard),
    }
    whole = _told(best, question, builder, lead)
    near = list(builder.catalogue.neighbours(best))
    near += [hit.indicator for hit in hits[1:] if _is_near(hit, hits[0]) and hit.indicator not in near]
    builder.neighbours(near)
    _suggest(best, builder)
    outcome = Outcome.INDICATOR if whole else Outcome.PARTLY
    return builder.reply([best], outcome, hits[0].confidence)


def reply_to_several(hits: Sequence[Hit], builder: ReplyBuilder, aspects: Sequence[str] = ()) -> IndicatorReply:
    """A list of the indicators on one subject, best first, with these aspects of each."""
    fitting = [hit.indicator for hit in hits]
    builder.paragraph("fitting", builder.citations.of_indicators(*fitting))
    builder.items(fitting, aspects)
    for indicator in fitting:
        builder.suggest("ask_indicator", ref=reference(indicator))
    return builder.reply(fitting, Outcome.INDICATOR, hits[0].confidence)


def _is_near(hit: Hit, best: Hit) -> bool:
    close = max(NEAR_SIMILARITY, best.similarity - SIMILARITY_LEAD)
    return hit.confidence >= NEAR_SCORE or hit.similarity >= close


def reply_nearest(hits: Sequence[Hit], builder: ReplyBuilder, beside: str = "", standard: str = "") -> IndicatorReply:
    """Indicators that may be meant, none of them surely; only named ``beside`` something else. ``standard`` is the one
    asked about."""
    near = [hit.indicator for hit in hits]
    if not beside and (len(hits) == 1 or hits[0].similarity - hits[1].similarity >= SIMILARITY_LEAD):
        title = near[0].title.in_(builder.language)
        builder.paragraph("lead_perhaps", builder.citations.of_indicators(near[0]), ref=reference(near[0]), title=title)
        builder.card(near[0])
        builder.neighbours(near[1:])
        _suggest(near[0], builder)
        return builder.reply(near[:1], Outcome.PARTLY, hits[0].similarity)
    phrase = f"nearest_{beside}" if beside else "nearest_standard" if standard else "nearest"
    label = builder.label(standard) if standard else ""
    builder.paragraph(phrase, builder.citations.of_indicators(*near), standard=label)
    builder.items(near)
    for indicator in near:
        builder.suggest("ask_indicator", ref=reference(indicator))
    return builder.reply(near, Outcome.PARTLY, hits[0].similarity)


def reply_comparison(indicators: Sequence[Indicator], builder: ReplyBuilder) -> IndicatorReply:
    """Indicators side by side."""
    builder.comparison(indicators)
    for indicator in indicators[:2]:
        builder.suggest("ask_indicator", ref=reference(indicator))
    return builder.reply(indicators)


def reply_unknown_code(mention: CodeMention, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply:
    """Correct the premise that a standard has that indicator: what its theme holds, and where the code exists."""
    catalogue, language = builder.catalogue, builder.language
    standard = mention.standards[0] if mention.standards else question.standard
    theme = catalogue.theme_of_clause.get(int(mention.code.partition(".")[0]))
    inside = catalogue.of_theme(theme.slug, standard) if theme else ()
    if theme is None:
        known = builder.say("missing_theme")
    else:
        known = builder.say(
            "missing_range" if inside else "missing_none",
            theme=theme.name.in_(language),
            clause=theme.clause,
            indicators=builder.number(len(inside)),
            codes=code_range(inside),
        )
    label = catalogue.standards[standard].label
    citations = builder.citations.of_indicators(*inside) if theme and inside else ()
    builder.paragraph("missing_code", citations, standard=label, code=mention.code, range=known)
    elsewhere = [indicator for indicator in catalogue.with_code(mention.code) if indicator.verified]
    builder.neighbours(elsewhere, "elsewhere", code=mention.code)
    if inside:
        builder.items(inside)
    for indicator in elsewhere[:2]:
        builder.suggest("ask_indicator", ref=reference(indicator))
    return builder.reply([*inside, *elsewhere])


def _told(
    indicator: Indicator, question: IndicatorQuestion, builder: ReplyBuilder, lead: Mapping[str, str] | None = None
) -> bool:
    """Add the sentence that answers the aspect asked for, and the card with the rest; False if the sources hold the
    answer only in part. ``lead`` says which indicator it is: behind the answer, where that is one of two things."""
    language = builder.language
    citations = builder.citations.of_indicators(indicator)
    known = {
        "ref": reference(indicator),
        "formula": format_formula(indicator, language),
        "basis": builder.say(f"basis_{indicator.basis}") if indicator.basis else "",
        "unit": indicator.unit.in_(language),
        "numerator": lower_initial(indicator.numerator.in_(language)),
        "denominator": lower_initial(indicator.denominator.in_(language)),
        "owners": owners(indicator, builder.catalogue, language),
        "open": indicator.open.in_(language),
        "note": indicator.note.in_(language),
        "class": classification(indicator, language),
        "sources": "; ".join(builder.catalogue.sources[name].title for name in indicator.sources),
        "confidence": f"{builder.say('confidence')} {builder.say(f'confidence_{indicator.evidence_grade}')}",
    }
    phrases, whole = _aspect(indicator, question, builder)
    behind = bool(phrases) and alternative_in(question.wish) is not None
    if lead and not behind:
        builder.paragraph(citations=citations, **lead)
    for phrase in phrases:
        builder.paragraph(phrase, citations, **known)
    if lead and behind:
        builder.paragraph(citations=citations, **lead)
    builder.card(indicator, without=[field for phrase in phrases for field in _FIELDS_OF.get(phrase, ())])
    return whole


def _aspect(indicator: Indicator, question: IndicatorQuestion, builder: ReplyBuilder) -> tuple[list[str], bool]:
    """The phrases that answer the aspect asked for, and whether the sources hold it whole."""
    text = question.wish
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
    if indicator.note and not arithmetic and _asks_the_note(indicator, question):
        return ["lead_note"], True
    if not arithmetic and CLASSES.search(text):
        if indicator.standard != "37120":
            return ["no_classes"], True
        return (["lead_class"], True) if indicator.classification else (["lead_no_class"], False)
    if (options := alternative_in(text)) and indicator.numerator and not find_owner(options[0], builder.catalogue):
        told = _names_one_of(options, indicator, question.language)
        return ["lead_counted"] if told else ["lead_counted", "lead_not_detailed"], told
    if arithmetic and not indicator.numerator:
        alone = bool(indicator.unit.indonesian)
        return ["lead_unit_alone" if alone else "lead_no_formula"], alone and arithmetic == "lead_unit"
    if arithmetic:
        return [arithmetic], True
    if JUDGE.search(text):
        return ["lead_judge"], False
    if DEFINE.search(text):
        return ["lead_define"], False
    if HOLDER.search(text):
        return ["lead_owner"], False
    if SOURCE.search(text):
        return ["lead_source"], True
    return [], True


def _names_one_of(options: re.Match[str], indicator: Indicator, language: Language) -> bool:
    """Whether unit or formula say which of two things it is."""
    parts = (indicator.unit, indicator.numerator, indicator.denominator, indicator.title)
    known = {term for part in parts for term in _all_terms(part.in_(language), language)}
    return any(known & set(_all_terms(option, language)) for option in options.groups() if option)


def _all_terms(text: str, language: Language) -> list[str]:
    """The terms of a text, and what units are called in it."""
    plain = normalise(text)
    return [*terms(plain, language), *(stem(word) for word in WORD.findall(plain) if word in _MEASURES)]


def _asks_what_is_open(indicator: Indicator, text: str) -> bool:
    """Whether the question asks for what could not be verified about the indicator."""
    asked = {stem(word) for word in WORD.findall(text)}
    unclear = {stem(word) for word in WORD.findall(normalise(indicator.open_words))}
    title = {stem(word) for word in WORD.findall(normalise(f"{indicator.title.indonesian} {indicator.title.english}"))}
    return bool(asked & (unclear - title)) or (len(asked & unclear) > 1 and bool(asked & {"atau", "or"}))


def _asks_the_note(indicator: Indicator, question: IndicatorQuestion) -> bool:
    """Whether the question asks for a definition, or names what only the note speaks of."""
    language = question.language
    noted = set(terms(normalise(indicator.note.in_(language)), language))
    title = set(terms(normalise(indicator.title.in_(language)), language))
    return bool(DEFINE.search(question.text) or (noted - title) & set(question.terms))


def _suggest(indicator: Indicator, builder: ReplyBuilder) -> None:
    catalogue = builder.catalogue
    for neighbour in catalogue.neighbours(indicator)[:1]:
        refs = f" {builder.say('and')} ".join((reference(indicator), reference(neighbour)))
        builder.suggest("ask_compare", refs=refs)
    if indicator.numerator:
        builder.suggest("ask_formula", ref=reference(indicator))
    if indicator.standard == DEFAULT_STANDARD:
        builder.suggest("ask_theme", theme=catalogue.themes[indicator.theme].name.in_(builder.language).lower())

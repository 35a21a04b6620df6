"""What a question names: indicator codes and standards, themes and data owners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator, Owner, Theme
from knowledge.indicators.questions.cues import STANDARD, STANDARD_NAMES, just_before
from knowledge.indicators.questions.terms import WORD, normalise

#: What stands in a text in place of the theme that it names; no word.
NAMED = "§"
THEME_TYPO_LENGTH = 7
MIN_THEME_SIMILARITY = 88
CODE = re.compile(r"(?<![\d.,/])(\d{1,2}\.\d{1,2}(?:\.\d)?)(?![\d]|[.,/]\d)")
_NAMED = re.compile(r"\b(?:indikator(?:nya)?|ind\.?)(?: no(?:mor|\.)?| kode| number| code)?[\s:#]*$")
_VALUED_BEFORE = re.compile(r"\b(?:nilai|value(?: of)?|skor|score|rumus|formula)\s?$")
_VALUED_AFTER = re.compile(r"(?:nya)?\s?(?:itu |jadi |is )?(?:berapa|how much|=\s?\?)")
_ASKED_BEFORE = re.compile(
    r"\b(?:hitung|menghitung|compute|calculate|what is|what's|whats|berapa|persen|percent|how much is|kode|code)\s?$"
)
_ASKED_AFTER = re.compile(r"\s?(?:=\s?)?\??$")
# "7,6" and "5-3" after a word that announces a code.
_LOOSE_CODE = re.compile(
    r"(\b(?:indikator(?:nya)?|kode|code|klausul|clause|poin|point|nomor|number|no\.?)[\s:#]*)(\d{1,2})[,-](\d{1,2})(?![\d.,])"
)
_NOT_A_CODE_BEFORE = re.compile(
    r"(?:rp\.?|idr|usd|us\$|\$|€|eur|\bpukul|\bjam|\bversi|\bversion|\bv|\bhal\.?|\bhalaman|\bpage|\bgambar|\btabel|"
    r"\btable|\bfigure|\bayat|\bbab|\bchapter|\btanggal|\btgl|\bat)\s?$"
)
_NOT_A_CODE_AFTER = re.compile(
    r"\s?(?:%|(?:persen|percent|ribu|rb|juta|jt|miliar|milyar|triliun|million|billion|trillion|thousand|bn|mn|km2?|"
    r"km²|ton|tons|tonnes|ha|hektar|kwh|mwh|gwh|kali|times|orang|wib|wita|wit|am|pm|gb|mbps)\b)"
)
# Whose indicators have codes of their own, none of which is one of the standards'.
_SCHEMES = (
    r"(?:bps|sdgs?|tpb|rpjm[dn]|rkpd|renstra|spm|spbe|pemdi|lppd|lkjip|lakip|sakip|iku|ikk|ikd|iga|adipura|ikci|rkci|"
    r"kla|rtrw|dapodik|gri|esg|ikb)"
)
_SCHEME_AFTER = re.compile(
    rf"[\s,(]{{1,2}}(?:(?:di|dari|pada|dalam|menurut|versi|milik|in|of|from|under|by)\s){{0,2}}"
    rf"(?:(?:indikator|dokumen|tabel|buku|indicator|table)\s)?{_SCHEMES}\b"
)
_SCHEME_BEFORE = re.compile(
    rf"\b{_SCHEMES}[\s:,-]{{1,2}}(?:(?:indikator|kode|nomor|no\.?|target|goal|tujuan|indicator|code)\s){{0,2}}$"
)
_LONG_CODE = re.compile(r"(?<![\d.,/])\d{1,2}(?:\.\d{1,3}){2,6}(?![\d]|[.,/]\d)")
_LONGEST = 60  # characters before a code in which a scheme is looked for


@dataclass(frozen=True, slots=True)
class CodeMention:
    """An indicator code in a question.

    ``named`` if it is called an indicator or its value is asked, ``asked`` if the question begins or ends with it or
    asks for it like a value; ``standards`` are those that belong to it, empty if none is named.
    """

    code: str
    start: int
    end: int
    named: bool
    asked: bool
    standards: tuple[str, ...]


def find_standards(text: str) -> tuple[str, ...]:
    """The indicator standards a normalised text names, in its order."""
    return tuple(dict.fromkeys(match[1] for match in STANDARD.finditer(text)))


def dotted_codes(text: str) -> str:
    """A normalised text with codes written "indikator 7,6" or "kode 5-3" as 7.6 and 5.3."""
    return _LOOSE_CODE.sub(r"\1\2.\3", text)


def find_codes(text: str) -> list[CodeMention]:
    """The indicator codes of a normalised text, without numbers that are amounts, times, pages or versions."""
    matches = [
        match
        for match in CODE.finditer(text)
        if just_before(_NAMED, text, match.start())
        or not (just_before(_NOT_A_CODE_BEFORE, text, match.start()) or _NOT_A_CODE_AFTER.match(text, match.end()))
    ]
    named = [(match.start(), match[1]) for match in STANDARD.finditer(text)]
    standards = find_standards(text) or tuple(number for number, name in STANDARD_NAMES.items() if name.search(text))
    found = []
    for match in matches:
        own = standards
        start, end = match.span()
        if len(matches) > 1 and len(standards) > 1:
            own = (min(named, key=lambda place: abs(place[0] - start))[1],)
        called = just_before(_NAMED, text, start) or just_before(_VALUED_BEFORE, text, start)
        called = called or _VALUED_AFTER.match(text, end) is not None
        asked = not text[:start].strip() or just_before(_ASKED_BEFORE, text, start)
        asked = asked or _ASKED_AFTER.match(text, end) is not None
        found.append(CodeMention(match[1], start, end, called, asked, own))
    return found


def of_another_scheme(text: str) -> bool:
    """Whether a normalised text speaks of a code of another scheme: ``1.4.1.3 bps``, ``sdgs 11.2.1``, ``indikator 5.1
    rpjmd``. What it means is told by documents, if at all, and never by the standards."""
    for pattern in (CODE, _LONG_CODE):
        for match in pattern.finditer(text):
            if _SCHEME_AFTER.match(text, match.end()):
                return True
            if _SCHEME_BEFORE.search(text[max(0, match.start() - _LONGEST) : match.start()]):
                return True
            if match[0].count(".") > 2:
                return True
    return False


def resolve(mention: CodeMention, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators of a mention: in the standards it names, otherwise in the default one or where the code exists."""
    existing = catalogue.with_code(mention.code)
    if mention.standards:
        return tuple(indicator for indicator in existing if indicator.standard in mention.standards)
    return tuple(indicator for indicator in existing if indicator.standard == DEFAULT_STANDARD) or existing


def find_theme(text: str, language: Language, catalogue: Catalogue) -> tuple[Theme, str] | None:
    """The theme a normalised text names by alias or clause number, and the text with :data:`NAMED` in its place; the
    longest name wins."""
    other: Language = "en" if language == "id" else "id"
    names = [
        (alias, theme)
        for theme in catalogue.themes.values()
        for spoken in (language, other)
        for alias in (*theme.aliases.in_(spoken).split(";"), normalise(theme.name.in_(spoken)))
        if spoken == language or alias != "air"
    ]
    for alias, theme in sorted(names, key=lambda pair: -len(pair[0])):
        written = re.escape(alias).replace(r"\ ", "[ -]")
        match = re.search(rf"\b{written}(?:nya)?\b", text)
        if match:
            return theme, f"{text[: match.start()]}{NAMED}{text[match.end() :]}"
    misspelled = _misspelled_theme(text, names)
    if misspelled:
        return misspelled
    match = re.search(r"\b(?:klausul|clause|pasal|tema|theme)\s(?:ke-?|no\.?\s?|nomor\s)?(\d{1,2})\b(?![.,]\d)", text)
    theme_by_number = catalogue.theme_of_clause.get(int(match[1])) if match else None
    if match and theme_by_number:
        return theme_by_number, f"{text[: match.start()]}{NAMED}{text[match.end() :]}"
    return None


def theme_names(theme: Theme) -> tuple[str, ...]:
    """What a theme is called, in both languages."""
    spoken: tuple[Language, Language] = ("id", "en")
    return tuple(
        name for language in spoken for name in (theme.name.in_(language), *theme.aliases.in_(language).split(";"))
    )


def _misspelled_theme(text: str, names: Sequence[tuple[str, Theme]]) -> tuple[Theme, str] | None:
    """A theme of one long word with a typing error in it."""
    long = {alias: theme for alias, theme in names if " " not in alias and len(alias) >= THEME_TYPO_LENGTH}
    for word in WORD.findall(text):
        if len(word) >= THEME_TYPO_LENGTH - 1:
            best = process.extractOne(word, list(long), scorer=fuzz.ratio, score_cutoff=MIN_THEME_SIMILARITY)
            if best:
                return long[best[0]], text.replace(word, NAMED, 1)
    return None


def find_owner(text: str, catalogue: Catalogue) -> tuple[Owner, str] | None:
    """The data owner a normalised text names, and the text without the name; the longest name wins."""
    names = [(alias, owner) for owner in catalogue.owners.values() for alias in owner.aliases]
    for alias, owner in sorted(names, key=lambda pair: -len(pair[0])):
        match = re.search(rf"\b{re.escape(alias)}\b", text)
        if match:
            return owner, f"{text[: match.start()]} {text[match.end() :]}"
    return None

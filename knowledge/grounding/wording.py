"""What a text claims, so that texts of both languages can be compared: words, numbers, names, and how it binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.documents import LANGUAGES, Language
from knowledge.grounding.figures import is_number_word, numbers_and_words
from knowledge.language.analyzer import STOP_WORDS, Term, default_analyzer, tokens
from knowledge.language.dates import MONTHS, month_number
from knowledge.language.function_words import fillers, function_words
from knowledge.language.messages import Messages
from knowledge.language.place_names import CITIES, COUNTRIES

_CLAIMS = Messages("knowledge.grounding", "claims.yaml")
_DIRECT = 0.1  # weight from which a translation counts as the word itself
_PIVOT = 0.5  # of translations in common, above which two words mean the same
_KIN = 0.8  # how much of a word such a one bears out
_REMEMBERED = 4096  # texts: those of some hundred passages

_MONTH = "|".join(sorted({name for names in MONTHS.values() for name in names}, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_RANGE = re.compile(rf"(?<![\w.])(\d{{1,2}})(?:\s?[–-]\s?| (?:sampai|hingga|dan|to|and) )(?=\d{{1,2}} (?:{_MONTH})\b)")
_DATES = (
    re.compile(rf"(?<![\w.]){_DAY} (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?(?!\w)"),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH}) {_DAY}(?!\d)(?:,? (?P<year>\d{{4}}))?(?!\w)"),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?(?!\w)"),
    re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\w-])"),
)
_WIDE = ("all", "only")
_MODAL = frozenset(("May",))  # a month only beside a day or year
_CODE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,]\d{1,2}){1,3}|\d{1,3}(?:\.\d{1,2})*\([a-z]\))(?![\w%]|[.,]\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\"']{1,300}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.I)
_DOMAIN = re.compile(
    r"(?<![\w@.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:org|com|net|id|int|asia|info|io)\b", re.I
)
_BEGINS = re.compile(r"[:|\t·]|(?<=[.!?:;“\"(])\s")  # where a word may have a capital without being a name
_NAME = re.compile(r"[^\W\d_][\w&’'-]*")
_OWN = re.compile(r"['’]s?(?!\w)|(?<=[A-Z])s(?!\w)")  # whose it is, and several of what is written in capitals
_EVERY_YEAR = re.compile(
    r"\b(?:setiap|tiap|every|each) (?:\w{1,12} )?(?:tahun|bulan|minggu|years?|months?|weeks?)\b", re.IGNORECASE
)  # how often, not how many
_HALF = re.compile(r"[-–/&]")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text claims. ``terms`` are its words that carry a topic, ``figures`` its numbers and dates in one form,
    ``counted`` the numbers with the unit they stand in, ``names`` words that only one thing is called by,
    ``own_names`` those of them that no dictionary knows, ``markers``
    how it binds (:mod:`claims.yaml`); ``stems`` and ``translated`` are what its terms are found by. ``denials`` is how
    often it denies, ``generalised`` how often it speaks of all or only. ``order`` are its words, numbers and commas as
    they follow each other."""

    text: str
    terms: tuple[Term, ...]
    figures: frozenset[str]
    counted: frozenset[tuple[str, str]]
    codes: frozenset[str]
    addresses: frozenset[str]
    names: frozenset[str]
    own_names: frozenset[str]
    markers: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]
    translated: dict[str, float]
    denials: int
    generalised: int
    language: Language
    order: tuple[str, ...]

    def bears(self, term: Term) -> float:
        """How much of a word this text holds: 1 the word or its translation, less a word that means nearly the same."""
        if is_number_word(term.word):
            return 1.0  # compared as a number
        if term.stem in self.stems or term.word in self.words or self.translated.get(term.stem, 0.0) >= _DIRECT:
            return 1.0
        if any(weight >= _DIRECT and stem in self.stems for stem, weight in term.translations):
            return 1.0
        kin = sum(min(weight, self.translated.get(stem, 0.0)) for stem, weight in term.translations)
        return _KIN if kin > _PIVOT else 0.0

    def names_it(self, name: str, language: Language) -> bool:
        """Whether a name stands here, in either language."""
        if name in self.words or default_analyzer().stem(name) in self.stems:
            return True
        terms = terms_of(name) if self.language != language else ()
        return bool(terms) and all(self.bears(term) >= _KIN for term in terms)


@lru_cache(_REMEMBERED)
def read_wording(text: str) -> Wording:
    """Read what a text claims."""
    figures, counted, rest = _figures(_OWN.sub("", text))
    named = dict(_names(rest))
    words = tokens(_OWN.sub("", text))
    terms = tuple(term for term in terms_of(rest) if not term.word[0].isdigit())
    translated: dict[str, float] = {}
    own = frozenset(name for name, is_own in named.items() if is_own)
    for term in terms:
        if term.word in own:
            continue  # an abbreviation does not say the words that it stands for
        for stem, weight in term.translations:
            translated[stem] = max(weight, translated.get(stem, 0.0))
    return Wording(
        text=text,
        terms=terms,
        figures=figures,
        counted=counted,
        codes=frozenset(code.replace(",", ".") for code in _CODE.findall(text)),
        addresses=frozenset(
            address.rstrip(".,;").lower() for address in (*_ADDRESS.findall(text), *_DOMAIN.findall(text))
        ),
        names=frozenset(named),
        own_names=own - _topics(),
        markers=frozenset(_markers(text)),
        words=frozenset(words),
        stems=frozenset(term.stem for term in terms) | {default_analyzer().stem(word) for word in words},
        translated=translated,
        denials=len(_denial().findall(_no_denial().sub(" ", text))),
        generalised=sum(
            len(pattern.findall(_EVERY_YEAR.sub(" ", text))) for name, pattern in _marked() if name in _WIDE
        ),
        language=_language(words),
        order=tuple(_ordered(rest)),
    )


@lru_cache(_REMEMBERED)
def terms_of(text: str) -> tuple[Term, ...]:
    """The words of a text that carry a topic."""
    left_out = fillers() | links()
    return tuple(term for term in default_analyzer().question(text) if term.word not in left_out)


def _figures(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]], str]:
    """Numbers and dates; the numbers with their units; and the text without dates."""
    found: set[str] = set()
    text = _RANGE.sub(lambda match: _both_days(match, text), text)
    for pattern in _DATES:
        text = pattern.sub(lambda match: _taken(match, found), text)
    stream = list(numbers_and_words(_spelled(text)))
    counted = set()
    for at, (value, is_number) in enumerate(stream):
        if is_number:
            found.add(value)
            unit = _unit(stream, at)
            if unit:
                counted.add((value, unit))
    return frozenset(found), frozenset(counted), text


def _language(words: Sequence[str]) -> Language:
    return max(LANGUAGES, key=lambda language: sum(word in function_words("document", language) for word in words))


def _ordered(text: str) -> Iterator[str]:
    """Words, numbers and commas of a text as they follow each other."""
    for part in re.split(r"([,;:.()|](?:\s|$)|[()])", _spelled(text)):
        if part.strip() in _BREAKS:
            yield ","
        else:
            for value, number in numbers_and_words(part):
                yield from (f"#{value}",) if number else tokens(value)


_BREAKS = frozenset(",;:.()|")


def _spelled(text: str) -> str:
    return text.replace("%", " persen ").replace("per cent", "persen")


def _unit(stream: Sequence[tuple[str, bool]], at: int) -> str:
    """The unit of a number: the word behind it, or a currency before it."""
    units = _units()
    if at and (before := units.get(stream[at - 1][0], "")) in _CURRENCIES:
        return before
    behind = [word for word, number in stream[at + 1 : at + 3] if not number]
    first = behind[1:2] if behind[:1] in (["us"], ["as"]) else behind[:1]  # one million US dollars
    return next((units[word] for word in first if word in units), "")


_CURRENCIES = frozenset(("dollar", "rupiah", "euro", "yen", "australian", "pesos"))


@lru_cache(1)
def _units() -> dict[str, str]:
    return {str(word): unit for unit, words in _CLAIMS.get("units").items() for word in words}


def _both_days(match: re.Match[str], text: str) -> str:
    """``12–13 Juli 2023`` as two dates."""
    rest = re.compile(rf"\d{{1,2}} ({_MONTH})(?: \d{{4}})?").match(text, match.end())
    return f"{match[1]}{rest[0][len(rest[0].split(' ', 1)[0]) :]}, " if rest else match[0]


def _taken(match: re.Match[str], found: set[str]) -> str:
    """Take a date out of the text: as itself, and as what may be said of it (its year, its month)."""
    parts = match.groupdict()
    name, year, day = parts["month"], parts.get("year") or "", parts.get("day") or ""
    number = int(name) if name.isdigit() else month_number(name)
    if number is None or not 1 <= number <= 12 or (name in _MODAL and not (year or day)):
        return match[0]
    month = f"{number:02d}"
    if day:
        found.update((f"--{month}-{int(day):02d}", *([f"{year}-{month}-{int(day):02d}"] if year else ())))
    if year:
        found.update((f"{year}-{month}", year))
    found.add(f"--{month}")
    return " , "


def _names(text: str) -> Iterator[tuple[str, bool]]:
    """Words that name one thing, written with a capital inside a sentence or known to no dictionary; each with whether
    it is a place, written in capitals or not known, so that it names nothing else."""
    lexicon = default_analyzer().lexicon
    begun = True
    for part in _BEGINS.split(text):
        for found in _NAME.findall(part):
            for half in _HALF.split(found):
                word = half.lower()
                if len(word) < 2 or word in STOP_WORDS | fillers() | links() or word in _claimed():
                    continue
                meant = [other for other, _ in lexicon.translate(word)]
                known = bool(meant) or word in lexicon.english
                placed = word in _places()
                acronym = sum(map(str.isupper, half)) > 1
                if placed or acronym or (half[0].isupper() and not (begun and (known or _formed(word)))):
                    yield word, placed or acronym or not known or word in meant
            begun = False
        begun = True


def _formed(word: str) -> bool:
    """Whether an unknown word is a form of one that is known."""
    lexicon, stem = default_analyzer().lexicon, default_analyzer().stem(word)
    return bool(lexicon.translate_stem(stem, english=False) or lexicon.translate_stem(stem, english=True))


@lru_cache(1)
def _places() -> frozenset[str]:
    return CITIES | COUNTRIES


@lru_cache(1)
def _topics() -> frozenset[str]:
    return frozenset(_CLAIMS.get("topics"))


@lru_cache(1)
def links() -> frozenset[str]:
    """Words that tie a sentence together and claim nothing."""
    return frozenset(_CLAIMS.get("links"))


@lru_cache(1)
def _claimed() -> frozenset[str]:
    """Single words that mark a claim."""
    groups: Iterable[Sequence[str]] = (
        *_CLAIMS.get("markers").values(),
        _CLAIMS.get("denial"),
        *_CLAIMS.get("weak").values(),
    )
    return frozenset(word for words in groups for word in words if " " not in word) | {"per"}


@lru_cache(1)
def _marked() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups = {**_CLAIMS.get("markers"), **_CLAIMS.get("weak"), "denial": _CLAIMS.get("denial")}
    for at, (one, other) in enumerate(_CLAIMS.get("opposites")):
        groups |= {f"+{at}": one, f"-{at}": other}
    for at, kind in enumerate(_CLAIMS.get("exclusive")):
        groups |= {f"={at}:{number}": words for number, words in enumerate(kind)}
    return tuple((name, _any_of(words)) for name, words in groups.items())


@lru_cache(1)
def _denial() -> re.Pattern[str]:
    return _any_of(_CLAIMS.get("denial"))


@lru_cache(1)
def _no_denial() -> re.Pattern[str]:
    return _any_of(_CLAIMS.get("no_denial"))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    written = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{written})(?:nya)?(?![\w-])", re.IGNORECASE)


def _markers(text: str) -> Iterator[str]:
    plain = _no_denial().sub(" ", text)
    counted = _EVERY_YEAR.sub(" ", plain)
    for name, pattern in _marked():
        if pattern.search(text if name[0] in "+-=" else counted):
            yield name

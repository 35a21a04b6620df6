"""Numbers and dates as a sheet shows them, by the format of their cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

_DIGITS = 15  # that a sheet keeps of a number
_LONGEST = 40  # digits that are written out; a longer number is told by its power
_MOST_FORMAT = 200  # characters
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,15})?)\]")
_BRACKET = re.compile(r"\[(?:\$([^\[\]-]{0,30}+)(?:-([^\[\]]{0,30}+))?|[^\[\]$]{0,30}+)\]")
_PARTS = re.compile(r'"([^"]*+)"|\\(.)|_.|\*.|(\[\$[^\[\]]{0,60}+\])|\[[^\[\]]{0,60}+\]|(.)', re.DOTALL)
_DATE_PARTS = re.compile(
    r"(yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|\[hh?\]|\[mm?\]|\[ss?\]|am/pm|a/p|\.0+)", re.I
)
_MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_INDONESIAN = re.compile(r"(?:id(?:-ID)?|(?:0{0,6}|38)0{0,3}421|x-sysdate|21)", re.IGNORECASE)
_ENGLISH = re.compile(r"(?:en(?:-\w{2})?|0{0,6}(?:4|8|10|18|34|44|48)09)", re.IGNORECASE)
_RUPIAH = re.compile(r"\bRp\b|\[\$(?:Rp|IDR)?-(?:id|(?:0{0,6}|38)0{0,3}421)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """How numbers of a workbook are written: the sign of the decimals and that of the thousands."""

    decimal: str = "."
    thousands: str = ","

    @classmethod
    def of(cls, formats: str) -> Signs:
        """Told from all formats of a workbook together: amounts in rupiah are written as in Indonesia.

        A file does not keep the language of the machine that it was made on, and all its numbers have to be written
        the same way, or 12.500 would be two numbers.
        """
        return cls(",", ".") if _RUPIAH.search(formats) else cls()


def general(value: float | int | Decimal, signs: Signs | None = None) -> str:
    """A number without a format, in full: as many digits as are kept, no power of ten."""
    signs = signs or Signs()
    if isinstance(value, float):
        try:
            value = Decimal(f"{value:.{_DIGITS}g}")
        except InvalidOperation:
            return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
            return f"{value:.10g}".replace(".", signs.decimal)
        text = f"{value:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return ("0" if text == "-0" else text).replace(".", signs.decimal)
    return str(value)


def shown(value: object, form: str, signs: Signs | None = None) -> str:
    """A value of a cell as the sheet shows it; ``form`` is the format of the cell."""
    signs = signs or Signs()
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() | date() | time() | timedelta():
            return _moment(value, form[:_MOST_FORMAT])
        case int() | float() | Decimal():
            return _number(value, form[:_MOST_FORMAT], signs)
        case _:
            return _text(str(value), form)


def _text(text: str, form: str) -> str:
    """A text, which a format of four sections may hide or add to."""
    sections = _sections(form)
    if len(sections) < 4 or "@" in sections[3]:
        return text
    return "" if not sections[3].strip() else text


def _sections(form: str) -> list[str]:
    """The sections of a format: for numbers above, below and of zero, and for text."""
    parts, start, quoted, at = [], 0, False, 0
    while at < len(form):
        character = form[at]
        if character == '"':
            quoted = not quoted
        elif character in "\\_*" and not quoted:
            at += 1
        elif character == ";" and not quoted:
            parts.append(form[start:at])
            start = at + 1
        at += 1
    return [*parts, form[start:]]


def _number(value: float | int | Decimal, form: str, signs: Signs) -> str:
    if not form or form.lower() in ("general", "standard", "@"):
        return general(value, signs)
    try:
        exact = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return str(value)
    if not exact.is_finite() or abs(exact.adjusted()) > _LONGEST:
        return general(exact, signs)
    section, number = _section(exact, _sections(form))
    if not section.strip():
        return ""
    return _filled(number, section, signs)


def _section(number: Decimal, sections: list[str]) -> tuple[str, Decimal]:
    """The section that shows a number, and the number as it stands there: with a section of its own a number below
    zero has no sign."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(number, condition[1], Decimal(condition[2])):
                return section, number
        return sections[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _holds(number: Decimal, sign: str, other: Decimal) -> bool:
    return {
        "<": number < other,
        "<=": number <= other,
        ">": number > other,
        ">=": number >= other,
        "=": number == other,
        "<>": number != other,
    }[sign]


def _filled(number: Decimal, section: str, signs: Signs) -> str:
    """A number in its section: the words around it, and its digits in the middle."""
    before: list[str] = []
    pattern: list[str] = []
    after: list[str] = []
    for found in _PARTS.finditer(section):
        literal, escaped, currency, plain = found.groups()
        if plain is not None and plain in "0#?.,/Ee" and (plain in "0#?" or pattern or (plain == "." and not before)):
            if after and plain in "0#?":  # words amid the digits, as in 0000-0000
                pattern += [f"\\{character}" for character in "".join(after)]
                after = []
            (after if after else pattern).append(plain)
            continue
        text = literal if literal is not None else escaped or _currency(currency) or plain or ""
        if found[0][:1] in "_*" and literal is None and escaped is None:
            text = " "
        (after if pattern else before).append(text)
    words_before, words_after = "".join(before), "".join(after)
    if "general" in section.lower() and not pattern:
        return " ".join(section.lower().replace("general", general(number, signs)).replace('"', "").split())
    digits = _digits(number, "".join(pattern), section, signs) if pattern else ""
    minus = digits.startswith("-")
    joined = f"{words_before}{digits.removeprefix('-')}{words_after}"
    return " ".join(f"{'-' if minus else ''}{joined.strip()}".split())


def _currency(part: str | None) -> str:
    found = _BRACKET.fullmatch(part) if part else None
    return found[1] or "" if found else ""


def _digits(number: Decimal, pattern: str, section: str, signs: Signs) -> str:
    if "E" in pattern.upper():
        return general(number, signs)
    if "/" in pattern:
        return _fraction(number, pattern)
    if "%" in re.sub(r'"[^"]*"|\\.', "", section):
        number *= 100
    whole, _, decimals = pattern.partition(".")
    bare = re.sub(r"\\.", "", whole)
    scale = len(decimals if decimals else bare) - len((decimals if decimals else bare).rstrip(","))
    number = number / (Decimal(1000) ** scale)
    places = sum(character in "0#?" for character in re.sub(r"\\.", "", decimals))
    least = len(re.sub(r"[^0#?]", "", decimals.rpartition("0")[0])) + ("0" in decimals)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign, text = ("-" if rounded < 0 else ""), f"{abs(rounded):f}"
    integer, _, part = text.partition(".")
    zeros = bare.count("0")
    integer = "" if integer == "0" and not zeros else integer.zfill(zeros)
    while len(part) > least and part.endswith("0"):
        part = part[:-1]
    if "\\" in whole:
        integer = _with_words(integer, whole)
    elif "," in bare.rstrip(","):
        integer = _grouped(integer, signs.thousands)
    point = signs.decimal if part else ""
    return f"{sign}{integer}{point}{part}" if integer or part else ""


def _grouped(digits: str, sign: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    return sign.join([*groups, *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _with_words(digits: str, pattern: str) -> str:
    """Digits put into a pattern with words amid them, from the right, as in a number of a telephone."""
    tokens = re.findall(r"\\.|[0#?]", pattern)
    left = list(digits)
    made: list[str] = []
    for token in reversed(tokens):
        if token.startswith("\\"):
            made.append(token[1])
        elif left:
            made.append(left.pop())
    return "".join([*left, *reversed(made)])


def _fraction(number: Decimal, pattern: str) -> str:
    below = pattern.rpartition("/")[2].strip()
    most = int(below) if below.isdecimal() and below.strip("0") else 10 ** min(max(len(below), 1), 4) - 1
    exact = Fraction(number).limit_denominator(most)
    whole, rest = divmod(abs(exact), 1)
    sign = "-" if exact < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}" if whole else f"{sign}{rest}"


def _moment(value: datetime | date | time | timedelta, form: str) -> str:
    """A date or a time. Dates of a format that each machine shows in its own way are written as ISO does."""
    if isinstance(value, timedelta):
        return _duration(value, form)
    pattern = _sections(form)[0]
    language = _language(pattern)
    bare = re.sub(r'"[^"]*"|\\.|\[\$[^\[\]]*\]', "", pattern).lower()
    named = "mmm" in bare or "ddd" in bare
    full = all(letter in bare for letter in "ymd")
    own = form.lower() in ("mm-dd-yy", "general", "m/d/yyyy h:mm", "m/d/yy h:mm") or not re.search(r"[ymdhs]", bare)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if "s" in bare and value.second else f"{value:%H:%M}"
    if own or (named and not language and full) or (named and not language and "ddd" in bare):
        return _iso(value)
    if named and not language:
        return f"{value:%Y-%m}" if "y" in bare else _iso(value)
    return _by_parts(value, pattern, language or "id")


def _iso(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")


def _duration(value: timedelta, form: str) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if "s" in form.lower() and rest else f"{sign}{hours}:{minutes:02}"


def _language(pattern: str) -> str:
    for found in _BRACKET.finditer(pattern):
        place = (found[2] or "").split(",")[0]
        if _INDONESIAN.fullmatch(place):
            return "id"
        if _ENGLISH.fullmatch(place):
            return "en"
    return ""


def _by_parts(value: date, pattern: str, language: str) -> str:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    halves = re.search(r"am/pm|a/p", pattern, re.IGNORECASE) is not None
    made: list[str] = []
    last = ""
    at = 0
    while at < len(pattern):
        literal = _PARTS.match(pattern, at)
        part = _DATE_PARTS.match(pattern, at)
        if part is not None:
            token = part[0].lower()
            after = _DATE_PARTS.search(pattern, part.end())
            minutes = token in ("m", "mm") and (
                last.strip("[]") in ("h", "hh") or (after is not None and after[0].lower().startswith("s"))
            )
            made.append(_part(moment, "minutes" if minutes else token, language, halves))
            last, at = token, part.end()
        elif literal is not None:
            quoted, escaped, _, plain = literal.groups()
            made.append(quoted if quoted is not None else escaped or plain or (" " if literal[0][:1] in "_*" else ""))
            at = literal.end()
        else:
            at += 1
    return " ".join("".join(made).split())


def _part(moment: datetime, token: str, language: str, halves: bool) -> str:
    months, days = _MONTHS[language], _DAYS[language]
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    match token.strip("[]"):
        case "yyyy" | "y":
            return f"{moment.year}"
        case "yy":
            return f"{moment.year % 100:02}"
        case "mmmm":
            return months[moment.month - 1]
        case "mmm":
            return months[moment.month - 1][:3]
        case "mmmmm":
            return months[moment.month - 1][:1]
        case "mm":
            return f"{moment.month:02}"
        case "m":
            return f"{moment.month}"
        case "dddd":
            return days[moment.weekday()]
        case "ddd":
            return days[moment.weekday()][:3]
        case "dd":
            return f"{moment.day:02}"
        case "d":
            return f"{moment.day}"
        case "hh":
            return f"{hour:02}"
        case "h":
            return f"{hour}"
        case "minutes":
            return f"{moment.minute:02}"
        case "ss" | "s":
            return f"{moment.second:02}"
        case "am/pm" | "a/p":
            return "AM" if moment.hour < 12 else "PM"
        case _:
            return ""

"""The cues of a question about indicators, from ``cues.yaml``: what tells which aspect is asked for, and what belongs
to the documents."""

from __future__ import annotations

import re
from typing import Final

from knowledge.language.patterns import Patterns

CUES: Final = Patterns("knowledge.indicators.questions", "cues.yaml")
_cue = CUES.pattern

NEAR = 60  # characters before a code or number in which its company is looked for
INDICATOR = _cue("indicator")
STANDARD = _cue("standard")
STANDARD_BEFORE = _cue("standard_before")
COMPARE = _cue("compare")
LOOKUP = _cue("lookup")
COUNT = _cue("count")
LIST = _cue("list")
SEVERAL = _cue("several")
ONLY_ONE = _cue("only_one")
MOST = _cue("most")
LOWER = _cue("lower")
CLASSES = _cue("classes")
THEME = _cue("theme")
MEANING = _cue("meaning")
FORMULA = _cue("formula")
PER_HEAD = _cue("per_head")
OR = _cue("or")
RELATION = _cue("relation")
ABSENT = _cue("absent")
NUMERATOR = _cue("numerator")
DENOMINATOR = _cue("denominator")
UNIT = _cue("unit")
HOLDER = _cue("holder")
SOURCE = _cue("source")
DATA = _cue("data")
VALUE = _cue("value")
ELSE_ASKED = _cue("else_asked")
JUDGE = _cue("judge")
DEFINE = _cue("define")
FOLLOW_UP = _cue("follow_up")
OTHERS = _cue("others")
AS_TABLE = _cue("as_table")
ALTERNATIVE = _cue("alternative")
HOW_MUCH = _cue("how_much")
MEASURED = _cue("measured")
_WHETHER = re.compile(r"^(?:apakah|apa)\b")
OTHER_SUBJECT = _cue("other_subject")
ABOUT_STANDARD = _cue("about_standard")
STANDARD_NAMES = {"37123": _cue("resilient_city"), "37120": _cue("quality_of_life")}
#: Basic data, or a unit, that several indicators share.
NEEDS = {
    "area": _cue("needs_area"),
    "budget": _cue("needs_budget"),
    "households": _cue("needs_households"),
    "population": _cue("needs_population"),
    "buildings": _cue("needs_buildings"),
    "days": _cue("needs_days"),
    "gigajoules": _cue("needs_gigajoules"),
}
_FOCUS = (FORMULA, NUMERATOR, DENOMINATOR, UNIT, HOLDER, JUDGE, DEFINE, CLASSES, SOURCE)


def asks_for_aspect(text: str) -> bool:
    """Whether a normalised question asks for one side of an indicator: its formula, unit, owner and the like."""
    return any(cue.search(text) for cue in _FOCUS)


def alternative_in(text: str) -> re.Match[str] | None:
    """The two things of which a normalised question asks which holds ("ton atau persen?"); None where something else is
    asked for, which the two only describe ("yang dibayar kartu atau qris masuk indikator mana?")."""
    found = ALTERNATIVE.search(text)
    if found is None or STANDARD.search(found[0]):  # which of two standards is another question
        return None
    if not MEASURED.search(text):  # "one on robots or driverless cars?"
        return None
    rest = _WHETHER.sub(" ", f"{text[: found.start()]} {text[found.end() :]}")
    return None if ELSE_ASKED.search(rest) or HOW_MUCH.search(rest) else found


def asks_for_one_side(text: str) -> bool:
    """Whether a text asks for one side of an indicator, or which of two things it is."""
    plain = text.lower()
    return asks_for_aspect(plain) or alternative_in(plain) is not None


def asks_of_those_told(text: str) -> bool:
    """Whether a text asks for a table, or for what else there is, of the indicators told of just before."""
    plain = text.lower()
    return bool(AS_TABLE.search(plain) or OTHERS.search(plain))


def just_before(pattern: re.Pattern[str], text: str, place: int) -> bool:
    """Whether what stands right before a place ends as a pattern says; a long text is not read again for each place."""
    return pattern.search(text, max(place - NEAR, 0), place) is not None

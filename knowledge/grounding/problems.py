"""What is wrong with a sentence beside one window of a passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from knowledge.grounding.ties import tied
from knowledge.grounding.windows import Window, contrasts
from knowledge.grounding.wording import Wording, read_wording

#: What is wrong with a sentence: it holds a number, date, code, name, address or unit that its passage does not; it
#: denies, binds or generalises otherwise; its words belong to others there, or are not there.
Problem = Literal[
    "number",
    "unit",
    "code",
    "name",
    "address",
    "denial",
    "modality",
    "quantity",
    "opposite",
    "tie",
    "words",
    "citation",
]

_WHOLE = 0.8  # share of a window's words that a sentence says, from which it should deny as often
_MEASURES = frozenset(("percent", "dollar", "rupiah", "euro", "yen", "australian", "pesos", "day", "month", "year"))
_BEGINNING = 5  # words that a sentence begins with
_SUBJECT = 3  # words in which it says of whom it speaks
_CONTEXT = 0.75  # how much of a word stands in what its passage is said under
_BY_CONTEXT = frozenset(("duty", "after", "before", "best", "worst"))  # what a heading or lead-in may say for its items
_STRICT = frozenset(
    ("all", "only", "least", "most", "never", "sure", "best", "worst", "before", "gratis", "direct", "duty")
)


def coverage(said: Wording, stands: Wording, around: Wording) -> float:
    """The share of the words of a sentence that a window holds, or what stands before it; 1 for a sentence without."""
    if not said.terms:
        return 1.0
    return sum(max(stands.bears(term), _CONTEXT * around.bears(term)) for term in said.terms) / len(said.terms)


def problems(said: Wording, stands: Wording, around: Wording, window: Window) -> Iterator[Problem]:
    """What a sentence claims otherwise than the window, or what is said around it, does.

    Args:
        said: the sentence.
        stands: the window.
        around: what the window is said under.
        window: the same, with its kind and heading.
    """
    missing = said.figures - (around if window.kind == "whole" else stands).figures
    if missing and (
        missing - around.figures or (window.kind in ("clause", "sentence") and stands.figures - said.figures)
    ):
        yield "number"
    if any(not _same_unit(number, unit, stands, around) for number, unit in said.counted):
        yield "unit"
    if said.codes - stands.codes - around.codes:
        yield "code"
    if said.addresses - stands.addresses - around.addresses:
        yield "address"
    yield from _name_problems(said, stands, around, window)
    yield from _claim_problems(said, stands, around, window)
    if window.kind == "whole":
        if any(coverage(said, read_wording(item), around) >= _WHOLE for item in window.statements):
            yield "tie"  # this item alone has to bear it out
    elif not tied(said, stands, read_wording(window.heading)):
        yield "tie"


def _same_unit(number: str, unit: str, stands: Wording, around: Wording) -> bool:
    """Whether a number stands with this unit; or with none that is known, where no other number has this unit."""
    counted = stands.counted | around.counted
    units = {other for value, other in counted if value == number}
    return unit in units or (not units and (unit not in _MEASURES or all(other != unit for _, other in counted)))


def _name_problems(said: Wording, stands: Wording, around: Wording, window: Window) -> Iterator[Problem]:
    if window.kind == "whole":
        if any(not read_wording(window.heading).names_it(name, said.language) for name in said.names):
            yield "name"
        return
    # In the other language a name made of words may be any of their translations.
    names = said.names if said.language == window.language else said.own_names
    foreign = [name for name in names if not stands.names_it(name, said.language)]
    if any(not around.names_it(name, said.language) for name in foreign):
        yield "name"
    elif foreign:
        # Another one may be spoken of there: where the sentence begins with its name, at the beginning.
        leading = window.kind in ("clause", "sentence") and all(name in said.order[:_BEGINNING] for name in foreign)
        there = [name for name in stands.names if not leading or name in stands.order[:_SUBJECT]]
        if any(not said.names_it(name, window.language) for name in there):
            yield "name"
    of_whom = [name for name in stands.own_names if name in stands.order[:_SUBJECT]]
    another = any(name in said.order[:_SUBJECT] and not stands.names_it(name, said.language) for name in said.own_names)
    subject = (name for name in of_whom if another or name not in around.words)
    if any(not said.names_it(name, window.language) for name in subject):
        yield "name"  # of whom it is said there


def _says_more(said: Wording, stands: Wording, other: str) -> bool:
    """Whether a sentence holds words of another text that the window does not."""
    beside = read_wording(other)
    return any(beside.bears(term) > stands.bears(term) for term in said.terms)


def _claim_problems(said: Wording, stands: Wording, around: Wording, window: Window) -> Iterator[Problem]:
    lead = read_wording(window.lead)
    denials = stands.denials + lead.denials  # of what a list is led in by
    if bool(said.denials) != bool(denials) or (said.denials != denials and coverage(stands, said, said) >= _WHOLE):
        yield "denial"
    elif _says_more(said, stands, window.without) or (
        not said.denials and read_wording(window.before).denials and _says_more(said, stands, window.before)
    ):
        yield "denial"  # that is what it is said not to be
    same = said.language == window.language
    if same and (stands.markers - said.markers) & {"before", "after"} and coverage(stands, said, said) >= _WHOLE:
        yield "opposite"
    context = around.markers & _BY_CONTEXT if window.kind in ("item", "row", "cell", "whole") else frozenset[str]()
    added = (said.markers - stands.markers - context) & _STRICT
    bound = {"duty", "leave"}
    wider = same and said.generalised > stands.generalised
    if "duty" in added or (said.markers & bound == {"leave"} and stands.markers & bound == {"duty"}):
        yield "modality"
    if "only" in added and contrasts(said.text) and contrasts(window.text):
        added -= {"only"}  # "only a help, not a rule" is "a help and not a rule"
        wider = False
    if added - {"duty"} or wider or ("some" in stands.markers and "some" not in said.markers):
        yield "quantity"
    for marker in said.markers:
        if marker[0] in "+-":
            other = f"{'-' if marker[0] == '+' else '+'}{marker[1:]}"
            if other in stands.markers and other not in said.markers and marker not in stands.markers:
                yield "opposite"
        elif marker[0] == "=" and marker not in stands.markers | around.markers:
            kind = marker.partition(":")[0]
            if any(other.partition(":")[0] == kind and other not in said.markers for other in stands.markers):
                yield "opposite"

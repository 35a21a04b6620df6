"""What stands within a block of a web page, as one reads it: raised and lowered signs, formulas, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import CData, NavigableString, PageElement

from ingest.loaders.html_numbers import numbers

MAX_DEPTH = 100  # tags within tags; each takes two frames of the stack
_RAISED = str.maketrans("0123456789+-−=()nia", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃ")
_LOWERED = str.maketrans("0123456789+-−=()aeoxijnkmpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓᵢⱼₙₖₘₚₛₜ")
_RAISABLE = re.compile(r"[\d+−=()n-]{1,12}|[ai]")
_LOWERABLE = re.compile(r"[\d+−=()-]{1,12}|[aeoxijnkmpst]")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|e|er|o|a|TM|SM|®|™|©)")
_NOTE = re.compile(r"[\[(]? ?(\d{1,3}) ?[\])]?")
_FIGURES = re.compile(r"\d[\d.,]{0,30}$")
_BASE = 20  # letters before a raised number in which the number that it may be the power of stands
_MOST_RAISED = 2  # figures of what is raised to a power; a raised number after a longer one is the mark of a note
_OF_NOTES = re.compile(r"(?:foot|end)?note|catatan|noteref|reference|fn", re.IGNORECASE)
_FORMULA = re.compile(r"math|latex|tex\b|equation|rumus|emoji", re.IGNORECASE)
_BROKEN = frozenset(
    {"p", "div", "li", "tr", "ul", "ol", "table", "dt", "dd", "section", "article", "blockquote", "pre", "hr"}
    | {"address", "figcaption", "details", "summary", "caption", "option", "fieldset", "legend"}
    | {f"h{level}" for level in range(1, 7)}
)
#: What holds no text of the page, or none that can be read.
UNREAD = frozenset({"rp", "wbr", "style", "svg", "canvas", "iframe", "embed", "video"})
_APART = frozenset({"td", "th"})
_COMPOUND = re.compile(r"[\s+−×·/=-]")
_SIGNS = re.compile(r"[+−=×÷·±<>≤≥≠≈→∈-]")


def text(tag: Tag) -> str:
    """All that a tag says, in one line."""
    return " ".join("".join(_parts(tag, 0)).split())


def lines(tag: Tag) -> list[str]:
    """The same, where it breaks lines; an empty one between two breaks."""
    return [" ".join(line.split()) for line in "".join(_parts(tag, 0)).split("\n")]


def raw(node: PageElement) -> str:
    """What one node says, its line breaks kept, other space as it stands."""
    if isinstance(node, NavigableString):
        return _SPACE.sub(" ", str(node)) if type(node) in (NavigableString, CData) else ""
    return "".join(_own(node, 0)) if isinstance(node, Tag) else ""


_SPACE = re.compile(r"\s++")


def superscript(digits: str) -> str:
    """Digits raised, as the mark of a note is."""
    return digits.translate(_RAISED)


def _parts(tag: Tag, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        yield _SPACE.sub(" ", tag.get_text(" "))
        return
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _own(child, depth)
        elif type(child) in (NavigableString, CData):
            yield str(child) if tag.name == "pre" else _SPACE.sub(" ", str(child))


def _own(tag: Tag, depth: int) -> Iterator[str]:
    name = tag.name
    if name == "br":
        yield "\n"
    elif name == "sup":
        yield _raised(tag, depth)
    elif name == "sub":
        yield _lowered("".join(_parts(tag, depth + 1)).strip())
    elif name == "math":
        yield f" {formula(tag)} "
    elif name == "q":
        yield from ("“", *_parts(tag, depth + 1), "”")
    elif name == "rt":
        yield from (" (", *_parts(tag, depth + 1), ") ")
    elif name == "script":
        yield f" {tag.get_text()} " if str(tag.get("type", "")).startswith("math/") else ""
    elif name == "img":
        yield _picture(tag)
    elif name == "input":
        yield f" {tag.get('value', '')} "
    elif name == "ol":
        shown = numbers(tag)
        for child in tag.find_all("li", recursive=False):
            yield from ("\n", shown.get(id(child), ""), " ", *_parts(child, depth + 1), "\n")
    elif name in _BROKEN:
        yield from ("\n", *_parts(tag, depth + 1), "\n")
    elif name in _APART:
        yield from (" ", *_parts(tag, depth + 1), " ")
    elif name not in UNREAD:
        yield from _parts(tag, depth + 1)


def _picture(tag: Tag) -> str:
    """A picture that stands for a sign or a formula, as its text says it."""
    alternative = " ".join(str(tag.get("alt", "")).split())
    classes = " ".join(tag.get_attribute_list("class")) if tag.has_attr("class") else ""
    return alternative if 0 < len(alternative) <= 2 or (classes and _FORMULA.search(classes)) else ""


def _raised(tag: Tag, depth: int) -> str:
    """A raised sign as one: an exponent, or the mark of a note, which is a raised number too."""
    said = " ".join("".join(_parts(tag, depth + 1)).split())
    before = tag.previous_sibling
    base = _FIGURES.search(str(before)[-_BASE:]) if isinstance(before, NavigableString) else None
    note = _NOTE.fullmatch(said)
    if note and (said != note[1] or _is_note(tag) or (base and (said == "1" or len(base[0]) > _MOST_RAISED))):
        return f" {superscript(note[1])}" if base else superscript(note[1])
    if said in ("o", "O", "0") and _follows(tag, "CF"):
        return "°"
    if _RAISABLE.fullmatch(said):
        return said.translate(_RAISED)
    if not said or _ORDINAL.fullmatch(said) or not said[0].isalnum():
        return said
    return f"^{said}" if len(said) == 1 else f"^({said})" if _COMPOUND.search(said) and len(said) < 20 else f" {said}"


def _is_note(tag: Tag) -> bool:
    """Whether a raised number refers to a note: it is a link, or is called one."""
    for one in (tag, tag.parent, tag.find(["a", "span"])):
        if isinstance(one, Tag):
            named = " ".join((*map(str, one.get_attribute_list("class")), str(one.get("id", "")), str(one.get("role"))))
            if one.name == "a" or _OF_NOTES.search(named):
                return True
    return False


def _follows(tag: Tag, letters: str) -> bool:
    following = tag.next_sibling
    return isinstance(following, NavigableString) and str(following)[:1] in tuple(letters)


def _lowered(said: str) -> str:
    if _LOWERABLE.fullmatch(said):
        return said.translate(_LOWERED)
    return f"_{said}" if said else ""


def formula(tag: Tag, depth: int = 0) -> str:
    """A formula of MathML in a line: ``A/B × 100``, ``x²``, ``√(a + b)``, ``∑_(i=1)^n xᵢ``."""
    if depth > MAX_DEPTH:
        return " ".join(tag.get_text(" ").split())
    kids = [child for child in tag.children if isinstance(child, Tag)]
    name = tag.name.rpartition(":")[2]
    if name in ("annotation", "annotation-xml", "mphantom", "none", "mprescripts"):
        return ""
    if not kids:
        said = " ".join(tag.get_text().split())
        if name == "mo" and _SIGNS.fullmatch(said):
            return f" {'−' if said == '-' else said} "
        return f"{said} " if said in (",", ";") else said
    if name in ("semantics", "maction"):
        return formula(kids[0], depth + 1)
    return _composed(tag, name, [formula(kid, depth + 1) for kid in kids])


def _composed(tag: Tag, name: str, parts: list[str]) -> str:
    """A formula from its parts."""
    said = [part.strip() for part in parts]
    if name == "mfrac" and len(said) == 2:
        return f"{_grouped(said[0])}/{_grouped(said[1])}"
    if name in ("msup", "mover") and len(said) == 2:
        return _grouped(said[0]) + _script("^", said[1])
    if name in ("msub", "munder") and len(said) == 2:
        return _grouped(said[0]) + _script("_", said[1])
    if name in ("msubsup", "munderover") and len(said) == 3:
        return f"{_grouped(said[0])}{_script('_', said[1])}{_script('^', said[2])} "
    if name == "msqrt":
        return f"√({' '.join(said)})"
    if name == "mroot" and len(said) == 2:
        return f"{superscript(said[1]) if said[1].isdigit() else said[1]}√({said[0]})"
    if name == "mtable":
        return "; ".join(said)
    if name == "mtr":
        return ", ".join(said)
    if name == "mfenced":
        return f"{tag.get('open', '(')}{', '.join(said)}{tag.get('close', ')')}"
    return " ".join("".join(parts).split())


def _grouped(said: str) -> str:
    whole = said.startswith("(") and said.endswith(")") and said.find("(", 1) < 0
    return f"({said})" if _COMPOUND.search(said) and not whole else said


def _script(mark: str, said: str) -> str:
    raised = mark == "^"
    if (_RAISABLE if raised else _LOWERABLE).fullmatch(said):
        return said.translate(_RAISED if raised else _LOWERED)
    return f"{mark}{_grouped(said)}" if said else ""

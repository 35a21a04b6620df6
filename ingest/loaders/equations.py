"""Equations of Office files (OMML) written on one line, as ``(a + b)/c × 100``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_DEPTH = 60
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_RAISABLE = frozenset("0123456789+-−=()ni")
_SIMPLE = re.compile(r"[\w.,%°′∞\u0300-\u036f]*+")
_LETTERS_OF_MATH = re.compile("[\U0001d400-\U0001d7ff]")
_APART = re.compile(r"([=≠≈≡≤≥×÷])")
_ACCENTS = {"\u0302": "\u0302", "\u0303": "\u0303", "\u0304": "\u0304", "\u0305": "\u0304", "\u00af": "\u0304"}


def raised(text: str) -> str:
    """A raised text: digits and signs as the raised ones that letters have, ``10⁶``; other letters as they are."""
    return text.translate(_RAISED) if text and set(text) <= _RAISABLE and not text.isalpha() else text


def written(element: Any, run: Callable[[Any], str] | None = None) -> str:
    """An equation (``m:oMath`` or ``m:oMathPara``) as text.

    Args:
        element: the element of the equation.
        run: what an ordinary run of the document within it shows.
    """
    return " ".join(_APART.sub(r" \1 ", _Writer(run).all(element, 0)).split())


class _Writer:
    def __init__(self, run: Callable[[Any], str] | None) -> None:
        self._run = run

    def all(self, element: Any, depth: int) -> str:
        return "".join(self._one(child, depth + 1) for child in element) if depth < _MOST_DEPTH else ""

    def _one(self, element: Any, depth: int) -> str:
        if not isinstance(element.tag, str):
            return ""
        space, _, name = element.tag[1:].rpartition("}")
        if space == _WORD:
            if name in ("del", "moveFrom", "rPr"):
                return ""
            return self._run(element) if name == "r" and self._run else self.all(element, depth)
        if space != MATH:
            return ""
        if name.endswith("Pr"):
            return ""
        writer = getattr(self, f"_{name}", None)
        return writer(element, depth) if writer is not None else self.all(element, depth)

    def _part(self, element: Any, name: str, depth: int) -> str:
        found = element.find(f"{{{MATH}}}{name}")
        return self.all(found, depth).strip() if found is not None else ""

    def _parts(self, element: Any, name: str, depth: int) -> list[str]:
        return [self.all(found, depth).strip() for found in element.findall(f"{{{MATH}}}{name}")]

    def _oMath(self, element: Any, depth: int) -> str:
        return f" {self.all(element, depth)} "

    def _r(self, element: Any, depth: int) -> str:
        text = "".join(part.text or "" for part in element.iter(f"{{{MATH}}}t", f"{{{_WORD}}}t"))
        return _LETTERS_OF_MATH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)

    def _f(self, element: Any, depth: int) -> str:
        above, below = self._part(element, "num", depth), self._part(element, "den", depth)
        if _property(element, "f", "type") == "noBar":
            return f"({above} {below})"
        return f"{_enclosed(above)}/{_enclosed(below)}"

    def _sSup(self, element: Any, depth: int) -> str:
        return _enclosed(self._part(element, "e", depth)) + _over(self._part(element, "sup", depth))

    def _sSub(self, element: Any, depth: int) -> str:
        return self._part(element, "e", depth) + _under(self._part(element, "sub", depth))

    def _sSubSup(self, element: Any, depth: int) -> str:
        sub, sup = self._part(element, "sub", depth), self._part(element, "sup", depth)
        return self._part(element, "e", depth) + _under(sub) + _over(sup)

    def _sPre(self, element: Any, depth: int) -> str:
        sub, sup = self._part(element, "sub", depth), self._part(element, "sup", depth)
        return _under(sub) + _over(sup) + self._part(element, "e", depth)

    def _rad(self, element: Any, depth: int) -> str:
        degree, inside = self._part(element, "deg", depth), self._part(element, "e", depth)
        root = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree, f"{raised(degree)}√")
        return f"{root}{_enclosed(inside)}"

    def _nary(self, element: Any, depth: int) -> str:
        sign = _property(element, "nary", "chr") or "∫"
        sub, sup = self._part(element, "sub", depth), self._part(element, "sup", depth)
        return f"{sign}{_under(sub)}{_over(sup, always=True)} {self._part(element, 'e', depth)}"

    def _d(self, element: Any, depth: int) -> str:
        begin = _property(element, "d", "begChr", "(")
        end, between = _property(element, "d", "endChr", ")"), _property(element, "d", "sepChr", "|")
        return f"{begin}{between.join(self._parts(element, 'e', depth))}{end}"

    def _func(self, element: Any, depth: int) -> str:
        name, argument = self._part(element, "fName", depth), self._part(element, "e", depth)
        return f"{name}{argument}" if argument.startswith(("(", "[", "{")) else f"{name} {argument}"

    def _limLow(self, element: Any, depth: int) -> str:
        return self._part(element, "e", depth) + _under(self._part(element, "lim", depth))

    def _limUpp(self, element: Any, depth: int) -> str:
        return self._part(element, "e", depth) + _over(self._part(element, "lim", depth), always=True)

    def _acc(self, element: Any, depth: int) -> str:
        sign, inside = _property(element, "acc", "chr") or "\u0302", self._part(element, "e", depth)
        return f"{inside}{_ACCENTS.get(sign, sign)}" if len(inside) == 1 else _enclosed(inside) + sign

    def _bar(self, element: Any, depth: int) -> str:
        inside = self._part(element, "e", depth)
        return f"{inside}\u0304" if len(inside) == 1 else inside

    def _m(self, element: Any, depth: int) -> str:
        return "; ".join(", ".join(self._parts(row, "e", depth)) for row in element.findall(f"{{{MATH}}}mr"))

    def _eqArr(self, element: Any, depth: int) -> str:
        return "; ".join(part.replace("&", "") for part in self._parts(element, "e", depth))

    def _phant(self, element: Any, depth: int) -> str:
        return "" if _property(element, "phant", "show", "1") in ("0", "off", "false") else self.all(element, depth)


def written_mathml(element: Any) -> str:
    """An equation in MathML as text."""
    return " ".join(_APART.sub(r" \1 ", _mathml(element, 0)).split())


def _mathml(element: Any, depth: int) -> str:
    if not isinstance(element.tag, str) or depth > _MOST_DEPTH:
        return ""
    name = element.tag.rpartition("}")[2]
    if name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    parts = [_mathml(child, depth + 1).strip() for child in element if isinstance(child.tag, str)]
    match name, parts:
        case ("mfrac", [above, below]):
            return f"{_enclosed(above)}/{_enclosed(below)}"
        case ("msup" | "mover", [base, over]):
            return _enclosed(base) + _over(over)
        case ("msub" | "munder", [base, under]):
            return base + _under(under)
        case ("msubsup" | "munderover", [base, under, over]):
            return f"{base}{_under(under)}{_over(over, always=True)} "
        case ("msqrt", _):
            return f"√{_enclosed(''.join(parts))}"
        case ("mroot", [inside, degree]):
            return f"{raised(degree)}√{_enclosed(inside)}"
        case ("mtable", _):
            return "; ".join(parts)
        case ("mtr", _):
            return ", ".join(parts)
        case ("mtext", _):
            return f" {element.text or ''} "
        case _:
            return " ".join((element.text or "").split()) + "".join(parts)


def _property(element: Any, name: str, wanted: str, default: str = "") -> str:
    found = element.find(f"{{{MATH}}}{name}Pr/{{{MATH}}}{wanted}")
    return str(found.get(f"{{{MATH}}}val", "")) if found is not None else default


def _enclosed(text: str) -> str:
    """In brackets unless it is one thing already."""
    return text if _SIMPLE.fullmatch(text) or _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets encloses it all."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return character == ")" and at == len(text) - 1
    return False


def _over(text: str, *, always: bool = False) -> str:
    small = raised(text)
    if not text or (small != text and not always):
        return small
    return f"^{_enclosed(text)}"


def _under(text: str) -> str:
    return f"_{_enclosed(text)}" if text else ""

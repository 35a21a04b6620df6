"""What is counted: people, an area, things. A figure of one kind is no numerator or denominator of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from knowledge.indicators.questions.quantities import Quantity
from knowledge.indicators.questions.terms import WORD

Kind = Literal[
    "people", "students", "teachers", "households", "area", "length", "money", "buildings", "routes", "things", ""
]

_WORDS: Final[dict[Kind, str]] = {
    "people": "penduduk jiwa warga orang populasi penduduknya warganya residents people population inhabitants",
    "students": "siswa murid pelajar siswanya muridnya students pupils student",
    "teachers": "guru gurunya teachers teacher",
    "households": "rt kk keluarga households household",
    "area": "luas luasnya area",
    "money": "anggaran apbd rupiah budget belanja",
    "buildings": "bangunan gedung buildings building",
    "routes": "trayek rute koridor routes",
    "things": "titik kamera cctv stasiun sensor alat lampu kendaraan mobil bus halte kios laptop komputer perangkat "
    "hotspot points cameras stations sensors lamps vehicles cars buses devices laptops computers",
}  # fmt: skip
_KIND: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_HOUSEHOLDS: Final = re.compile(r"\brumah tangga(?:nya)?\b")
_MEASURED: Final = re.compile(r"\((?P<area>km2|m2|hektare)\)|\((?P<length>km)\)|^panjang\b")
_NEAR: Final = 3  # words on either side of a figure that may say what it counts
_SAME: Final[tuple[frozenset[Kind], ...]] = (frozenset({"people", "students", "teachers"}),)


def kind_of(text: str, quantities: Sequence[Quantity], index: int) -> Kind:
    """What a figure of a normalised text counts, by its unit or the words beside it; "" where nothing tells."""
    quantity = quantities[index]
    if quantity.unit is not None:
        dimension = quantity.unit.dimension
        return "area" if dimension == "area" else "length" if dimension == "length" else ""
    left = quantities[index - 1].end if index else 0
    right = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    after = WORD.findall(re.split(r"[,;.?!](?:\s|$)", _plain(text[quantity.end : right]))[0])[:_NEAR]
    before = WORD.findall(re.split(r"[,;.?!]\s", _plain(text[left : quantity.start]))[-1])[-_NEAR:]
    return _first(after[:1]) or _first(reversed(before)) or _first(after)


def kind_of_role(text: str) -> Kind:
    """What a numerator or denominator counts, in Indonesian; "" where it is none of the kinds."""
    plain = _plain(text.lower())
    if measured := _MEASURED.search(plain):
        return "area" if measured["area"] else "length"
    return _first(WORD.findall(plain))


def kind_named(words: str) -> Kind:
    """What these words say is counted: ``siswa``, ``rumah tangga``; "" where they are none of the kinds."""
    return _first(WORD.findall(_plain(words)))


def same_kind(one: Kind, other: Kind) -> bool:
    """Whether two kinds may be meant by the same figure; what is not told may be anything."""
    return not one or not other or one == other or any({one, other} <= group for group in _SAME)


def _plain(text: str) -> str:
    return _HOUSEHOLDS.sub("households", text)


def _first(words: Iterable[str]) -> Kind:
    return next((_KIND[word] for word in words if word in _KIND), "")

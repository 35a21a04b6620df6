"""Numbers and letters in front of paragraphs: which of them are clauses a citation can name."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.structure.pieces import Piece

# "10.ENCOURAGE" lacks the space only.
NUMBER = re.compile(r"(\d{1,3})(?:(?:[.)][\t ]+|\t)(?=\S)|[.)](?=[A-Z]{3}))")
LETTER = re.compile(r"\(?([a-z])[.)][\t ]+(?=\S)")
PARAGRAPH = re.compile(r"(?:Ayat )?\((\d{1,2}[a-z]?)\)[\t ]+(?=\S)")
# No part of a clause begins with a nought: "08.00 WIB" is a time, "2.15.02 Perhubungan" the code of an account.
DECIMAL = re.compile(r"([1-9]\d?(?:\.[1-9]\d?){1,4})\.?[\t ]+(?=[A-Z(“\"])(?!WIB\b|WITA\b|WIT\b)")
# What no clause before it goes on to: annexes, the place and date of signing, the list of who gets a copy.
ANNEX = re.compile(
    r"(?:SALINAN )?(?:LAMPIRAN|PENJELASAN|ANNEX(?:ES)?|APPENDI(?:X|CES)|TEMBUSAN(?!\s*:\s*\w))\b(?![^.]{0,40}\.{4})"
)
END = re.compile(
    r"(?:(?:Ditetapkan|Diundangkan|Dikeluarkan|Disahkan|Ditandatangani|Dibuat) di|DI(?:TETAPKAN|UNDANGKAN|KELUARKAN) DI"
    r"|Demikian(?:lah)?|Tembusan|Salinan sesuai|Agar setiap orang|Mengetahui[,:]?$"
    r"|Lampiran (?:[IVX\d]+|Surat|Keputusan|Peraturan|Instruksi)|(?:Done|Adopted|Signed) (?:at|in)|IN WITNESS)\b"
)
_ADDRESSED = re.compile(
    r"(?:Tembusan|TEMBUSAN|Kepada(?: Yth)?|Yth|Daftar (?:Penerima|Undangan)|Copies? to|Cc|To)\b[^.]{0,60}[.:]*$"
)
_ROMAN_PART = re.compile(r"([IVX]{1,6})\.[\t ]+(?=[A-Z])")
_LETTER_PART = re.compile(r"([A-Z])\.[\t ]+(?=[A-Z])")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_GOES_ON = re.compile(r"(?:[;,]|\b(?:dan|atau|serta|and|or))$")
MIN_RUN = 5  # numbered paragraphs in sequence; fewer are a list
MIN_WORDS = 12  # on average, with the items below them; fewer are a list
MAX_PART_WORDS = 20
_SAME_INDENT = 4.0  # points


@dataclass(slots=True)
class _Run:
    """Paragraphs numbered in sequence."""

    last: int
    members: list[int]
    outermost: bool
    indent: float | None
    headings: int  # how many stood before its last member
    begun: int  # and before its first
    words: int = 0
    lengths: list[int] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)

    def is_clauses(self) -> bool:
        return len(self.members) >= MIN_RUN and self.words >= MIN_WORDS * len(self.members)

    def is_ended(self) -> bool:
        """Whether its last item ends a list whose items end with ``;``."""
        return len(self.endings) > 1 and self.endings[-1].endswith(".") and bool(_GOES_ON.search(self.endings[-2]))

    def is_open(self) -> bool:
        """Whether its last item ends with ``;`` or ``dan``, so that another one follows."""
        return bool(self.endings) and _GOES_ON.search(self.endings[-1]) is not None


def numbered(pieces: Sequence[Piece]) -> set[int]:
    """Places of the paragraphs whose number is a clause: long sequences of long paragraphs, not short lists."""
    return set(labels(pieces))


def labels(pieces: Sequence[Piece], parts: Mapping[int, str] | None = None) -> dict[int, str]:
    """The numbers that are clauses, by place.

    Numbered lists within a clause start at one again, so several sequences may be open at once. Under ``parts`` that
    are numbered themselves every outermost sequence counts, and is named with its part where it starts anew in each:
    ``II.1``. Lists of addressees are none.
    """
    parts = parts or {}
    runs: list[_Run] = []
    open_runs: list[_Run] = []
    waiting: dict[int, list[_Run]] = defaultdict(list)  # open ones by their last number, the innermost last
    part, addressed, headings = "", False, 0
    part_of: dict[int, str] = {}
    for place, piece in enumerate(pieces):
        match = NUMBER.match(piece.text) if piece.kind in ("paragraph", "heading") else None
        words = len(piece.text.split())
        headings += piece.kind == "heading" and not match
        if place in parts:
            part = parts[place]
        elif piece.kind != "table" and (ANNEX.match(piece.text) or END.match(piece.text)):
            part = ""
            open_runs.clear()
            waiting.clear()
        part_of[place] = part
        if _ADDRESSED.match(piece.text) and words <= 12:
            addressed = True
        elif place in parts or piece.kind == "heading" or (not match and words >= MIN_WORDS):
            addressed = False
        if match and not addressed:
            number = int(match[1])
            run = _chosen(waiting[number - 1], piece)
            if run is not None:
                waiting[number - 1].remove(run)
                while open_runs[-1] is not run:
                    inner = open_runs.pop()
                    waiting[inner.last] = [other for other in waiting[inner.last] if other is not inner]
                run.last, run.headings = number, headings
                run.members.append(place)
            elif number <= 2:
                outermost = not any(part_of[other.members[-1]] == part for other in open_runs)
                run = _Run(number, [place], outermost, piece.indent, headings, headings)
                runs.append(run)
                open_runs.append(run)
            if run is not None:
                waiting[number].append(run)
                run.lengths.append(words)
                run.endings.append(piece.text.rstrip()[-8:])
        if open_runs and piece.kind != "table":
            open_runs[-1].words += words
    found: dict[int, str] = {}
    for run in runs:
        within = {part_of[place] for place in run.members}
        part = within.pop() if len(within) == 1 else ""
        if run.is_clauses() or (part and run.outermost):
            for number, place in enumerate(run.members, run.last - len(run.members) + 1):
                found[place] = f"{part}.{number}" if part else str(number)
    return found


def _chosen(waiting: Sequence[_Run], piece: Piece) -> _Run | None:
    """The sequence that a number goes on with: usually the innermost, unless that list is at its end."""
    if len(waiting) < 2:
        return waiting[0] if waiting else None
    inner = waiting[-1]
    # A list within a clause stands below no heading of its own.
    waiting = [run for run in waiting if run is inner or run.headings == inner.begun]
    if len(waiting) < 2:
        return inner
    outer = waiting[-2]
    indents = [run.indent for run in (inner, outer) if run.indent is not None]
    if piece.indent is not None and len(indents) == 2 and abs(indents[0] - indents[1]) > _SAME_INDENT:
        place = piece.indent
        return min(reversed(waiting), key=lambda run: abs((run.indent or 0.0) - place))
    if inner.is_open():
        return inner
    if inner.is_ended():
        return outer
    length = len(piece.text.split())
    return min(reversed(waiting), key=lambda run: _unlike(run.lengths, length))


def _unlike(lengths: Sequence[int], length: int) -> float:
    return abs(math.log((sum(lengths) / len(lengths) + 1) / (length + 1)))


def titled_parts(pieces: Sequence[Piece]) -> dict[int, str]:
    """Places of short paragraphs numbered ``I.``, ``II.`` or ``A.``, ``B.`` in sequence, with their numbers."""
    for pattern, names in ((_ROMAN_PART, _ROMANS), (_LETTER_PART, tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))):
        found: dict[int, str] = {}
        for place, piece in enumerate(pieces):
            match = pattern.match(piece.text) if piece.kind in ("paragraph", "heading") else None
            if not match or len(piece.text.split()) > MAX_PART_WORDS or len(found) >= len(names):
                continue
            if match[1] == names[len(found)] and _is_title(piece, match.end()):
                found[place] = match[1]
        if len(found) >= 2:
            return found
    return {}


def _is_title(piece: Piece, start: int) -> bool:
    return piece.kind == "heading" or piece.text[start:].isupper() or piece.text.rstrip()[-1] not in ".;,:"

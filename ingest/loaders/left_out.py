"""What of an Office file was not read, counted by kind, with a sentence for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ingest.errors import Notice
from ingest.loaders.loaded import Coverage
from ingest.structure.pieces import Piece

Kind = Literal[
    "picture", "chart", "drawing", "embedded", "equation", "chunk", "comment", "change", "hidden", "struck", "formula",
    "wide_column", "hidden_row", "hidden_column", "hidden_sheet", "hidden_slide", "media", "coloured",
]  # fmt: skip
_MAX_PLACES = 8
# What a reader of the file sees and we do not understand; the others are rightly left out.
_NOT_UNDERSTOOD: tuple[Kind, ...] = (
    "picture", "chart", "drawing", "embedded", "equation", "chunk", "comment", "formula", "wide_column", "media",
    "coloured",
)  # fmt: skip
# In Indonesian; in English for one and for several.
_SENTENCES: dict[Kind, tuple[str, str, str]] = {
    "picture": (
        "{} gambar tidak dibaca{}; bila memuat teks, ketik ulang teksnya.",
        "{} picture was not read{}; if it holds text, type it out.",
        "{} pictures were not read{}; if they hold text, type it out.",
    ),
    "chart": ("{} grafik tidak dibaca{}.", "{} chart was not read{}.", "{} charts were not read{}."),
    "drawing": ("{} diagram tidak dibaca{}.", "{} diagram was not read{}.", "{} diagrams were not read{}."),
    "embedded": (
        "{} berkas atau objek sisipan tidak dibaca{}; kirim sebagai berkas tersendiri.",
        "{} embedded file or object was not read{}; send it as a file of its own.",
        "{} embedded files or objects were not read{}; send them as files of their own.",
    ),
    "equation": (
        "{} rumus dari penyunting rumus lama tidak dibaca{}.",
        "{} equation of an old equation editor was not read{}.",
        "{} equations of an old equation editor were not read{}.",
    ),
    "chunk": (
        "{} bagian yang disisipkan dari berkas lain tidak dibaca{}; buka dengan Word dan simpan ulang.",
        "{} part that is inserted from another file was not read{}; open it with Word and save it again.",
        "{} parts that are inserted from other files were not read{}; open it with Word and save it again.",
    ),
    "comment": ("{} komentar tidak dibaca{}.", "{} comment was not read{}.", "{} comments were not read{}."),
    "change": (
        "{} perubahan terlacak{} dibaca seperti sudah diterima.",
        "{} tracked change{} was read as accepted.",
        "{} tracked changes{} were read as accepted.",
    ),
    "hidden": (
        "Teks tersembunyi dilewati di {} tempat{}.",
        "Hidden text was left out in {} place{}.",
        "Hidden text was left out in {} places{}.",
    ),
    "struck": (
        "Teks yang dicoret dilewati di {} tempat{}.",
        "Struck-out text was left out in {} place{}.",
        "Struck-out text was left out in {} places{}.",
    ),
    "formula": (
        "{} rumus tidak menyimpan nilai{}, jadi selnya kosong; buka dengan Excel dan simpan ulang.",
        "{} formula has no stored value{}, so its cell is empty; open the file with Excel and save it again.",
        "{} formulas have no stored value{}, so their cells are empty; open the file with Excel and save it again.",
    ),
    "wide_column": (
        "{} kolom di luar batas tidak dibaca{}.",
        "{} column beyond the limit was not read{}.",
        "{} columns beyond the limit were not read{}.",
    ),
    "hidden_row": (
        "{} baris tersembunyi dilewati{}.",
        "{} hidden row was left out{}.",
        "{} hidden rows were left out{}.",
    ),
    "hidden_column": (
        "{} kolom tersembunyi dilewati{}.",
        "{} hidden column was left out{}.",
        "{} hidden columns were left out{}.",
    ),
    "hidden_sheet": (
        "{} lembar tersembunyi dilewati{}.",
        "{} hidden sheet was left out{}.",
        "{} hidden sheets were left out{}.",
    ),
    "hidden_slide": (
        "{} salindia tersembunyi dilewati{}.",
        "{} hidden slide was left out{}.",
        "{} hidden slides were left out{}.",
    ),
    "media": (
        "{} rekaman suara atau video tidak dibaca{}.",
        "{} sound or video recording was not read{}.",
        "{} sound or video recordings were not read{}.",
    ),
    "coloured": (
        "{} sel kosong berkata sesuatu hanya dengan warnanya{}, yang tidak dibaca; tulis artinya di dalam sel.",
        "{} empty cell says something by its colour alone{}, which is not read; write in it what it means.",
        "{} empty cells say something by their colour alone{}, which is not read; write in them what it means.",
    ),
}


class LeftOut:
    """Counts what a loader does not read, while it reads."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._places: dict[Kind, dict[str, None]] = {}
        self._not_understood: Counter[str] = Counter()  # by sheet or slide

    def add(self, kind: Kind, place: str = "", count: int = 1) -> None:
        """Something was not read, in a place that people know (a slide, a sheet, a cell)."""
        self._counts[kind] += count
        if kind in _NOT_UNDERSTOOD:
            self._not_understood[place.partition("!")[0]] += count
        known = self._places.setdefault(kind, {})
        if place and len(known) <= _MAX_PLACES:
            known[place] = None

    def coverage(self, pieces: Sequence[Piece], pages: Mapping[int, str] | None = None) -> Coverage:
        """How much of a file with these pieces was not understood, by its parts.

        Args:
            pieces: all that was read of it.
            pages: the place, as it was told to :meth:`add`, of each page, where the pieces have pages.
        """
        read: Counter[int | None] = Counter()
        for piece in pieces:
            read[piece.page] += _parts(piece)
        unread = {page: self._not_understood[place] for page, place in (pages or {}).items()}
        shares = {page: count / (count + read[page]) for page, count in unread.items() if count}
        every = self._not_understood.total()
        return replace(Coverage.of_pages(shares, 1), unread=round(every / max(every + read.total(), 1), 3))

    def notices(self) -> tuple[Notice, ...]:
        """A sentence for each kind, the first places named."""
        return tuple(self._notice(kind) for kind in _SENTENCES if self._counts[kind] > 0)

    def _notice(self, kind: Kind) -> Notice:
        known, count = list(self._places[kind]), self._counts[kind]
        shown = [*known[:_MAX_PLACES], "…"] if len(known) > _MAX_PLACES else known
        where = f" ({', '.join(shown)})" if shown else ""
        indonesian, one, several = _SENTENCES[kind]
        return Notice(indonesian.format(count, where), (one if count == 1 else several).format(count, where))


def _parts(piece: Piece) -> int:
    """What a piece counts: a table its cells."""
    if piece.kind != "table":
        return 1
    return sum(bool(cell.strip()) for row in piece.text.splitlines() for cell in row.strip().strip("|").split("|"))

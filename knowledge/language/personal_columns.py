"""Personal data in tables: told by the header of a column or a label beside a cell, where the form says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from knowledge.language.dates import month_number
from knowledge.language.personal_data import DATE, MASKS, Kind, find, mask

_LONGEST = 80  # characters of a header
# A column that counts something holds no data of single persons.
_COUNTED = re.compile(
    r"\b(?:jumlah|total|banyaknya|persen|persentase|percent\w*|rasio|ratio|rate|angka|indeks|index|cakupan|coverage|per"
    r"|pelanggan|subscri\w+|users|pengguna|penduduk|population|biaya|harga|anggaran|budget|count)\b|%|\bnumber of\b",
    re.IGNORECASE,
)
_HEADERS: dict[Kind, re.Pattern[str]] = {
    "birth": re.compile(
        r"\b(?:tanggal|tgl\.?|hari|tempat\b.{0,12}) ?lahir\b|\bttl\b|\bbirth ?da(?:y|te)\b|\bdate of birth\b"
        r"|\bd\.?o\.?b\b",
        re.IGNORECASE,
    ),
    "passport": re.compile(
        r"\b(?:paspor|passport|travel document)\b"
        r"(?!.{0,20}(?:berlaku|terbit|expir|issu|valid|type|jenis|country|negara))",
        re.IGNORECASE,
    ),
    "nip": re.compile(
        r"\b(?:nip|nrp|nidn|nomor induk (?:pegawai|dosen)|(?:employee|staff|personnel) (?:no|number|id))\b",
        re.IGNORECASE,
    ),
    "npwp": re.compile(r"\b(?:npwp|tax (?:id|number|no)|tin)\b", re.IGNORECASE),
    "nik": re.compile(r"\b(?:nik|ktp|nomor induk kependudukan|kartu keluarga|no\.? ?kk)\b", re.IGNORECASE),
    "identity": re.compile(
        r"\b(?:identity|identitas|id|ic|citizen|national)(?: card| id)? ?(?:no|number|num|nomor)\b|\b(?:nric|mykad)\b"
        r"|\b(?:no|nomor)\.? identitas\b|^(?:ic|national id|citizen id|id card)$",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"\b(?:mobile|cell|cell ?phone|hp|handphone|hand ?phone|ponsel|seluler|whats?app|wa)\b", re.IGNORECASE
    ),
    "email": re.compile(
        r"\b(?:personal|private|pribadi)\b.{0,12}\b(?:e-?mail|surel)\b"
        r"|\b(?:e-?mail|surel)\b.{0,12}\b(?:personal|private|pribadi)\b",
        re.IGNORECASE,
    ),
}
_ANY_PHONE = re.compile(
    r"\b(?:telp|telepon|telephone|tel|phone"
    r"|contact (?:no|number)|kontak|nomor kontak|no\.? kontak)\b",
    re.IGNORECASE,
)
# What makes a table one of persons, whose phones are theirs.
_OF_PERSONS = re.compile(
    r"^(?:(?:full|first|last|family|given) ?)?name$"
    r"|^nama(?: (?:lengkap|peserta|pegawai|pejabat|delegasi|anggota|pemohon))?$"
    r"|\b(?:peserta|participant|delegate|delegasi|contact person|narahubung|pic|jabatan|position|penanggung jawab"
    r"|gender|jenis kelamin)\b",
    re.IGNORECASE,
)
_OF_OFFICES = re.compile(r"^(?:alamat|address|kantor|office|layanan|service|jam|hours|lokasi|location)\b", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})++(?:[.,]\d{1,2})?")
_VALUES: dict[Kind, re.Pattern[str]] = {
    "birth": re.compile(rf"\b{DATE}(?: 00:00(?::00)?)?|^\d{{5}}$"),
    "passport": re.compile(r"\b[A-Z]{1,3} ?-?\d{5,9}[A-Z]{0,2}\b|\b\d{8,9}\b", re.IGNORECASE),
    "nip": re.compile(r"\b\d[\d .]{6,24}\d\b"),
    "npwp": re.compile(r"\b\d[\d .-]{7,24}\d\b"),
    "nik": re.compile(r"\b\d[\d .-]{10,24}\d\b"),
    "identity": re.compile(r"\b[A-Z]{0,2}\d[\d -]{4,18}[\dA-Z]\b", re.IGNORECASE),
    "phone": re.compile(r"(?<![\d.,])(?:\+|\()?\d[\d ./()-]{5,22}\d(?![\d.,]\d)"),
    "email": re.compile(r"[\w.%+-]{1,64}@[\w.-]{1,190}"),
}
_RULE = re.compile(r"\|(?: ?:?-{2,}+:? ?\|)++")
_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"\d")
_FEWEST = {"phone": 7, "identity": 5}  # digits of a value
_FEWEST_BARE = 9  # of a phone number without its country or its zero, which a figure might be


@dataclass(slots=True)
class Columns:
    """What the columns of a table hold, carried from one part of it to the next: the pages of a PDF, the chunks of a
    sheet. ``counts`` tells how many values of each kind were masked, ``born`` which birth dates these were."""

    kinds: dict[int, Kind] = field(default_factory=dict)
    width: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    born: set[str] = field(default_factory=set)

    def masked(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """The rows of a table with personal data masked."""
        width = max(map(len, rows), default=0)
        if width != self.width or self._names(rows[0]):
            self.kinds, self.width = {}, width
        return [self._row(row) for row in rows]

    def _names(self, row: Sequence[str]) -> bool:
        return any(header_kind(cell, row) for cell in row)

    def _row(self, row: Sequence[str]) -> list[str]:
        made: list[str] = []
        label: Kind | None = None  # what the cell to the left says of this one
        for at, cell in enumerate(row):
            kind = header_kind(cell, row)
            if kind:
                self.kinds[at] = kind
                made.append(self.text(cell))
            else:
                made.append(self._cell(cell, label or self.kinds.get(at)))
            label = kind
        return made

    def _cell(self, cell: str, kind: Kind | None) -> str:
        if kind is None or _GROUPED.fullmatch(cell.strip()):
            return self.text(cell)
        fewest = _FEWEST.get(kind, 0)

        def hidden(found: re.Match[str]) -> str:
            digits = len(_DIGITS.findall(found[0]))
            if digits < fewest or (kind == "phone" and found[0][0] not in "+(0" and digits < _FEWEST_BARE):
                return found[0]
            self.counts[kind] += 1
            if kind == "birth":
                self.born.add(found[0])
            return MASKS[kind]

        return self.text(_VALUES[kind].sub(hidden, cell))

    def text(self, cell: str) -> str:
        """A text outside any column with personal data masked."""
        found = find(cell)
        self.counts.update(finding.kind for finding in found)
        self.born.update(cell[finding.start : finding.end] for finding in found if finding.kind == "birth")
        return mask(cell, found=found)


def header_kind(cell: str, row: Sequence[str]) -> Kind | None:
    """What kind of personal data a header announces, or a label beside a value; None for any other cell.

    Args:
        cell: the header.
        row: the headers beside it, which tell whose phones a column of phones holds.
    """
    masked = "[" in cell and any(mark in cell for mark in MASKS.values())
    if (
        masked
        or len(cell) > _LONGEST
        or not cell
        or len(_DIGITS.findall(cell)) > 3
        or "@" in cell
        or _COUNTED.search(cell)
    ):
        return None
    for kind, pattern in _HEADERS.items():
        if pattern.search(cell):
            return kind
    if _ANY_PHONE.search(cell) and not any(_OF_OFFICES.search(other.strip()) for other in row):
        return "phone" if any(_OF_PERSONS.search(other.strip()) for other in row) else None
    return None


def mask_text(text: str, columns: Columns | None = None) -> str:
    """A text with personal data masked, in its tables by column too.

    Args:
        text: in the Markdown in which sections are written.
        columns: what is known of the columns of a table that goes on here; it counts what was masked.
    """
    columns = columns or Columns()
    made: list[str] = []
    for is_table, run in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        lines = list(run)
        if not is_table:
            made.append(columns.text("\n".join(lines)))
            continue
        places = [at for at, line in enumerate(lines) if not _RULE.fullmatch(line.strip())]
        rows = columns.masked([[cell.strip() for cell in _cells(lines[at])] for at in places])
        for at, row in zip(places, rows, strict=True):
            lines[at] = f"| {' | '.join(row)} |"
        made.append("\n".join(lines))
    return "\n".join(made)


def _cells(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def iso_date(written: str) -> str:
    """A date as ``2024-05-31``; nothing for what is none."""
    numbers = [part for part in _WORDS.findall(written)[:3] if part]
    if len(numbers) < 3:
        return ""
    if len(numbers[0]) == 4:
        year, month, day = numbers
    elif not numbers[0].isdigit():
        month, day, year = numbers
    else:
        day, month, year = numbers
    number = int(month) if month.isdigit() else month_number(month) or 0
    return (
        f"{year}-{number:02}-{int(day):02}" if len(year) == 4 and (year + day).isdigit() and 1 <= number <= 12 else ""
    )

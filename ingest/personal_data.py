"""Personal data in documents: masked in what is indexed, and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.errors import Notice
from knowledge import personal_data
from knowledge.documents import Section
from knowledge.personal_data import Kind

_NAMES: dict[Kind, tuple[str, str]] = {
    "nik": ("NIK", "identity numbers (NIK)"),
    "phone": ("nomor telepon", "phone numbers"),
    "email": ("alamat surel", "e-mail addresses"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """How many findings of one kind a section holds, and where it is. It holds none of the data itself."""

    kind: Kind
    count: int
    heading: tuple[str, ...]
    page: int | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class Masked:
    """Sections with personal data masked, sentences on what was masked (none when nothing was), and where it was."""

    sections: tuple[Section, ...]
    notices: tuple[Notice, ...] = ()
    places: tuple[Place, ...] = ()


def mask_sections(sections: Sequence[Section]) -> Masked:
    """Replace personal data in the text and headings of sections; the original file keeps it."""
    places: list[Place] = []
    masked = []
    for section in sections:
        heading = tuple(personal_data.mask(part) for part in section.heading)
        text = personal_data.mask(section.text)
        counts = Counter(finding.kind for finding in personal_data.find(section.text))
        places += [Place(kind, count, heading, section.page, section.clause) for kind, count in counts.items()]
        masked.append(replace(section, text=text, heading=heading))
    if not places:
        return Masked(tuple(masked))
    totals: Counter[Kind] = Counter()
    for place in places:
        totals[place.kind] += place.count
    indonesian = ", ".join(f"{count} {_NAMES[kind][0]}" for kind, count in sorted(totals.items()))
    english = ", ".join(f"{count} {_NAMES[kind][1]}" for kind, count in sorted(totals.items()))
    notice = Notice(
        f"Data pribadi disamarkan: {indonesian}. Berkas asli tetap memuatnya.",
        f"Personal data masked: {english}. The original file keeps it.",
    )
    return Masked(tuple(masked), (notice,), tuple(places))

"""Personal data in documents: masked in what is indexed, and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.errors import Notice
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import slug
from knowledge.documents import Document, Section, digest
from knowledge.language import personal_data
from knowledge.language.personal_columns import Columns, iso_date, mask_text
from knowledge.language.personal_data import Kind

_NAMES: dict[Kind, tuple[str, str]] = {
    "nik": ("NIK", "identity numbers (NIK)"),
    "nip": ("NIP", "employee numbers (NIP)"),
    "npwp": ("NPWP", "tax numbers (NPWP)"),
    "passport": ("nomor paspor", "passport numbers"),
    "identity": ("nomor identitas", "identity numbers"),
    "birth": ("tanggal lahir", "dates of birth"),
    "phone": ("nomor telepon", "phone numbers"),
    "email": ("alamat surel", "e-mail addresses"),
}

_IN_TITLE = Notice(
    "Data pribadi dalam judul atau nama disamarkan.",
    "Personal data in the title or the name was masked.",
)
MAX_PLACES = 8  # named in a sentence
MAX_KEPT = 500  # named in the record of a version


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
    """Sections with personal data masked, sentences on what was masked (none when nothing was), and where it was;
    ``born`` are the birth dates among it, so that none is taken for the date of the document."""

    sections: tuple[Section, ...]
    notices: tuple[Notice, ...] = ()
    places: tuple[Place, ...] = ()
    born: frozenset[str] = frozenset()


def masked(loaded: Loaded) -> Loaded:
    """What was loaded with its personal data masked, also in its title and address, and warnings that say so."""
    return masked_with_places(loaded)[0]


def masked_with_places(loaded: Loaded) -> tuple[Loaded, tuple[Place, ...]]:
    """The same, and where what was masked stood."""
    done = mask_sections(loaded.sections)
    stated = loaded.document
    document = replace(
        stated,
        id=masked_id(stated),
        title=personal_data.mask(stated.title),
        publisher=personal_data.mask(stated.publisher),
        number=personal_data.mask(stated.number),
        url=personal_data.mask(stated.url),
    )
    notices = done.notices if document == stated else (*done.notices, _IN_TITLE)
    if document.date in done.born:
        document = replace(document, date="")
    whole = replace(loaded, document=document, sections=done.sections, warnings=(*loaded.warnings, *notices))
    return whole, done.places


def personal_record(places: Sequence[Place]) -> dict[str, object]:
    """How many of each kind there are and where, as it is kept with a version; it holds none of the data itself."""
    counts: Counter[str] = Counter()
    for place in places:
        counts[place.kind] += place.count
    stands = [
        {
            "kind": place.kind,
            "count": place.count,
            "page": place.page,
            "clause": place.clause,
            "heading": place.heading[-1] if place.heading else "",
        }
        for place in places[:MAX_KEPT]
    ]
    return {"counts": dict(counts), "places": stands} if places else {}


def masked_id(document: Document) -> str:
    """The id of a document, made anew when its title names a person, because both are guessed from the same words."""
    title = personal_data.mask(document.title)
    return document.id if title == document.title else slug(title) or "document"


def masked_origin(origin: str) -> str:
    """Where a document came from, with personal data in the name masked.

    Two files whose names differ in nothing but that stay apart: some bits of a digest of the whole name follow, too
    few to find out the number from them.
    """
    hidden = personal_data.mask(origin)
    return origin if hidden == origin else f"{hidden} ({digest(origin)[:6]})"


def mask_sections(sections: Sequence[Section]) -> Masked:
    """Replace personal data in the text and headings of sections; the original file keeps it."""
    places: list[Place] = []
    born: set[str] = set()
    changed = []
    columns = Columns()
    for section in sections:
        heading = tuple(personal_data.mask(part) for part in section.heading)
        columns.counts, columns.born = Counter(), born
        text = mask_text(section.text, columns)
        places += [Place(kind, count, heading, section.page, section.clause) for kind, count in columns.counts.items()]
        changed.append(replace(section, text=text, heading=heading))
    dates = frozenset(filter(None, map(iso_date, born)))
    if not places:
        return Masked(tuple(changed), born=dates)
    indonesian, english = _counted(places, 0, "hlm."), _counted(places, 1, "p.")
    notice = Notice(
        f"Data pribadi disamarkan: {indonesian}. Berkas asli tetap memuatnya.",
        f"Personal data masked: {english}. The original file keeps it.",
    )
    return Masked(tuple(changed), (notice,), tuple(places), dates)


def kept_notice(sections: Sequence[Section]) -> Notice | None:
    """A sentence on the personal data that sections hold and that is kept on purpose; None where there is none."""
    places = mask_sections(sections).places
    if not places:
        return None
    indonesian, english = _counted(places, 0, "hlm."), _counted(places, 1, "p.")
    return Notice(
        f"Data pribadi disimpan atas permintaan: {indonesian}. Jawaban tetap menyamarkannya.",
        f"Personal data kept as requested: {english}. Answers mask it all the same.",
    )


def _counted(places: Sequence[Place], language: int, page: str) -> str:
    """How many of each kind, and where: on which pages, or under which headings where there are no pages."""
    parts = []
    for kind in sorted({place.kind for place in places}):
        own = [place for place in places if place.kind == kind]
        known = (place for place in own if _known(place))
        where = list(dict.fromkeys(f"{page} {place.page}" if place.page else place.heading[-1] for place in known))
        shown = [*where[:MAX_PLACES], "…"] if len(where) > MAX_PLACES else where
        located = f" ({'; '.join(shown)})" if shown else ""
        parts.append(f"{sum(place.count for place in own)} {_NAMES[kind][language]}{located}")
    return ", ".join(parts)


def _known(place: Place) -> bool:
    return place.page is not None or bool(place.heading)

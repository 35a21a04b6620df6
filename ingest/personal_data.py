"""Personal data in documents: masked in what is indexed, and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.errors import Notice
from knowledge import personal_data
from knowledge.documents import Section


@dataclass(frozen=True, slots=True)
class Masked:
    """Sections with personal data masked, and a sentence on what was masked (none when nothing was)."""

    sections: tuple[Section, ...]
    notices: tuple[str, ...] = ()


def mask_sections(sections: Sequence[Section]) -> Masked:
    """Replace personal data in the text of sections; the original file keeps it."""
    counts: Counter[str] = Counter()
    masked = []
    for section in sections:
        counts.update(finding.kind for finding in personal_data.find(section.text))
        masked.append(replace(section, text=personal_data.mask(section.text)))
    if not counts:
        return Masked(tuple(masked))
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    notice = Notice(
        f"Data pribadi disamarkan: {told}. Asli tersimpan di berkas.",
        f"Personal data masked: {told}. The original file keeps it.",
    )
    return Masked(tuple(masked), (notice,))

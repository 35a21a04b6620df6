"""Whose a document is: by its letterhead, its title page, the act itself; to be mentioned in it is not enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.pieces import Piece

# What a letterhead's lines may be joined with: the name of the form, the address.
_NO_NAME = (
    r"(?:FORMULIR|NOTA|SURAT|LAPORAN|BERITA|UNDANGAN|RESUME|NOTULEN|NOTULA|RISALAH|DAFTAR|LAMPIRAN|JADWAL|JALAN|JL|Jalan"
    r"|Jl|Telepon|Telp|TELEPON|TELP|Alamat|Nomor|NOMOR|KEPUTUSAN|PERATURAN)\b"
)
_PUBLISHER = re.compile(
    r"\b(ASEAN Secretariat|Sekretariat ASEAN|Badan Standardisasi Nasional|Badan Pusat Statistik|Bappenas"
    r"|Asian Development Bank|World Bank|ASEAN Smart Cities Network"
    r"|(?:Kementerian|KEMENTERIAN|Direktorat Jenderal|DIREKTORAT JENDERAL|Ministry of|Pemerintah (?:Kota|Kabupaten"
    r"|Provinsi)|PEMERINTAH (?:KOTA|KABUPATEN|PROVINSI)|Badan|BADAN|Dinas|DINAS|Sekretariat Daerah|SEKRETARIAT DAERAH)"
    rf"(?: (?!{_NO_NAME})(?:dan|and|of|the|DAN|[A-Z][\w-]+)){{1,6}})"
)
# The second line of a letterhead, below the government whose office it is.
_OFFICE = re.compile(
    r"(?:SEKRETARIAT|DINAS|BADAN|INSPEKTORAT|KECAMATAN|KELURAHAN|SATUAN|RUMAH SAKIT|DIREKTORAT|DEWAN)\b[A-Z ,&-]{0,100}"
)
_GOVERNMENT = re.compile(r"(?:PEMERINTAH|KEMENTERIAN)\b", re.IGNORECASE)
_PUBLISHED_BY = re.compile(
    r"\b(?:published|issued|prepared|produced) by(?: the)?|\b(?:diterbitkan|disusun|dikeluarkan) oleh"
    r"|\bpenerbit\b|\bpublisher\b|©",
    re.IGNORECASE,
)
_REGULATION = re.compile(
    r"(?:RANCANGAN )?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN|MAKLUMAT)\b", re.IGNORECASE
)
_ISSUER = re.compile(
    r"(?:RANCANGAN )?(?:PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN) "
    r"((?:WALI ?KOTA|BUPATI|GUBERNUR|MENTERI|PRESIDEN)\b.{0,100}?) NO(?:MOR|\.)",
    re.IGNORECASE,
)
# Above what is considered stands who enacts it.
_ENACTING = re.compile(
    r"DENGAN RAHMAT TUHAN YANG MAHA ESA,? ((?:PIMPINAN|KETUA|KEPALA|MENTERI|PRESIDEN|GUBERNUR|WALI ?KOTA|BUPATI)\b"
    r"[A-Z /-]{0,100}),"
)
HEAD_WORDS = 400
LINE_WORDS = 12


def publisher_of(title: str, pieces: Sequence[Piece]) -> str:
    """Who published a document with this title; empty where it does not say."""
    return _published(pieces) or _issuer(title, pieces)


def is_letterhead(text: str) -> bool:
    """Whether a line in capitals names an office and nothing else."""
    text = " ".join(text.split())
    return text.isupper() and (_PUBLISHER.fullmatch(text) is not None or _OFFICE.fullmatch(text) is not None)


def _published(pieces: Sequence[Piece]) -> str:
    """By its letterhead, its title page or "published by"."""
    words = 0
    for place, piece in enumerate(pieces):
        words += len(piece.text.split())
        if words > HEAD_WORDS or piece.kind == "table":
            break
        found = _PUBLISHER.match(piece.text) if len(piece.text.split()) <= LINE_WORDS else None
        if said := _PUBLISHED_BY.search(piece.text):
            found = _PUBLISHER.search(piece.text[said.end() : said.end() + 120])
        if found and ":" not in piece.text[: found.end() + 2]:
            return " ".join(f"{found[1]} {_office_below(found, pieces[place + 1 : place + 2])}".split())
    return ""


def _office_below(found: re.Match[str], below: Sequence[Piece]) -> str:
    """The office of a government whose name alone stands on the line above it."""
    if not below or found.end() < len(found.string.rstrip()) or not _GOVERNMENT.match(found[1]):
        return ""
    return below[0].text if _OFFICE.fullmatch(" ".join(below[0].text.split())) else ""


def _issuer(title: str, pieces: Sequence[Piece]) -> str:
    """Who issued a regulation, such as ``WALI KOTA MANDALARATA``, by its title where its first lines say so, or by
    the line above what it considers."""
    issuer = _ISSUER.match(title)
    opening = " ".join(" ".join(piece.text for piece in pieces[:25]).split())
    if issuer and issuer[0].casefold() in opening.casefold():
        return issuer[1]
    named = _ENACTING.search(opening) if _REGULATION.match(title) else None
    return named[1] if named else ""

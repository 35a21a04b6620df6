"""Opening ZIP-based files (also DOCX, XLSX, PPTX) without being hurt by them."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
_BROKEN_XML = (*_BROKEN, ParseError, LookupError)
_RATIO = 200  # unpacked : packed; text compresses to about 1 : 10
_RATIO_FREE = 5 * 1024 * 1024  # bytes below which the ratio does not matter
_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)


@contextmanager
def opened(path: Path, limits: Limits = DEFAULT) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file whose stated contents keep the limits.

    Raises:
        DocumentError: it is damaged, encrypted or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, limits)
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zipfile.LargeZipFile) as error:
        raise _damaged() from error


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError(
            "Arsip ini dilindungi kata sandi. Buka dahulu, lalu kirim isinya.",
            "This archive is protected by a password. Unpack it first and send what is inside.",
        )
    unpacked = sum(member.file_size for member in members)
    bomb = any(m.file_size > max(_RATIO_FREE, _RATIO * m.compress_size) for m in members)
    if len(members) > limits.members or unpacked > limits.unpacked or bomb:
        raise too_large_unpacked()


def too_large_unpacked() -> DocumentError:
    """The error about an archive that would unpack to more than the limit."""
    return DocumentError(
        "Isi berkas ini terlalu besar setelah dibuka (kemungkinan bom zip); berkas tidak diproses.",
        "What this file unpacks to is too large (perhaps a zip bomb); it was not taken in.",
    )


def _damaged() -> DocumentError:
    return DocumentError(
        "Berkas ini rusak atau terpotong dan tidak dapat dibuka.",
        "This file is damaged or cut short and cannot be opened.",
    )


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one member, counted while unpacking, because the stated size may be a lie.

    Raises:
        DocumentError: it holds more than ``limit`` bytes, or is damaged.
    """
    try:
        with archive.open(member) as stream:
            data = stream.read(limit + 1)
    except _BROKEN as error:
        raise _damaged() from error
    if len(data) > limit:
        raise too_large_unpacked()
    return data


def is_plain_file(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a file, not a folder, link or device."""
    mode = member.external_attr >> 16
    return not member.is_dir() and (stat.S_IFMT(mode) in (0, stat.S_IFREG))


def check_office(path: Path, limits: Limits = DEFAULT) -> None:
    """See that every XML part of an office file is free of entities and keeps the limits.

    The libraries that read office files trust their XML; entity bombs and external entities are refused here.

    Raises:
        DocumentError: it is damaged, encrypted or hostile.
    """
    with opened(path, limits) as archive:
        left = limits.unpacked
        for member in archive.infolist():
            if is_plain_file(member) and _XML.search(member.filename):
                left -= _check_xml(archive, member, left)


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> int:
    try:
        with archive.open(member) as stream:
            depth = 0
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                if event == "end":
                    element.clear()
                if depth > 500:
                    raise _hostile()
            if stream.tell() > limit:
                raise too_large_unpacked()
            return stream.tell()
    except DefusedXmlException as error:
        raise _hostile() from error
    except _BROKEN_XML as error:
        raise _damaged() from error


def _hostile() -> DocumentError:
    return DocumentError(
        "XML di dalam berkas ini memuat entitas atau susunan yang berbahaya; berkas tidak diproses.",
        "The XML inside this file holds entities or a structure that can do harm; it was not taken in.",
    )

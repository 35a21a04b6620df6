"""Opening ZIP-based files (also DOCX, XLSX, PPTX) without being hurt by them."""

from __future__ import annotations

import contextlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
_BROKEN_XML = (*BROKEN, ParseError, LookupError)
_RATIO = 200  # unpacked : packed; text compresses to about 1 : 10
_RATIO_FREE = 5 * 1024 * 1024  # bytes below which the ratio does not matter
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what office files and systems use; others claim memory
_BLOCK = 256 * 1024
_DEPTH = 500
_UTF_8 = 0x800  # the flag of a name in UTF-8
_UNICODE_PATH = 0x7075
_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)


class _Bounded(io.FileIO):
    """A file of which only ``left`` bytes may be read, until that is lifted: opening a ZIP reads its whole directory
    and makes an object of each entry, before it tells how many there are."""

    def __init__(self, path: Path, left: int) -> None:
        super().__init__(path)
        self.left: int | None = left

    def read(self, size: int | None = -1, /) -> bytes:
        if self.left is None:
            return super().read(size)
        most = self.left + 1
        data = super().read(most if size is None or size < 0 else min(size, most))
        self.left -= len(data)
        if self.left < 0:
            raise too_large_unpacked()
        return data


@contextmanager
def directory(path: Path, limits: Limits = DEFAULT) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file whose directory is not too large; nothing else is checked.

    Raises:
        DocumentError: it is damaged, or has too many members.
    """
    with _Bounded(path, limits.directory) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise _damaged() from error  # zipfile tells what it cannot read in all of these ways
        file.left = None
        with archive:
            yield archive


@contextmanager
def opened(path: Path, limits: Limits = DEFAULT) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file whose stated contents keep the limits.

    Raises:
        DocumentError: it is damaged, encrypted or a bomb.
    """
    try:
        with directory(path, limits) as archive:
            _check(archive, limits)
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zipfile.LargeZipFile) as error:
        raise _damaged() from error  # a kind of compression that zipfile does not know is NotImplementedError


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError(
            "Arsip ini dilindungi kata sandi. Buka dahulu, lalu kirim isinya.",
            "This archive is protected by a password. Unpack it first and send what is inside.",
        )
    if any(member.compress_type not in _METHODS for member in members):
        raise DocumentError(
            "Arsip ini dimampatkan dengan cara yang tidak biasa. Buat ulang sebagai ZIP biasa.",
            "This archive is compressed in an unusual way. Make it again as an ordinary ZIP.",
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


def copy_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Unpack one member to a file, counted while unpacking, because the stated size may be a lie; its bytes.

    Raises:
        DocumentError: it holds more than ``limit`` bytes, or is damaged.
    """
    size = 0
    try:
        with archive.open(member) as stream, target.open("wb") as file:
            while data := stream.read(_BLOCK):
                size += len(data)
                if size > limit:
                    raise too_large_unpacked()
                file.write(data)
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno:
            raise  # of the system, such as a full disk
        raise _damaged() from error
    return size


def is_plain_file(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a file, not a folder, link or device."""
    mode = member.external_attr >> 16
    return not member.is_dir() and (stat.S_IFMT(mode) in (0, stat.S_IFREG))


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member as the person who packed it sees it.

    Names are in UTF-8 where the archive says so, else in the old encoding of DOS. Archives of macOS and of older tools
    hold UTF-8 without saying so, and some hold it beside the old name (Info-ZIP's Unicode path, 0x7075).
    """
    if member.flag_bits & _UTF_8:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    stated = _unicode_path(member.extra, raw)
    for data in (stated, raw):
        with contextlib.suppress(UnicodeDecodeError):
            if data and not data.isascii():
                return data.decode("utf-8").split("\0")[0]
    return member.filename


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """The name in UTF-8 among the extra fields of a member, if it is that of this name."""
    at = 0
    while at + 4 <= len(extra):
        field, size = struct.unpack_from("<HH", extra, at)
        content = extra[at + 4 : at + 4 + size]
        if field == _UNICODE_PATH and len(content) > 5 and content[0] == 1:
            return content[5:] if struct.unpack_from("<I", content, 1)[0] == zlib.crc32(raw) else b""
        at += 4 + size
    return b""


def check_office(path: Path, limits: Limits = DEFAULT) -> None:
    """See that every XML part of an office file is free of entities and keeps the limits.

    The libraries that read office files trust their XML and hold much of it in memory; entity bombs, external entities
    and too much of it are refused here.

    Raises:
        DocumentError: it is damaged, encrypted or hostile.
    """
    with opened(path, limits) as archive:
        parts = [part for part in archive.infolist() if is_plain_file(part) and _XML.search(part.filename)]
        if sum(part.file_size for part in parts) > limits.xml:  # a part is read up to the size it states
            raise too_large_unpacked()
        counter = _Counter(limits.nodes)
        for part in parts:
            if part.file_size:  # LibreOffice writes empty ones
                _check_xml(archive, part, counter)


class _Counter:
    """What a parser tells of elements, counted and kept nowhere."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1 + len(attributes)
        self._depth += 1
        if self._left < 0 or self._depth > _DEPTH:
            raise _hostile()

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        self._depth = 0


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, counter: _Counter) -> None:
    try:
        parser = XMLParser(target=counter, forbid_dtd=True)
        with archive.open(member) as stream:
            while data := stream.read(_BLOCK):
                parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise _hostile() from error
    except _BROKEN_XML as error:
        raise _damaged() from error


def _hostile() -> DocumentError:
    return DocumentError(
        "XML di dalam berkas ini memuat entitas atau susunan yang berbahaya; berkas tidak diproses.",
        "The XML inside this file holds entities or a structure that can do harm; it was not taken in.",
    )

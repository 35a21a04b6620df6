"""Where documents come from: a file, a folder, a ZIP of files, an address on the web."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import DocumentError
from ingest.loaders import office_packages, zip_files
from ingest.loaders.registry import DEFAULT, Limits
from knowledge.language.printable import printable

if TYPE_CHECKING:
    from ingest.downloads import Fetcher

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
MAX_NAME = 50  # letters of a name that are kept; each may take four bytes, and systems allow 255
MAX_SUFFIX = 10
_IGNORED = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Item:
    """One file to load. ``origin`` names it for people and tells versions of one document apart from others: printable,
    the path, the address, or ``archive.zip!/folder/file.pdf``. With ``error`` there is no file."""

    origin: str
    path: Path | None = None
    url: str = ""
    error: DocumentError | None = None


def items(source: str | Path, folder: Path, limits: Limits = DEFAULT, fetcher: Fetcher | None = None) -> Iterator[Item]:
    """The files of a source, one by one; what cannot be had is an item with an error, and the others go on.

    Args:
        source: path of a file, folder or ZIP, or an http(s) address.
        folder: where downloads and unpacked files are put; the caller removes it.
        limits: size of one file, and count and size of what a ZIP unpacks to.
        fetcher: how addresses are fetched; by default with all checks on.
    """
    for item in _items(source, folder, limits, fetcher):
        yield replace(item, origin=printable(item.origin), url=printable(item.url))


def _items(source: str | Path, folder: Path, limits: Limits, fetcher: Fetcher | None) -> Iterator[Item]:
    if isinstance(source, str) and _ADDRESS.match(source):
        from ingest.downloads import Fetcher  # loads a client for HTTP, which files need not

        yield from _from_address(source, folder, limits, fetcher or Fetcher(limits))
        return
    if isinstance(source, str) and "://" in source:
        error = DocumentError(
            "Hanya alamat http dan https yang diambil.",
            "Only http and https addresses are fetched.",
        )
        yield Item(source, error=error)
        return
    # In full, so that the same name in another folder is not taken for the same document.
    path = Path(source).resolve()
    if path.is_dir():
        for found in sorted(path.rglob("*")):
            if _is_wanted(found.relative_to(path)) and not found.is_symlink() and found.is_file():
                yield from _from_file(found, folder, limits)
    elif path.is_file():
        yield from _from_file(path, folder, limits)
    else:
        error = DocumentError(f"{path} tidak ada.", f"There is no file or folder {path}.")
        yield Item(str(path), error=error)


def _from_address(address: str, folder: Path, limits: Limits, fetcher: Fetcher) -> Iterator[Item]:
    try:
        fetched = fetcher.fetch(address, folder)
    except DocumentError as error:
        yield Item(address, error=error)
        return
    for item in _from_file(fetched.path, folder, limits):
        origin = item.origin.replace(str(fetched.path), fetched.url, 1)
        yield Item(origin, item.path, fetched.url, item.error)


def _from_file(path: Path, folder: Path, limits: Limits) -> Iterator[Item]:
    try:
        if not _is_plain_zip(path, limits):
            yield Item(str(path), path)
            return
        with zip_files.opened(path, limits) as opened:
            yield from _members(opened, path, folder, limits)
    except DocumentError as error:
        yield Item(str(path), error=error)
    except OSError as error:
        yield Item(str(path), error=cannot_be_read(error))


def cannot_be_read(error: OSError) -> DocumentError:
    """The sentence about a file or folder that the system does not hand out."""
    reason = error.strerror or type(error).__name__
    return DocumentError(f"Berkas ini tidak dapat dibaca ({reason}).", f"This file cannot be read ({reason}).")


def _is_plain_zip(path: Path, limits: Limits) -> bool:
    """Whether a file is an archive of files, not a document that happens to be stored as a ZIP."""
    with path.open("rb") as file:
        if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
            return False
    return not office_packages.is_package(path, limits)


def _members(opened: zipfile.ZipFile, path: Path, folder: Path, limits: Limits) -> Iterator[Item]:
    left = limits.unpacked
    for member in opened.infolist():
        name = zip_files.name_of(member)
        inside = Path(name.replace("\\", "/"))
        if not zip_files.is_plain_file(member) or name.endswith("\\") or not _is_wanted(inside):
            continue
        origin = f"{path}!/{name}"
        target = _target(folder, inside.name)
        try:
            left -= zip_files.copy_member(opened, member, target, min(left, limits.size))
            is_archive = _is_plain_zip(target, limits)
        except DocumentError as error:
            target.unlink(missing_ok=True)
            yield Item(origin, error=error)
            continue
        if is_archive:
            target.unlink()
            nested = DocumentError(
                "Arsip di dalam arsip tidak dibuka; buka dahulu arsip ini.",
                "An archive within an archive is not opened; unpack it first.",
            )
            yield Item(origin, error=nested)
        else:
            yield Item(origin, target)


def safe_name(name: str) -> str:
    """The name under which a file from outside is put into a folder of ours: one part of a path, printable, short, with
    the ending that may be all that tells what it is."""
    last = Path(name.replace("\\", "/")).name
    kept = "".join(letter if letter.isprintable() and letter not in "/\\" else "_" for letter in last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    ending = f"{dot}{suffix}" if stem and len(suffix) <= MAX_SUFFIX else ""
    return f"{(stem if ending else kept)[:MAX_NAME]}{ending}" or "berkas"


def _target(folder: Path, name: str) -> Path:
    """Where a member is unpacked: under its own name; never where it says. Of two with the same name the second gets a
    folder of its own."""
    own = safe_name(name)
    target = folder / own
    return target if not target.exists() else Path(tempfile.mkdtemp(dir=folder)) / own


def _is_wanted(relative: Path) -> bool:
    names = [part for part in relative.parts if part not in (".", "..")]
    return not any(name.startswith((".", "~$")) or name in _IGNORED for name in names)

"""The manifest of a release: checksums of all its files, compared before anything is answered from them.

Chroma writes a note of every opening into its SQLite file and crashes the process on a damaged index, so that file is
compared by what it holds and the others by their bytes, and Chroma opens nothing but what it wrote.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.errors import DamagedFilesError

FILE = "manifest.json"
CHROMA, CHROMA_DATABASE = "chroma", "chroma.sqlite3"
_NOTES = b"acquire_write"  # the table in which Chroma notes who opened it
#: Of an index below a thousand entries Chroma keeps no graph, and writes these anew at every search, with whatever
#: stood in memory; nothing in them is used then.
_UNUSED, _GRAPH = ("data_level0.bin", "length.bin", "link_lists.bin"), "index_metadata.pickle"


class Manifest:
    """What the files of a release were when they were written.

    Args:
        folder: the folder of the release.
        fingerprint: what the index depends on besides its texts.
        checksums: by path below the folder, as far as the file is compared.
        chroma: the version of Chroma that wrote its part.
    """

    def __init__(self, folder: Path, fingerprint: dict[str, Any], checksums: dict[str, str], chroma: str) -> None:
        self._fingerprint = fingerprint
        self._folder = folder
        self._checksums = checksums
        self._chroma = chroma

    @classmethod
    def write(cls, folder: Path, fingerprint: dict[str, Any]) -> None:
        """Note all files of a folder as they are now."""
        checksums = {path: _checksum(folder / path) for path in _files(folder)}
        content = {"fingerprint": fingerprint, "chroma": chroma_version(), "checksums": checksums}
        (folder / FILE).write_text(json.dumps(content, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a folder.

        Raises:
            DamagedFilesError: it is missing or damaged.
        """
        try:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls(folder, content["fingerprint"], dict(content["checksums"]), content["chroma"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedFilesError(f"its list of files cannot be read ({error})") from error

    def compare(self, fingerprint: dict[str, Any]) -> None:
        """Compare all files but those of Chroma; 10 ms for 12 MB.

        Args:
            fingerprint: what they must have been made with.

        Raises:
            DamagedFilesError: one is missing, not what was written, or made with something else.
        """
        if self._fingerprint != fingerprint:
            raise DamagedFilesError("it was made with another model or other settings")
        self._compare([path for path in self._checksums if not _of_chroma(path)])

    def compare_chroma(self) -> None:
        """Compare the files of Chroma.

        Raises:
            DamagedFilesError: one is missing, not what was written, or written by another version of Chroma.
        """
        if self._chroma != chroma_version():
            raise DamagedFilesError(f"its vector index was written by version {self._chroma} of Chroma")
        listed = {path for path in self._checksums if _of_chroma(path)}
        if not listed:
            raise DamagedFilesError("it has no vector index in a folder")
        self._compare(sorted(listed))

    def _compare(self, paths: list[str]) -> None:
        for path in paths:
            try:
                sound = _checksum(self._folder / path) == self._checksums[path]
            except (OSError, sqlite3.Error, ValueError) as error:
                raise DamagedFilesError(f"its file {path} cannot be read ({error})") from error
            if not sound:
                raise DamagedFilesError(f"its file {path} is not what was written")


def chroma_version() -> str:
    """The version of Chroma that is installed."""
    from importlib.metadata import version  # takes a moment, which commands without Chroma are spared

    return version("chromadb")


def _of_chroma(path: str) -> bool:
    return path.startswith(f"{CHROMA}/")


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    if path.name == CHROMA_DATABASE:
        return _held(path)
    if path.name in _UNUSED and not (path.parent / _GRAPH).exists():
        return f"{path.stat().st_size} bytes"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _held(path: Path) -> str:
    """The checksum of what Chroma's database holds, whose indexes must fit its tables."""
    hasher = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as database:
        database.text_factory = bytes
        if (verdict := database.execute("PRAGMA integrity_check(1)").fetchone()[0]) != b"ok":
            raise ValueError(verdict.decode(errors="replace"))
        for name, made in database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall():
            hasher.update(repr((name, made)).encode())
            if made and made.upper().startswith(b"CREATE TABLE") and name != _NOTES:
                every = f'SELECT * FROM "{name.decode()}" NOT INDEXED'  # noqa: S608  # a name from the file itself
                for row in database.execute(every):
                    hasher.update(repr(row).encode())
    return hasher.hexdigest()

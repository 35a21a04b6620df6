"""The files that were taken in, kept as they were under ``originals/`` of the data folder."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_READ = 1 << 20  # bytes at a time


class KeptFiles:
    """Files by the digest of their bytes."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "originals"

    def keep(self, path: Path, file_digest: str) -> str:
        """Keep a copy of a file, whole or not at all; its name in the folder."""
        suffix = path.suffix.lower()
        name = f"{file_digest}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        self._write(name, lambda partial: shutil.copyfile(path, partial))
        return name

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep what was made of a file, under this name."""
        self._write(name, lambda partial: partial.write_bytes(content))

    def _write(self, name: str, write: Callable[[Path], object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / name
        if not kept.exists():
            partial = kept.with_name(f".{kept.name}.part")
            try:
                write(partial)
                partial.replace(kept)
            finally:
                partial.unlink(missing_ok=True)  # half a file would keep a full disk full


def sha256(path: Path) -> str:
    """The digest of a file's bytes, 64 hexadecimal characters."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ):
            hasher.update(block)
    return hasher.hexdigest()

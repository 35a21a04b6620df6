"""What one document may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file. Sizes in bytes, time in seconds of the clock.

    ``unpacked`` bounds what an archive (also DOCX, XLSX, PPTX) unpacks to, ``pixels`` one image or rendered page,
    ``ocr_pages`` the pages recognised in one document, ``cells`` the cells of one workbook, ``memory`` the address
    space of the loading process.
    """

    size: int = 100 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    members: int = 5_000
    pages: int = 2_000
    ocr_pages: int = 300
    pixels: int = 60_000_000
    cells: int = 500_000
    characters: int = 20_000_000
    seconds: float = 600.0
    memory: int = 3_000 * MEGABYTE


DEFAULT = Limits()

"""What one document may cost."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import DocumentError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file. Sizes in bytes, time in seconds of the clock.

    ``unpacked`` bounds what an archive (also DOCX, XLSX, PPTX) unpacks to, ``xml`` what the XML in it does, ``nodes``
    the elements and attributes of that XML (a page of HTML has a tenth, because its reader needs more for each),
    ``directory`` the list of an archive's members. ``pixels`` bounds one image or rendered page, ``ocr_pages`` the
    pages recognised in one document, ``cells`` the cells of one workbook or document, those that a wide row makes the
    others have counted in, ``columns`` one row of them. ``characters`` bounds what is read out of a file, and again
    what is made of it. ``memory`` is the address space of the loading process, ``memory_without_pictures`` that for
    kinds of file of which no picture is unpacked.
    """

    size: int = 100 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    members: int = 5_000
    directory: int = 2 * MEGABYTE
    xml: int = 100 * MEGABYTE
    nodes: int = 4_000_000
    pages: int = 2_000
    ocr_pages: int = 300
    pixels: int = 60_000_000
    cells: int = 500_000
    columns: int = 1_000
    characters: int = 10_000_000
    seconds: float = 300.0
    memory: int = 3_000 * MEGABYTE
    memory_without_pictures: int = 1_000 * MEGABYTE

    def seconds_for(self, size: int) -> float:
        """The time a file of ``size`` bytes may take: a minute, and another for each megabyte, up to ``seconds``."""
        return min(self.seconds, 60.0 + 60.0 * size / MEGABYTE)

    def memory_for(self, kind: str) -> int:
        """The address space for a file of a kind, as :func:`ingest.loaders.registry.sniff` tells it."""
        return self.memory if kind in ("pdf", "image") else min(self.memory, self.memory_without_pictures)


DEFAULT = Limits()


class Meter:
    """Counts what is read out of one file, while it is read: afterwards there may be no memory left to refuse it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = limits.characters
        self._cells = limits.cells

    def text(self, text: str, overhead: int = 0) -> str:
        """The same text, counted; ``overhead`` is what it costs besides, as a number of characters.

        Raises:
            DocumentError: there were too many characters.
        """
        self._characters -= len(text) + overhead
        if self._characters < 0:
            raise DocumentError(
                f"Isi berkas ini lebih panjang dari {self._limits.characters:,} karakter; bagilah berkas ini.".replace(
                    ",", "."
                ),
                f"This file holds more than {self._limits.characters:,} characters; split it into several.",
            )
        return text

    def cells(self, count: int) -> None:
        """Count the cells of one row.

        Raises:
            DocumentError: the row is too wide, or there were too many cells.
        """
        if count > self._limits.columns:
            raise DocumentError(
                f"Sebuah tabel di berkas ini memiliki lebih dari {self._limits.columns} kolom.",
                f"A table in this file has more than {self._limits.columns} columns.",
            )
        self._cells -= max(count, 1)
        if self._cells < 0:
            raise DocumentError(
                f"Berkas ini memiliki lebih dari {self._limits.cells} sel; bagilah berkas ini.",
                f"This file has more than {self._limits.cells} cells; split it into several.",
            )

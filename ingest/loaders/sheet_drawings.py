"""What lies on a sheet besides its cells: boxes of text, pictures, comments."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

from ingest.loaders.charts import parsed
from ingest.loaders.drawing_text import paragraphs
from ingest.loaders.office_packages import related
from ingest.loaders.pictures import Picture
from ingest.structure.pieces import Piece

_SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def drawn(archive: zipfile.ZipFile, sheet: str, name: str, number: int) -> Iterator[Piece | Picture]:
    """The boxes of text and the pictures of a sheet. Its charts show what stands in cells."""
    for kind, part in related(archive, sheet.lstrip("/")).values():
        if kind != "drawing" or part not in archive.NameToInfo:
            continue
        known = related(archive, part)
        root = parsed(archive.read(part))
        for shape in root.iter(f"{_SHEET}sp", f"{_SHEET}pic"):
            properties = next(shape.iter(f"{_SHEET}cNvPr"), None)
            if properties is not None and properties.get("hidden") in ("1", "true"):
                continue
            for body in shape.iter(f"{_SHEET}txBody"):
                yield from (Piece("paragraph", text) for text in paragraphs(body) if text)
            for blip in shape.iter(f"{_MAIN}blip"):
                target = known.get(blip.get(_EMBED, ""), ("", ""))[1]
                if target in archive.NameToInfo:
                    yield Picture(target, _reader(archive, target), place=name)


def comments(archive: zipfile.ZipFile, sheet: str) -> int:
    """How many cells of a sheet have a comment."""
    count = 0
    for kind, part in related(archive, sheet.lstrip("/")).values():
        if kind == "comments" and part in archive.NameToInfo:
            count += sum(1 for _ in parsed(archive.read(part)).iter("{*}comment"))
    return count


def _reader(archive: zipfile.ZipFile, part: str) -> Callable[[], bytes]:
    data = archive.read(part)
    return lambda: data

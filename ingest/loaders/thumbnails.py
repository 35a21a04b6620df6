"""Pages drawn small, to be looked at beside what was understood of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from ingest.limits import Limits
from ingest.loaders.file_types import sniff

MAX_PAGES = 60
_WIDTH = 900  # pixels


def draw(path: Path, limits: Limits, first: int = 1, most: int = MAX_PAGES) -> Iterator[bytes]:
    """Pages of a PDF or picture as JPEG files, from the page ``first`` on; nothing for other kinds.

    Raises:
        DocumentError: it is damaged, encrypted or too large.
    """
    match sniff(path):
        case "pdf":
            from ingest.loaders.pdf import open_pdf

            document = open_pdf(path)
            for index in range(first - 1, min(len(document), first - 1 + most)):
                page = document[index]
                width, height = page.get_size()
                scale = min(_WIDTH / max(width, 1.0), 3 * _WIDTH / max(height, 1.0))
                yield _jpeg(page.render(scale=scale).to_pil())
        case "image":
            from ingest.loaders.image import frames

            yield from (_jpeg(frame) for frame in frames(path, limits)[first - 1 : first - 1 + most])
        case _:
            return


def _jpeg(picture: Image.Image) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail((_WIDTH, 3 * _WIDTH))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()

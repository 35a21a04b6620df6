"""What may be shown of documents: personal data that was kept in them on purpose is searched, but never shown."""

from __future__ import annotations

from dataclasses import replace

from knowledge.documents import Chunk, Document
from knowledge.language.personal_columns import mask_text
from knowledge.language.personal_data import mask


def disclosed(chunk: Chunk) -> Chunk:
    """A chunk as it may be shown; itself where it holds no personal data. It keeps its id."""
    text, heading = mask_text(chunk.text), tuple(map(mask, chunk.heading))
    if text == chunk.text and heading == chunk.heading:
        return chunk
    return replace(chunk, text=text, heading=heading)


def disclosed_document(document: Document) -> Document:
    """A document's metadata as they may be shown."""
    title, publisher, url = mask(document.title), mask(document.publisher), mask(document.url)
    if (title, publisher, url) == (document.title, document.publisher, document.url):
        return document
    return replace(document, title=title, publisher=publisher, url=url)

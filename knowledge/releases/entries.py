"""What of a chunk is embedded and searched: its text under its headings, and what people may say that it answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from knowledge.documents import Chunk, Document
from knowledge.embedding.cache import Kind
from knowledge.markup import blocks
from knowledge.markup.citation_marks import strip_marks

_MOST_KEYS = 2_000  # of one document: beyond, the rows of a register are found by their words alone
_LAST = 2  # headings that tell where a row stands
_FACT = re.compile(r"[^\W\d_][^:\n]{1,38}:\s")
_FACT_WORDS = 14
_LETTERS = 12  # of a key: less says nothing


def entries(chunks: Sequence[Chunk], documents: Mapping[str, Document]) -> tuple[list[tuple[Kind, str]], list[int]]:
    """The texts to embed and the row each belongs to: of every chunk its text under its headings, then the questions
    that it is known to answer; of a document that is quoted, which nobody wrote questions for, its keys.

    Args:
        chunks: those of a release, by row.
        documents: by id.
    """
    texts: list[tuple[Kind, str]] = []
    rows: list[int] = []
    counts: Counter[str] = Counter()
    for row, chunk in enumerate(chunks):
        own: list[tuple[Kind, str]] = [
            ("text", headed(chunk)),
            *(("asked", question) for question in chunk.questions),
        ]
        if documents[chunk.document].quoted:
            room = _MOST_KEYS - counts[chunk.document]
            found = keys(chunk)[:room]
            counts[chunk.document] += len(found)
            own += (("text", key) for key in found)
        texts += own
        rows += [row] * len(own)
    return texts, rows


def headed(chunk: Chunk) -> str:
    """A chunk's text under its headings, the first of which names the document, and its clause if they do not."""
    path = " – ".join(chunk.heading)
    if chunk.clause and chunk.clause not in path:
        path = f"{path} – {chunk.clause}"
    return "\n".join([path, strip_marks(chunk.text)]).strip()


def searched(chunk: Chunk) -> str:
    """What the words of a question are looked for in."""
    return "\n".join([headed(chunk), *chunk.questions])


def keys(chunk: Chunk) -> list[str]:
    """What a chunk says, as somebody would state it: what it is about by its headings, each row of its tables with the
    names of the columns, and each line that labels a value."""
    own = chunk.heading[1:]
    found = [" – ".join(own[-count:]) for count in range(1, min(len(own), _LAST) + 1)]
    for block in blocks.parse(strip_marks(chunk.text)):
        if block.kind == "table":
            found += _rows(block.lines, " – ".join(own[-_LAST:]))
        elif own and block.kind == "paragraph" and len(block.text.split()) <= _FACT_WORDS and _FACT.match(block.text):
            found.append(f"{own[-1]} – {block.text}")
    return [key for key in dict.fromkeys(found) if len(key) >= _LETTERS and any(map(str.isalpha, key))]


def _rows(lines: Sequence[str], place: str) -> Iterator[str]:
    names, *rows = (_cells(line) for line in lines)
    for cells in rows:
        told = "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell)
        yield f"{place}: {told}" if place else told


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]

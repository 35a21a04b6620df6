"""Sections into chunks: by structure first, by length second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.documents import Chunk, Document, Section
from knowledge.markup import blocks
from knowledge.markup.blocks import Block
from knowledge.markup.citation_marks import has_marks, split_after_marks, strip_marks
from knowledge.markup.sentences import sentence_parts

TARGET = 130  # words; embedders of this size lose the subject in longer texts
LIMIT = 220  # words no chunk exceeds
SMALL = 30  # words below which a piece joins its neighbour
_WORD = 12  # characters; text without spaces counts as words of this length

_LAST_PART = re.compile(r"(\([^()]*\)|(?<=[\dIVX]\.)[a-z]|(?<![^\s()])[^\s()]+)$")
_LEGAL = ("Pasal", "Article", "Penjelasan")  # their paragraphs are cited one by one


def split(document: Document, sections: Sequence[Section]) -> list[Chunk]:
    """The chunks of a document in reading order, each once.

    A section whose text holds citation marks is one chunk when it fits and is never cut inside a statement. Of other
    sections, short neighbours under the same heading and clause are joined, and long ones are cut between blocks,
    items, rows and sentences; each part of a list repeats its lead-in and each part of a table its header.
    """
    chunks: dict[str, Chunk] = {}
    for section in _joined(sections):
        for text in _parts(section.text):
            chunk = Chunk.of(document.id, section, text)
            chunks.setdefault(chunk.id, chunk)
    return list(chunks.values())


def _words(text: str) -> int:
    bare = strip_marks(text)
    return max(blocks.count_words(bare), len(bare) // _WORD)


def _joined(sections: Sequence[Section]) -> Iterator[Section]:
    held: Section | None = None
    for section in sections:
        if not section.text.strip():
            continue
        if held is not None and _belong_together(held, section):
            clause = _clause_range(held.clause, section.clause)
            held = replace(held, text=_together(held.text, section.text), clause=clause)
            continue
        if held is not None:
            yield held
        held = section
    if held is not None:
        yield held


def _together(one: str, other: str) -> str:
    """Two texts as one, the lead-in they share told once."""
    lead, _, rest = other.partition("\n\n")
    if rest and one.startswith(f"{lead}\n\n"):
        return blocks.render(blocks.parse(f"{one}\n\n{rest}"))
    return f"{one}\n\n{other}"


def _belong_together(one: Section, other: Section) -> bool:
    """Whether two neighbours are so short that together they make one good chunk with honest anchors."""
    if has_marks(one.text) or one.anchor != other.anchor or one.heading != other.heading or one.page != other.page:
        return False
    if one.clause and one.clause.startswith(_LEGAL) and one.clause != other.clause:
        return False
    lengths = (_words(one.text), _words(other.text))
    if sum(lengths) > TARGET or (min(lengths) >= SMALL and one.clause != other.clause):
        return False
    return (one.clause is None) == (other.clause is None) and (
        one.clause is None or _parent(one.clause) == _parent(other.clause or "")
    )


def _parent(clause: str) -> str:
    return _LAST_PART.sub("", clause.split("–")[0]).strip()


def _clause_range(first: str | None, last: str | None) -> str | None:
    """``17(a)`` and ``17(d)`` make ``17(a)–(d)``; equal clauses stay as they are."""
    if first is None or last is None or first == last:
        return first
    ending = _LAST_PART.search(last)
    return f"{first.split('–')[0]}–{ending[0] if ending else last}"


def _parts(text: str) -> list[str]:
    if _words(text) <= (LIMIT if has_marks(text) else TARGET):
        return [text]
    packed: list[list[Block]] = []
    for unit in _units(blocks.parse(text)):
        length = sum(_length(block) for block in unit)
        last = sum(_length(block) for block in packed[-1]) if packed else 0
        fits = last + length <= TARGET or (min(last, length) < SMALL and last + length <= LIMIT)
        if packed and fits:
            packed[-1] += unit
        else:
            packed.append(list(unit))
    return [blocks.render(_once(part)) for part in packed]


def _length(block: Block) -> int:
    return _words(block.text)


def _once(part: list[Block]) -> list[Block]:
    """Without the lead-in or header that was repeated for a part which then joined its predecessor."""
    kept: list[Block] = []
    for block in part:
        if block in kept and block.kind == "paragraph":
            continue
        before = kept[-1] if kept else None
        if before and before.kind == block.kind == "table" and before.lines[0] == block.lines[0]:
            kept[-1] = Block("table", before.lines + block.lines[1:])
        elif before and before.kind == block.kind == "list":
            kept[-1] = Block("list", before.lines + block.lines)
        else:
            kept.append(block)
    return kept


def _units(parts: list[Block]) -> Iterator[list[Block]]:
    """Groups of blocks that stay together, none above the limit."""
    lead: Block | None = None
    for at, block in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        if block.kind == "paragraph":
            if following is not None and following.kind != "paragraph" and _leads(block):
                lead = block
            else:
                yield from _paragraph(block)
            continue
        yield from _held_together(lead, block)
        lead = None


def _leads(block: Block) -> bool:
    text = strip_marks(block.text).rstrip()
    return text.endswith(":") or _words(text) <= SMALL


def _paragraph(block: Block) -> Iterator[list[Block]]:
    pieces = [block.text] if _length(block) <= TARGET else _cut(block.text)
    yield from ([Block("paragraph", (piece,))] for piece in pieces)


def _held_together(lead: Block | None, block: Block) -> Iterator[list[Block]]:
    """A list with its lead-in, or a table with its caption and header, repeated in each part if there are several."""
    before = [] if lead is None else [lead]
    if sum(_length(part) for part in (*before, block)) <= LIMIT:
        yield [*before, block]
        return
    if lead is not None and _length(lead) > TARGET // 2:
        *context, last = _sentences(lead.text)
        yield from ([Block("paragraph", (piece,))] for piece in _pack(context, TARGET))
        before = [Block("paragraph", (last,))] if _words(last) <= TARGET // 2 else []
    header = block.lines[:1] if block.kind == "table" and _words(block.lines[0]) <= TARGET // 2 else ()
    room = TARGET - sum(_length(part) for part in before) - _words(" ".join(header))
    if room < SMALL:
        before, room = [], max(TARGET - _words(" ".join(header)), SMALL)
    for lines in _grouped(block.lines[len(header) :], room):
        if _words("\n".join(lines)) > room and len(lines) == 1:
            yield from ([*before, piece] for piece in _long_line(block.kind, header, lines[0], room))
        else:
            yield [*before, Block(block.kind, header + lines)]


def _grouped(lines: Sequence[str], room: int) -> Iterator[tuple[str, ...]]:
    group: list[str] = []
    for line in lines:
        if group and _words("\n".join([*group, line])) > room:
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _long_line(kind: str, header: tuple[str, ...], line: str, room: int) -> Iterator[Block]:
    """An item or a row too long for one part: the row is told cell by cell under its column's name."""
    texts = [line]
    if kind == "table" and header:
        names, cells = (_cells(row) for row in (header[0], line))
        texts = [f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell]
    for text in texts:
        yield from (Block("paragraph", (piece,)) for piece in _cut(text, room))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _cut(text: str, room: int = TARGET) -> list[str]:
    return _pack(_sentences(text), room)


def _sentences(text: str) -> list[str]:
    return split_after_marks(text) if has_marks(text) else sentence_parts(text)


def _pack(sentences: Sequence[str], room: int) -> list[str]:
    """Sentences joined to pieces of about ``room`` words; one sentence above the limit is cut between words."""
    pieces: list[str] = []

    for sentence in sentences:
        if pieces and _words(f"{pieces[-1]} {sentence}") <= room:
            pieces[-1] += f" {sentence}"
        elif _words(sentence) > LIMIT and not has_marks(sentence):
            pieces += _wrapped(sentence, room * _WORD * 2 // 3)
        else:
            pieces.append(sentence)
    return pieces


def _wrapped(text: str, width: int) -> list[str]:
    """Words joined to lines of at most ``width`` characters; a longer word is cut."""
    lines: list[str] = []
    for word in (whole[at : at + width] for whole in text.split() for at in range(0, len(whole), width)):
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

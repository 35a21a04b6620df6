"""Rich text for Telegram: a small tree that always becomes valid HTML, split by what the reader sees.

Lengths are UTF-16 code units after entity parsing, as the Bot API counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from telegram.constants import MessageLimit

Kind = Literal["plain", "quote", "details", "pre"]
_TAGS: dict[Kind, tuple[str, str]] = {
    "plain": ("", ""),
    "quote": ("<blockquote>", "</blockquote>"),
    "details": ("<blockquote expandable>", "</blockquote>"),
    "pre": ("<pre>", "</pre>"),
}
_MARK_ROOM = 40  # for the line that says "1/3, continued"
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BORDERS = tuple(re.compile(border) for border in (r"\n", r"(?<=[.!?;:])\s", r"\s"))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``url`` makes it a link when it is an http(s) address."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""

    @property
    def entities(self) -> int:
        """How many message entities it becomes."""
        return self.bold + self.italic + bool(_link(self.url)) if self.text else 0

    def html(self) -> str:
        """The run as Bot API HTML."""
        html = escape(_storable(self.text), quote=False)
        if not html.strip():
            return html
        html = f"<i>{html}</i>" if self.italic else html
        html = f"<b>{html}</b>" if self.bold else html
        url = _link(self.url)
        return f'<a href="{escape(url)}">{html}</a>' if url else html


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a message; a blank line separates it from the next unless that one is ``tight``."""

    runs: tuple[Run, ...]
    kind: Kind = "plain"
    tight: bool = False

    @property
    def text(self) -> str:
        """What the reader sees."""
        return "".join(run.text for run in self.runs)

    @property
    def size(self) -> int:
        """Its length in UTF-16 code units."""
        return utf16(self.text)

    @property
    def entities(self) -> int:
        """How many message entities it becomes."""
        return sum(run.entities for run in self.runs) + (self.kind != "plain")


def plain(text: str, tight: bool = False) -> Block:
    """A block of unstyled text."""
    return Block((Run(text),), tight=tight)


def bold(text: str, tight: bool = False) -> Block:
    """A block of bold text."""
    return Block((Run(text, bold=True),), tight=tight)


def italic(text: str) -> Block:
    """A block of italic text."""
    return Block((Run(text, italic=True),))


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_html(blocks: Iterable[Block]) -> str:
    """Blocks as Bot API HTML; entities are always closed and nested as the API wants it."""
    html = ""
    for block in blocks:
        opening, closing = _TAGS[block.kind]
        body = "".join(run.html() for run in block.runs) if block.kind != "pre" else _pre(block)
        html += ("" if not html else "\n" if block.tight else "\n\n") + opening + body + closing
    return html


def to_text(blocks: Iterable[Block]) -> str:
    """Blocks as plain text, for the case that the server refuses the entities."""
    text = ""
    for block in blocks:
        text += ("" if not text else "\n" if block.tight else "\n\n") + _storable(block.text)
    return text


def split(
    blocks: Sequence[Block],
    continued: str = "",
    limit: int = MessageLimit.MAX_TEXT_LENGTH,
    max_entities: int = MessageLimit.MESSAGE_ENTITIES,
) -> list[list[Block]]:
    """Divide blocks into messages at block borders, then at lines, sentences and words.

    Args:
        blocks: what to send; blocks without visible text are left out.
        continued: the mark under each message of several, with ``{part}`` and ``{parts}``; empty means none.
        limit: the most UTF-16 code units in a message.
        max_entities: most entities in a message; the server drops those beyond.
    """
    visible = [block for block in blocks if _visible(block)]
    if _fits(visible, limit, max_entities):
        return [visible] if visible else []
    room = limit - (_MARK_ROOM if continued else 0)
    parts: list[list[Block]] = [[]]
    for block in visible:
        for piece in _pieces(block, room, max_entities - 1):
            if parts[-1] and not _fits([*parts[-1], piece], room, max_entities - 1):
                parts.append([])
            parts[-1].append(piece)
    if continued:
        for number, part in enumerate(parts, start=1):
            part.append(italic(continued.format(part=number, parts=len(parts))))
    return parts


def _visible(block: Block) -> bool:
    """Whether anything is left of a block that a reader sees, once what cannot be stored is gone."""
    return bool(_storable(block.text).strip())


def _fits(blocks: Sequence[Block], limit: int, max_entities: int) -> bool:
    size = sum(block.size + 2 for block in blocks)
    return size - 2 <= limit and sum(block.entities for block in blocks) <= max_entities


def _pieces(block: Block, limit: int, max_entities: int) -> Iterator[Block]:
    """The block itself, or its parts that each fit a message."""
    rest = block
    while not _fits([rest], limit, max_entities):
        at = _border(rest, limit, max_entities)
        head, rest = _cut(rest, at)
        if _visible(head):
            yield head
    if _visible(rest):
        yield rest


def _border(block: Block, limit: int, max_entities: int) -> int:
    """The position (in characters) of the best place to cut within the limits."""
    most = size = entities = 0
    for run in block.runs:
        entities += run.entities
        if entities >= max_entities and most:
            break
        for character in run.text:
            size += 2 if ord(character) > 0xFFFF else 1
            if size > limit:
                break
            most += 1
        if size > limit:
            break
    head = block.text[:most]
    for border in _BORDERS:
        ends = [match.end() for match in border.finditer(head)]
        if ends and ends[-1] > most // 2:
            return ends[-1]
    return max(most, 1)


def _cut(block: Block, at: int) -> tuple[Block, Block]:
    head: list[Run] = []
    tail: list[Run] = []
    for run in block.runs:
        if at >= len(run.text):
            head.append(run)
        else:
            if at:
                head.append(replace(run, text=run.text[:at]))
            tail.append(replace(run, text=run.text[at:]))
        at = max(at - len(run.text), 0)
    return replace(block, runs=tuple(head)), replace(block, runs=tuple(tail), tight=False)


def _pre(block: Block) -> str:
    return escape(_storable(block.text), quote=False)


def _storable(text: str) -> str:
    """Text without what cannot be sent: lone surrogates and control characters other than line breaks and tabs."""
    return _UNSENDABLE.sub("", text)


def _link(url: str) -> str:
    """The address if it may be a link: http or https, with a host, without blanks or controls; else empty."""
    if not url or len(url) > 2000 or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""

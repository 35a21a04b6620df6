"""HTML parse mode as the Bot API reads it: strict about tags, lenient about entities it does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z-]+)(?P<attributes>[^<>]*)>|&(?P<entity>#?\w+);|(?P<text>[^<&]+|[<&])"
)
_ATTRIBUTE = re.compile(r'\s+([a-z]+)(?:="([^"]*)")?')
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip


class CannotParseError(Exception):
    """The server's "can't parse entities"."""


@dataclass(frozen=True)
class Parsed:
    """Text as the reader sees it, with its entities."""

    text: str
    entities: list[dict[str, Any]]


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def unescape(text: str) -> str:
    """Resolve the entities the Bot API knows."""
    return re.sub(r"&(#?\w+);", lambda match: _entity(match[1]), text)


def parse(html: str) -> Parsed:
    """Parse a message text; raises ``CannotParseError`` where the Bot API would refuse it."""
    text, entities = "", []
    open_tags: list[tuple[str, int, dict[str, Any]]] = []
    position = 0
    while position < len(html):
        match = _TOKEN.match(html, position)
        if match is None:
            raise CannotParseError(f"unsupported start tag at byte offset {position}")
        position = match.end()
        if match["tag"]:
            if match["close"]:
                text_entity = _close(match["tag"].lower(), open_tags, utf16(text))
                if text_entity:
                    entities.append(text_entity)
            else:
                open_tags.append(_open(match["tag"].lower(), match["attributes"], utf16(text), open_tags))
        elif match["entity"]:
            text += _entity(match["entity"])
        elif match["text"] == "<":
            raise CannotParseError("unsupported start tag")
        else:
            text += match["text"]
    if open_tags:
        raise CannotParseError(f'can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return _trimmed(text, entities)


def _open(tag: str, attributes: str, offset: int, open_tags: list[Any]) -> tuple[str, int, dict[str, Any]]:
    if tag not in _KINDS:
        raise CannotParseError(f'unsupported start tag "{tag}"')
    values = {name: unescape(value or "") for name, value in _ATTRIBUTE.findall(attributes)}
    if _ATTRIBUTE.sub("", attributes).strip():
        raise CannotParseError(f'malformed attributes of "{tag}"')
    outer = [name for name, _, _ in open_tags]
    if (tag == "blockquote" and "blockquote" in outer) or "pre" in outer or "code" in outer:
        raise CannotParseError(f'"{tag}" cannot stand within {outer}')
    entity: dict[str, Any] = {"type": _KINDS[tag]}
    if tag == "a":
        if not re.match(r"https?://[^\s/]+", values.get("href", "")):
            raise CannotParseError(f"the stand-in wants http(s) links, not {values.get('href')!r}")
        entity["url"] = values["href"]
    if tag == "blockquote" and "expandable" in values:
        entity["type"] = "expandable_blockquote"
    return tag, offset, entity


def _close(tag: str, open_tags: list[tuple[str, int, dict[str, Any]]], end: int) -> dict[str, Any] | None:
    if not open_tags or open_tags[-1][0] != tag:
        expected = open_tags[-1][0] if open_tags else "nothing"
        raise CannotParseError(f'unmatched end tag, expected "{expected}", found "{tag}"')
    _, start, entity = open_tags.pop()
    return {**entity, "offset": start, "length": end - start} if end > start else None


def _entity(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    if re.fullmatch(r"#\d+|#x[0-9a-fA-F]+", name):
        return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))
    return f"&{name};"


def _trimmed(text: str, entities: list[dict[str, Any]]) -> Parsed:
    start = utf16(text) - utf16(text.lstrip())
    stripped = text.strip()
    end = utf16(stripped)
    kept = []
    for entity in sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])):
        offset = max(entity["offset"] - start, 0)
        length = min(entity["offset"] + entity["length"] - start, end) - offset
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return Parsed(stripped, kept)

"""Rich messages as the Bot API (10.1) takes them: which tags, what may stand in what, and how much."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.fakes.telegram_html import utf16

_INLINE = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "mark", "sub", "sup", "a"}
_BLOCKS = {*(f"h{level}" for level in range(1, 7)), "p", "pre", "footer", "ul", "ol", "blockquote", "details", "table"}
_INSIDE = {"ul": {"li"}, "ol": {"li"}, "table": {"caption", "tr"}, "tr": {"th", "td"}}
_HOLDERS = {"li", "blockquote", "details"}  # of blocks as well as of text
_ATTRIBUTES = {"a": {"href", "name"}, "table": {"bordered", "striped"}, "details": {"open"}}


class CannotReadError(Exception):
    """The server's "can't parse rich message"."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.blocks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check where a tag stands."""
        outer = self.open[-1] if self.open else ""
        if unknown := {name for name, _ in attrs} - _ATTRIBUTES.get(tag, set()):
            raise CannotReadError(f"unsupported attributes {sorted(unknown)} of {tag}")
        if tag == "a" and not str(dict(attrs).get("href", "")).startswith(("http://", "https://")):
            raise CannotReadError("the stand-in wants http(s) links")
        allowed = _INSIDE.get(outer)
        if allowed is not None and tag not in allowed:
            raise CannotReadError(f"{tag} cannot stand in {outer}")
        if tag in _BLOCKS and outer and outer not in _HOLDERS:
            raise CannotReadError(f"the block {tag} cannot stand in {outer}")
        parts = {"li": ("ul", "ol"), "tr": ("table",), "th": ("tr",), "td": ("tr",), "summary": ("details",)}
        if tag in parts and outer not in parts[tag]:
            raise CannotReadError(f"{tag} stands outside of {parts[tag]}")
        if tag not in _INLINE | _BLOCKS | {"li", "tr", "th", "td", "summary", "caption"}:
            raise CannotReadError(f"unsupported tag {tag}")
        if tag == "tr":
            self.cells = 0
        if tag in ("th", "td"):
            self.cells += 1
            if self.cells > 20:
                raise CannotReadError("too many columns")
        self.blocks += tag in _BLOCKS or tag in ("li", "tr")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that the tag that is open is closed."""
        if not self.open or self.open.pop() != tag:
            raise CannotReadError(f"unmatched end tag {tag}")
        self.text += "\n" if tag in _BLOCKS or tag in ("li", "tr", "summary") else "\t" if tag in ("th", "td") else ""

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if data.strip() and self.open and self.open[-1] in _INSIDE:
            raise CannotReadError(f"text cannot stand in {self.open[-1]}")
        self.text += data


def read_rich(message: object) -> str:
    """The text of a rich message; raises ``CannotReadError`` where the Bot API would refuse it."""
    if not isinstance(message, dict) or set(message) - {"html", "skip_entity_detection"} or not message.get("html"):
        raise CannotReadError("exactly one of html, markdown and blocks must be given; the stand-in knows html")
    reader = _Reader()
    reader.feed(message["html"])
    reader.close()
    if reader.open:
        raise CannotReadError(f"{reader.open[-1]} is not closed")
    if not reader.text.strip():
        raise CannotReadError("message is empty")
    if utf16(reader.text) > 32_768 or reader.blocks > 500:
        raise CannotReadError("message is too long")
    return reader.text.strip()

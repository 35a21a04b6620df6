"""What stands within a line of Markdown: emphasis, links, pictures, code, struck words, HTML."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable

from ingest.loaders import html_fragments
from ingest.loaders.html_inline import superscript

_ADDRESS = r"\((?:[^()]++|\([^()]*+\))*+\)"
_IMAGE = re.compile(rf"!\[([^\[\]]*+)\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]]++)\]{_ADDRESS}")
_REFERRING = re.compile(r"!?\[([^\[\]]++)\]\[([^\[\]]*+)\]")
_DEFINED = re.compile(r" {0,3}\[([^\[\]^]{1,200})\]:[ \t]*+\S")
_AUTOMATIC = re.compile(r"<((?:https?://|mailto:)[^<>\s]++|[\w.+-]++@[\w.-]++)>")
_EMPHASIS = re.compile(r"[*_`]")
# Within a word or between figures these marks mean themselves: 2*3*4, nama_berkas_a.
_CLOSING = {
    "**": re.compile(r"(?<=\S)(?=\*\*(?!\d))"),
    "__": re.compile(r"(?<=\S)(?=__(?![^\W_]))"),
    "*": re.compile(r"(?<=\S)(?=\*(?![^\W_]))"),
    "_": re.compile(r"(?<=\S)(?=_(?![^\W_]))"),
    "`": re.compile(r"(?<=\S)(?=`)"),
}
_STRUCK = re.compile(r"~~(?=\S)(?:[^~]++|~(?!~))++~~")
_CODE = re.compile(r"(?<!`)(`++)([^`]++)(`++)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOTE = re.compile(r"\[\^(\d{1,3})\]")
_TASK = re.compile(r"\[([ xX])\][ \t]++(?=\S)")
_PRIVATE = 0xE000  # where characters that mean themselves wait, out of the way of what looks for marks
_WAITING = re.compile("[\ue000-\ue07f]")
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")


class Inline:
    """Reads single lines. ``struck`` counts what was left out because a line is drawn through it.

    Args:
        html: whether tags, entities and escapes are read, as Markdown does; in plain text they are what they are.
    """

    def __init__(self, *, html: bool) -> None:
        self._html = html
        self._known: set[str] = set()
        self.struck = 0

    def define(self, lines: Iterable[str]) -> None:
        """Learn which names of links the text defines."""
        self._known = {found[1].casefold() for line in lines if (found := _DEFINED.match(line))}

    def text(self, line: str) -> str:
        """A line as its reader sees it."""
        if self._html:
            line = _WAITING.sub("", line)
            line = _CODE.sub(_code, line)
            line = _ESCAPED.sub(lambda found: _hidden(found[1]), line)
        line, count = _STRUCK.subn("", line)
        self.struck += count
        line = _TASK.sub(lambda found: "☐ " if found[1] == " " else "☑ ", line, count=1) if line[:1] == "[" else line
        line = _NOTE.sub(_noted, line)
        line = _AUTOMATIC.sub(lambda found: found[1].removeprefix("mailto:"), line)
        line = _REFERRING.sub(self._referred, line)
        line = plain(line)
        if self._html:
            if "<" in line:
                line, struck = html_fragments.text(line)
                self.struck += struck
            elif "&" in line:
                line = html.unescape(line)
            line = _WAITING.sub(lambda found: chr(ord(found[0]) - _PRIVATE), line)
        return " ".join(line.split())

    def _referred(self, found: re.Match[str]) -> str:
        return found[1] if (found[2] or found[1]).casefold() in self._known else found[0]


def plain(text: str) -> str:
    """Markdown without emphasis marks, links and pictures."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return "\n".join(map(_without_emphasis, text.split("\n"))).strip()


def _noted(found: re.Match[str]) -> str:
    """The mark of a note, raised; beside a number it stands apart, since it is not its power."""
    return f"{' ' if found.string[found.start() - 1 : found.start()].isdigit() else ''}{superscript(found[1])}"


def _code(found: re.Match[str]) -> str:
    """Code in a line, whose marks mean themselves; what is no code as it stands."""
    return _MARKS.sub(lambda mark: _hidden(mark[0]), found[2].strip()) if found[1] == found[3] else found[0]


def _hidden(mark: str) -> str:
    return chr(_PRIVATE + ord(mark))


def _without_emphasis(line: str) -> str:
    """A line without the pairs of marks around words. Where a mark can close is looked up, not searched for from every
    place where one may open: a line of a million marks that nothing closes is read once."""
    closings = {mark: [found.start() for found in closing.finditer(line)] for mark, closing in _CLOSING.items()}
    parts: list[str] = []
    done = 0
    for found in _EMPHASIS.finditer(line):
        start = found.start()
        if start >= done and (pair := _emphasised(line, start, closings)):
            first, last, end = pair
            parts += (line[done:start], line[first:last])
            done = end
    return "".join((*parts, line[done:]))


def _emphasised(line: str, start: int, closings: dict[str, list[int]]) -> tuple[int, int, int] | None:
    """Where the words between the mark at ``start`` and the one that closes it begin and end, and where that ends."""
    before = line[start - 1] if start else " "
    for mark, places in closings.items():
        first = start + len(mark)
        joined = before.isdigit() if mark == "**" else before.isalnum() and mark != "`"
        if line.startswith(mark, start) and not joined and not line[first : first + 1].isspace():
            at = bisect_right(places, first)
            if at < len(places):
                return first, places[at], places[at] + len(mark)
    return None

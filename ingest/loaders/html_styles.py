"""Styles of a web page, as far as they tell what its reader sees: those of its own style sheets and of its tags.

What a page loads from elsewhere is not fetched. Selectors are read as far as tags, classes, ids, attributes,
descendants and children; a rule with another selector is left out, and so are those for paper or for narrow screens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import Tag

_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)")
_BRACE = re.compile(r"[{}]")
_TOKEN = re.compile(
    r"([.#]?)(-?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]{0,80})"
    r"|\[([\w-]{1,40})(?:=[\"']?([^\"'\]]{0,80})[\"']?)?\]|(\*)"
)
_COMBINED = re.compile(r"\s*+(>)\s*+|\s++")
_SEEN = frozenset(
    {"display", "visibility", "opacity", "font-size", "text-decoration", "text-decoration-line", "color"}
    | {"background", "background-color", "position", "left", "top", "text-indent", "clip", "clip-path", "transform"}
    | {"height", "max-height", "overflow", "mso-hide", "content-visibility"}
)
_FOR_ALL = re.compile(r"(?:only )?(?:all|screen)|", re.IGNORECASE)
_MAX_RULES = 3_000
_MAX_STEPS = 3_000_000  # comparisons of a tag with a selector; a style sheet may be written to take more
Declared = dict[str, tuple[tuple[int, ...], str]]  # property: how much it weighs, and its value


@dataclass(slots=True)
class _Simple:
    """A part of a selector that one tag has to meet."""

    tag: str = ""
    id: str = ""
    classes: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)

    def meets(self, tag: Tag) -> bool:
        if self.tag and tag.name != self.tag:
            return False
        if self.id and tag.get("id") != self.id:
            return False
        if self.classes and not set(self.classes) <= set(map(str, tag.get_attribute_list("class"))):
            return False
        return all(tag.has_attr(name) and value in (None, _flat(tag.get(name))) for name, value in self.attributes)


@dataclass(slots=True)
class _Selector:
    """Parts of a selector from the last to the first; ``near`` says of each whether the next is the parent itself."""

    parts: list[_Simple]
    near: list[bool]

    @property
    def weight(self) -> tuple[int, int, int]:
        ids = sum(bool(part.id) for part in self.parts)
        classes = sum(len(part.classes) + len(part.attributes) for part in self.parts)
        return ids, classes, sum(bool(part.tag) for part in self.parts)


class Styles:
    """What the style sheets within a page say of its tags."""

    def __init__(self, root: Tag) -> None:
        self._left = _MAX_STEPS
        self._of: dict[int, Declared] = {}
        rules = [
            rule for sheet in root.find_all("style") if _is_for_screens(sheet) for rule in _rules(sheet.get_text())
        ]
        if rules:
            self._apply(root, rules[:_MAX_RULES])

    def of(self, tag: Tag) -> Mapping[str, str]:
        """The properties of a tag that tell whether it is seen; not those it takes over from what it stands in."""
        declared = dict(self._of.get(id(tag), {}))
        if tag.has_attr("style"):
            _declare(declared, _declarations(str(tag["style"])), (1, 0, 0, 0, 0))
        return {name: value for name, (_, value) in declared.items()}

    def _apply(self, root: Tag, rules: Sequence[tuple[str, dict[str, str]]]) -> None:
        by_tag: defaultdict[str, list[Tag]] = defaultdict(list)
        by_class: defaultdict[str, list[Tag]] = defaultdict(list)
        by_id: defaultdict[str, list[Tag]] = defaultdict(list)
        everything: list[Tag] = []
        for tag in root.find_all(True):
            everything.append(tag)
            by_tag[tag.name].append(tag)
            by_id[str(tag.get("id", ""))].append(tag)
            for name in tag.get_attribute_list("class"):
                by_class[str(name)].append(tag)
        for place, (text, declarations) in enumerate(rules):
            for selector in filter(None, map(_selector, text.split(","))):
                last = selector.parts[0]
                near = by_id[last.id] if last.id else by_class[last.classes[0]] if last.classes else by_tag[last.tag]
                for tag in near if last.tag or last.id or last.classes else everything:
                    if self._left < 0:
                        return
                    if self._meets(tag, selector):
                        declared = self._of.setdefault(id(tag), {})
                        _declare(declared, declarations, (0, *selector.weight, place))

    def _meets(self, tag: Tag, selector: _Selector) -> bool:
        self._left -= 1
        if not selector.parts[0].meets(tag):
            return False
        above = tag.parent
        for part, near in zip(selector.parts[1:], selector.near, strict=True):
            while above is not None and not part.meets(above):
                self._left -= 1
                if near or self._left < 0:
                    return False
                above = above.parent
            if above is None:
                return False
            above = above.parent
        return True


def _declare(declared: Declared, added: Mapping[str, str], weight: tuple[int, ...]) -> None:
    for name, value in added.items():
        important = value.endswith("!important")
        own = (int(important), *weight)
        if name not in declared or declared[name][0] <= own:
            declared[name] = (own, value.removesuffix("!important").strip())


def _flat(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_for_screens(sheet: Tag) -> bool:
    return _FOR_ALL.fullmatch(str(sheet.get("media", "")).strip()) is not None


def _rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Selectors with what they declare, of what tells whether something is seen."""
    sheet = _COMMENT.sub(" ", sheet.replace("<!--", " ").replace("-->", " "))
    skipped, depth, start, selector = 0, 0, 0, ""
    for brace in _BRACE.finditer(sheet):
        text = sheet[start : brace.start()].strip()
        start = brace.end()
        if brace[0] == "{":
            depth += 1
            selector = text.rpartition(";")[2].strip()
            if selector.startswith("@"):
                name, _, condition = selector[1:].partition(" ")
                passing = name in ("layer", "supports") or (name == "media" and _FOR_ALL.fullmatch(condition.strip()))
                skipped = skipped or (0 if passing else depth)
                selector = ""
            continue
        if selector and not skipped and (declared := _declarations(text)):
            yield selector, declared
        selector = ""
        if skipped == depth:
            skipped = 0
        depth = max(depth - 1, 0)


def _declarations(text: str) -> dict[str, str]:
    declared: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and (name := name.strip().lower()) in _SEEN:
            declared[name] = " ".join(value.lower().split()).replace("! important", "!important")
    return declared


def _selector(text: str) -> _Selector | None:
    """A selector, from its last part to its first; None for one that says more than is read."""
    parts, near = [_Simple()], []
    at, text = 0, text.strip()
    while at < len(text):
        if token := _TOKEN.match(text, at):
            part = parts[-1]
            if token[1] == ".":
                part.classes.append(token[2])
            elif token[1] == "#":
                part.id = token[2]
            elif token[2]:
                part.tag = token[2].lower()
            elif token[3]:
                part.attributes.append((token[3].lower(), token[4]))
            at = token.end()
        elif combined := _COMBINED.match(text, at):
            parts.append(_Simple())
            near.append(combined[1] == ">")
            at = combined.end()
        else:
            return None
    return _Selector(parts[::-1], near[::-1]) if text and len(parts) <= 10 else None

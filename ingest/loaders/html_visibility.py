"""What the reader of a web page sees: what is hidden or struck out is taken from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.loaders.html_styles import Styles

_NEVER = ("style", "noscript", "template", "head", "datalist", "object", "applet", "audio", "map")
_STRUCK = frozenset({"s", "del", "strike"})
_ICON = re.compile(
    r"^(?:material-(?:icons|symbols)\S*|fa[srlbd]?|fa-\S+|icon|icon-\S+|bi|bi-\S+|glyphicon\S*|mdi|mdi-\S+|dashicons\S*"
    r"|ti-\S+|ion-\S+|feather\S*|lnr\S*|octicon\S*)$"
)
_FOR_EARS = re.compile(r"^(?:sr-only|visually-?hidden|screen-reader(?:-text)?|show-for-sr|u-hiddenvisually|assistive)$")
_DOUBLED = re.compile(r"^(?:katex-html|MathJax\S*|MJX_Assistive_MathML|MathJax_Preview)$")
_OPENED = re.compile(
    r"^(?:collapse|accordion\S*|tab-pane|tab-content|tabcontent|tabpanel|panel\S*|faq\S*|toggle-content)$"
)
_OPENER = re.compile(r"accordion|toggle|collaps|expand|faq|question|tombol|spoiler", re.IGNORECASE)
_COLOURED = frozenset({"th", "thead", "header", "footer", "caption", "aside"})  # what style sheets put colours behind
_ZERO = re.compile(r"0(?:\.0+)?(?:px|em|rem|pt|%|vh|vw)?")
_NONE_LEFT = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|%)")
_CLIPPED = re.compile(r"rect\( ?0|rect\( ?1px|inset\( ?(?:50|100)%|circle\( ?0")
_WHITE = re.compile(
    r"white|#fff(?:f|fff)?(?:ff)?|rgba?\(255[, ]255[, ]255(?:[,/ ][\d.%]+)?\)|transparent|rgba\([\d.%, /]{1,40}[,/ ]0\)"
)


@dataclass(slots=True, frozen=True)
class _Seen:
    """What a tag takes over from those it stands in."""

    visible: bool = True
    sized: bool = True
    struck: bool = False
    white: bool = False
    on_white: bool = True  # as far as can be told: nothing around it says that it has a colour behind it

    @property
    def reads(self) -> bool:
        return self.visible and self.sized and not self.struck and not (self.white and self.on_white)


@dataclass(slots=True)
class Cleared:
    """What was taken from a page: places that were struck out, and the heading over the first."""

    struck: int = 0
    heading: str = ""


def clear(soup: BeautifulSoup) -> Cleared:
    """Take from a page what its reader does not see; what a button, a tab or a heading opens is seen."""
    _keep_formulas(soup)
    styles, opened = Styles(soup), _opened(soup)
    foreign = soup.find("link", rel="stylesheet") is not None
    for tag in soup.find_all(_NEVER):
        tag.decompose()
    cleared, heading, was_struck = Cleared(), "", False
    waiting: list[tuple[Tag | NavigableString, _Seen]] = [(soup, _Seen())]
    while waiting:
        node, seen = waiting.pop()
        if isinstance(node, NavigableString):
            if type(node) is NavigableString and node.strip():
                if seen.struck and seen.visible and not was_struck:
                    cleared.struck += 1
                    cleared.heading = cleared.heading or heading
                was_struck = seen.struck
                if not seen.reads:
                    node.extract()
            continue
        style = styles.of(node)
        if node is not soup:
            if _is_gone(node, style, opened):
                node.decompose()
                continue
            seen = _within(node, style, seen, opened, foreign=foreign)
        if node.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            heading = " ".join(node.get_text(" ").split())[:80]
        waiting += [(child, seen) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)]
    return cleared


def is_hidden(tag: Tag) -> bool:
    """Whether a tag says of itself that it is hidden or struck out."""
    style = Styles(tag).of(tag)
    return _is_gone(tag, style, set()) or not _within(tag, style, _Seen(), set()).reads


def _is_gone(tag: Tag, style: Mapping[str, str], opened: set[int]) -> bool:
    """Whether a tag takes no room at all, with all that is in it."""
    classes = tag.get_attribute_list("class") if tag.has_attr("class") else ()
    for name in map(str, classes):
        if _DOUBLED.match(name) or _FOR_EARS.match(name):
            return True
        if _ICON.match(name) and (tag.name in ("i", "svg") or name.startswith("material") or _is_unspoken(tag)):
            return True
    if id(tag) in opened:
        return False
    if tag.name == "dialog" and not tag.has_attr("open"):
        return True
    if tag.name == "input" and str(tag.get("type", "")).lower() == "hidden":
        return True
    if tag.has_attr("hidden") and str(tag["hidden"]).lower() != "until-found" and "display" not in style:
        return True
    folded = _is_zero(style.get("height")) or _is_zero(style.get("max-height"))
    if folded and style.get("overflow", "") in ("hidden", "clip"):
        return True
    away = any(_NONE_LEFT.match(style.get(name, "")) for name in ("left", "top", "text-indent"))
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("content-visibility") == "hidden"
        or _is_zero(style.get("opacity"))
        or (away and ("text-indent" in style or style.get("position") in ("absolute", "fixed")))
        or _CLIPPED.match(style.get("clip", style.get("clip-path", ""))) is not None
        or style.get("transform", "").replace(" ", "") in ("scale(0)", "scale(0,0)")
    )


def _within(tag: Tag, style: Mapping[str, str], seen: _Seen, opened: set[int], *, foreign: bool = False) -> _Seen:
    """What the text within a tag is seen as; ``foreign`` where the page loads style sheets that are not here."""
    if not style and tag.name not in _STRUCK and not tag.attrs:
        return seen
    if (visibility := style.get("visibility")) and id(tag) not in opened:
        seen = replace(seen, visible=visibility not in ("hidden", "collapse"))
    if size := style.get("font-size"):
        seen = replace(seen, sized=not _is_zero(size) and (seen.sized or not size.endswith(("em", "%"))))
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "line-through" in decoration or (tag.name in _STRUCK and decoration != "none"):
        seen = replace(seen, struck=True)
    color = style.get("color", str(tag.get("color", "")).lower() if tag.name == "font" else "")
    if color:
        seen = replace(seen, white=_is_white(color))
    return replace(seen, on_white=_is_on_white(tag, style, seen, foreign=foreign))


def _is_on_white(tag: Tag, style: Mapping[str, str], seen: _Seen, *, foreign: bool) -> bool:
    """Whether what is behind a tag is white: a class may give it a colour in a style sheet that is not here."""
    behind = style.get("background-color") or style.get("background") or str(tag.get("bgcolor", "")).lower()
    if behind and behind not in ("none", "transparent", "inherit"):
        return _is_white(behind)
    stranger = foreign and tag.name not in ("html", "body") and (tag.has_attr("class") or tag.name in _COLOURED)
    return seen.on_white and not stranger


def _is_zero(value: str | None) -> bool:
    return bool(value) and _ZERO.fullmatch(value or "") is not None


def _is_white(color: str) -> bool:
    return (
        _WHITE.fullmatch(color.replace(", ", ",").replace("( ", "(").replace(" )", ")").replace(" / ", "/")) is not None
    )


def _is_unspoken(tag: Tag) -> bool:
    """Whether a tag is a picture made of letters, which is not read out either."""
    return str(tag.get("aria-hidden", "")).lower() == "true" and len(tag.get_text(strip=True)) <= 30


def _opened(soup: BeautifulSoup) -> set[int]:
    """What a reader may open: what buttons, tabs and headings say they open, and what stands right below one."""
    named: set[str] = set()
    for tag in soup.find_all(True):
        for name in ("aria-controls", "data-bs-target", "data-target"):
            if tag.has_attr(name):
                named.update(part.lstrip("#") for part in str(tag[name]).split())
        if str(tag.get("href", "")).startswith("#") and (
            tag.get("role") == "tab" or tag.has_attr("data-toggle") or tag.has_attr("data-bs-toggle")
        ):
            named.add(str(tag["href"])[1:])
    found: set[int] = set()
    for tag in soup.find_all(["div", "section", "p", "ul", "ol", "dl", "dd", "table", "article"]):
        classes = tag.get_attribute_list("class") if tag.has_attr("class") else ()
        if (
            (tag.get("id") and tag["id"] in named)
            or tag.get("role") == "tabpanel"
            or (tag.get("role") == "region" and tag.has_attr("aria-labelledby"))
            or any(_OPENED.match(str(name)) for name in classes)
            or _opens(tag.find_previous_sibling())
        ):
            found.add(id(tag))
    return found


def _opens(tag: object) -> bool:
    """Whether what stands right above something opens it."""
    if not isinstance(tag, Tag):
        return False
    if tag.name == "button" or tag.has_attr("onclick") or tag.has_attr("aria-expanded"):
        return True
    if tag.has_attr("class") and _OPENER.search(" ".join(map(str, tag.get_attribute_list("class")))):
        return True
    return tag.name in ("h1", "h2", "h3", "h4", "h5", "h6", "dt") and tag.find("button") is not None


def _keep_formulas(soup: BeautifulSoup) -> None:
    """Show formulas that are written twice, once for readers as a picture: the other says the same."""
    for formula in soup.find_all("math"):
        around = formula.parent
        if around is not None and around.name == "span" and around.parent is not None:
            pictures = around.parent.find_all("img", recursive=False)
            if pictures and around.parent.name == "span":
                around.replace_with(formula)
                for picture in pictures:
                    picture.decompose()
    if soup.find("script", type=re.compile(r"^math/")):
        for tag in soup.find_all(class_=_DOUBLED):
            tag.decompose()

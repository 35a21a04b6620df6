"""The main content of a web page: the part of it in which most of what trafilatura finds stands, as it is written."""

from __future__ import annotations

import re

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_CONTAINERS = frozenset({"div", "main", "article", "section", "center", "form", "body", "html"})
_MIN_MAIN = 0.3  # share of the page's words; main content below it is a mistake of the finder
_MOST = 0.9  # share of what was found that stands within the part that is kept
_LEAST = 12  # letters from which a text is looked for in what was found
_MAX_WORK = 4_000_000_000  # letters compared
_LINKED = 0.7  # share of letters in links from which a block that was not found is a menu
_MIN_LINKS = 3
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|share|sharing|social|related|terkait|sidebar|widget|cookies?|consent"
    r"|comments?|komentar|disqus|pagination|pager|banner|iklan|ads?|newsletter|skip|toolbar|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_VOICES = re.compile(r"(?:^|[\s_-])(?:cookies?|consent|comments?|komentar|disqus|newsletter)(?:$|[\s_-])", re.I)
_LETTERS = re.compile(r"[\W_]+")


def main_content(soup: BeautifulSoup) -> Tag:
    """The part of a page that holds its main content, freed of menus; all of it where none stands out.

    What trafilatura leaves out of the middle of a text stays: notes in a box, small tables, short lists.
    """
    whole = soup.body or soup
    extracted = trafilatura.extract(
        str(soup), output_format="txt", include_tables=True, include_comments=False, favor_recall=True
    )
    found = _letters(extracted or "")
    everything = _letters(whole.get_text(" "))
    if not found or len(found) < _MIN_MAIN * len(everything):
        return whole
    matched = _matched(whole, found)
    total = matched.get(id(whole), 0)
    if total < _MIN_MAIN * len(everything):
        return whole
    root = whole
    while (inner := _inner(root, matched, _MOST * total)) is not None:
        root = inner
    _without_menus(root, matched)
    return root


def _inner(root: Tag, matched: dict[int, int], enough: float) -> Tag | None:
    return next(
        (
            child
            for child in root.children
            if isinstance(child, Tag) and child.name in _CONTAINERS and matched.get(id(child), 0) >= enough
        ),
        None,
    )


def _matched(whole: Tag, found: str) -> dict[int, int]:
    """How many letters below each tag, by its identity, are of what was found."""
    matched: dict[int, int] = {}
    work = 0
    for text in whole.find_all(string=True):
        own = _letters(text) if type(text) is NavigableString else ""
        if len(own) < _LEAST:
            continue
        work += len(found)
        if work < _MAX_WORK and own in found:
            for above in text.parents:
                matched[id(above)] = matched.get(id(above), 0) + len(own)
                if above is whole:
                    break
    return matched


def _without_menus(root: Tag, matched: dict[int, int]) -> None:
    """Take out what was not found and is a menu by its looks or its name, or what others say below a text."""
    for tag in root.find_all(["ul", "ol", "div", "section", "aside", "p", "table", "header"]):
        if tag.decomposed or matched.get(id(tag)):
            continue
        letters = len(_letters(tag.get_text()))
        links = tag.find_all("a")
        linked = sum(len(_letters(link.get_text())) for link in links)
        name = " ".join((*map(str, tag.get_attribute_list("class")), str(tag.get("id", ""))))
        is_menu = linked >= _LINKED * letters and (len(links) >= _MIN_LINKS or _ASIDE.search(name))
        if letters and ((links and is_menu) or _OTHER_VOICES.search(name)):
            tag.decompose()


def _letters(text: str) -> str:
    """Letters and digits alone, so that two writings of a text are equal."""
    return _LETTERS.sub("", text).casefold()

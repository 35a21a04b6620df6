"""Web pages: the main content; nothing they refer to is fetched, and nothing is read that their reader does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import trafilatura
from bs4 import BeautifulSoup, Tag

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits
from ingest.loaders import html_blocks, html_inline
from ingest.loaders.encodings import Decoded, decode_bytes
from ingest.loaders.html_main import main_content
from ingest.loaders.html_visibility import Cleared, clear
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections

_SKIPPED = ("script", "nav")
_SKIPPED_ROLES = ("navigation", "search", "menu", "menubar", "contentinfo", "dialog", "alertdialog")
_STATED = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})|encoding=[\"']([\w:.-]{1,40})", re.I
)
_HEAD = 4_096  # bytes in which a page says its encoding
_MIN_FORM = 30  # words from which what stands in a form is a text
# What a page says while its content is still to come, in words parted by single spaces.
_LOADING = re.compile(
    r"(?:(?:halaman|aplikasi|data|konten|page|app|content) )?(?:is |sedang |masih )?"
    r"(?:memuat|memuatkan|dimuat|loading|initiali[sz]ing|menyiapkan|mengambil|fetching)(?: [^ ]{1,20}){0,4}+"
    r"|(?:(?:harap|mohon|silakan|please) )?(?:menunggu|tunggu|wait)(?: [^ ]{1,20}){0,4}+"
)
_WORD = re.compile(r"\w++")
_NEEDS_SCRIPT = re.compile(
    r"\bjava\s?script\b.{0,80}\b(?:aktif|diaktifkan|enabled?|disabled|required|dinonaktifkan|diperlukan|dibutuhkan|mati"
    r"|support|turned|properly)|\b(?:enable|aktifkan|mengaktifkan|hidupkan|requires?|needs?|memerlukan|membutuhkan|perlu"
    r"|tanpa|without|turn on|nyalakan)\b.{0,40}\bjava\s?script\b",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}|<%[^%]{0,200}%>")
_SHORT = 25  # words of a paragraph that only says that a page needs scripts
_SHELL = 15  # words besides a placeholder up to which a page holds nothing but its frame
_PUBLISHED = re.compile(
    r"\b(?:ditetapkan|diundangkan|diterbitkan|dipublikasikan|diunggah|diperbarui|dimutakhirkan|published|posted|updated"
    r"|adopted|issued|dated|released|tanggal (?:terbit|publikasi))\b",
    re.IGNORECASE,
)
_AFTER = 80  # characters after such a word in which its date stands


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an HTML file.

    Raises:
        DocumentError: it holds no text, or more than the limit.
    """
    return load_html(path, path.read_bytes(), limits)


def html_pieces(text: str, limits: Limits) -> tuple[list[Piece], list[Notice]]:
    """What a message in HTML says, all of it, and what a person should know of it."""
    _check_size(text, limits)
    soup = BeautifulSoup(text, "lxml")
    cleared = clear(soup)
    for tag in soup.find_all("script"):
        tag.decompose()
    _fill(soup)
    root = soup.body or soup
    return list(html_blocks.pieces(root, limits)), list(_notices(root, cleared, 0))


def load_html(path: Path, data: bytes, limits: Limits = DEFAULT) -> Loaded:
    """Load HTML from memory; ``path`` is used for its name only."""
    decoded = _decoded(data)
    text = decoded.text
    _check_size(text, limits)
    soup = BeautifulSoup(text, "lxml")
    stated = _stated(text)
    title = soup.title.get_text() if soup.title else ""
    scripted, address = soup.find("script") is not None, _url(soup)
    cleared = clear(soup)
    _without_frame(soup)
    root = main_content(soup)
    found, placeholders = _without_placeholders(gathered(html_blocks.pieces(root, limits), limits), scripted=scripted)
    if not found or (placeholders and _words(found) <= _SHELL):
        raise _no_text(scripted=scripted)
    document = guess(
        path,
        found,
        title=stated.get("title") or title,
        publisher=stated.get("sitename") or "",
        date=stated.get("date") or "",
    )
    date = stated.get("date") or _date(path, found)
    notices = (*decoded.notices, *_notices(root, cleared, placeholders))
    return Loaded(replace(document, date=date, url=address), sections(document.title, found), notices)


def _check_size(text: str, limits: Limits) -> None:
    if len(text) > limits.characters or text.count("<") > limits.nodes // 10:
        raise DocumentError("Halaman web ini terlalu panjang.", "This web page is too long.")


def _decoded(data: bytes) -> Decoded:
    stated = _STATED.search(data[:_HEAD])
    name = (stated[1] or stated[2]).decode("ascii") if stated else ""
    return decode_bytes(data, name) or Decoded(data.decode("utf-8", errors="replace"), 0)


def _stated(text: str) -> dict[str, Any]:
    # Only what the page says of itself: a date in its text may be any date.
    found = trafilatura.extract_metadata(text, extensive=False)
    return {key: getattr(found, key) for key in ("title", "sitename", "date")} if found else {}


def _date(path: Path, found: Sequence[Piece]) -> str:
    """The date that a page gives beside a word such as "published"; others in a page are of what it tells about."""
    text = " ".join(piece.text for piece in found)
    for word in _PUBLISHED.finditer(text):
        near = Piece("paragraph", text[word.start() : word.end() + _AFTER])
        if date := guess(path, [near]).date:
            return date
    return ""


def _url(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    address = str(link.get("href", "")) if isinstance(link, Tag) else ""
    return address if address.startswith(("https://", "http://")) else ""


def _without_frame(soup: BeautifulSoup) -> None:
    """Take out what is around the content of every page of a site, buttons, and what readers fill in."""
    for tag in soup.find_all(_SKIPPED):
        if tag.name != "script" or not str(tag.get("type", "")).startswith("math/"):
            tag.decompose()
    for tag in soup.find_all(role=_SKIPPED_ROLES):
        tag.decompose()
    for tag in soup.find_all("footer"):
        if tag.find_parent(["article", "blockquote", "main", "figure"]) is None:
            tag.decompose()
    for tag in soup.find_all("button"):
        if not _is_heading(tag):
            tag.decompose()
    _fill(soup)
    for tag in soup.find_all("form"):
        if len(tag.get_text(" ").split()) < _MIN_FORM and not tag.find(["table", "h1", "h2", "h3", "input"]):
            tag.decompose()


def _is_heading(button: Tag) -> bool:
    """Whether a button is the heading of what it opens."""
    if button.find_parent(["h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"]):
        return True
    opens = button.has_attr("aria-expanded") or button.has_attr("aria-controls") or button.has_attr("data-bs-target")
    named = any("accordion" in str(name).lower() for name in button.get_attribute_list("class"))
    following = button.find_next_sibling()
    below = (
        isinstance(following, Tag) and following.name in ("div", "section", "p", "ul") and button.has_attr("onclick")
    )
    return (opens or named or below) and len(button.get_text(strip=True)) > 3


def _fill(soup: BeautifulSoup) -> None:
    """What stands in the fields of a form as text; empty fields say nothing."""
    for tag in soup.find_all(["input", "select", "textarea"]):
        kind = str(tag.get("type", "text")).lower()
        if tag.name == "select":
            chosen = tag.find("option", selected=True)
            tag.replace_with(f" {chosen.get_text()} " if isinstance(chosen, Tag) else "")
        elif tag.name == "textarea":
            tag.replace_with(f" {tag.get_text()} ")
        elif kind in ("checkbox", "radio"):
            tag.replace_with("☑ " if tag.has_attr("checked") else "☐ ")
        elif not str(tag.get("value", "")).strip() or kind not in ("text", "number", "date", "email", "tel", "url"):
            tag.decompose()


def _without_placeholders(found: Sequence[Piece], *, scripted: bool) -> tuple[list[Piece], int]:
    """The pieces without those that only say that something is still to come, and how many these were."""
    kept: list[Piece] = []
    dropped = 0
    for piece in found:
        words = len(piece.text.split())
        text = _UNFILLED.sub("", piece.text) if scripted else piece.text
        unfilled = text != piece.text and words <= _SHORT
        if piece.kind != "table" and (
            (words <= _SHORT and _NEEDS_SCRIPT.search(piece.text))
            or (words <= 8 and _is_loading(piece.text))
            or unfilled
        ):
            dropped += 1
        else:
            kept.append(piece)
    # On a page that runs no scripts nothing is loaded later, unless there is nothing else.
    if dropped and not scripted and _words(kept) > _SHELL:
        return list(found), 0
    return kept, dropped


def _is_loading(text: str) -> bool:
    return _LOADING.fullmatch(" ".join(_WORD.findall(text.lower()))) is not None


def _words(found: Sequence[Piece]) -> int:
    return sum(len(piece.text.split()) for piece in found if piece.kind != "heading")


def _no_text(*, scripted: bool) -> DocumentError:
    if scripted:
        return DocumentError(
            "Halaman web ini tidak memuat teks; isinya dimuat dengan JavaScript. Simpan halaman dari peramban setelah "
            "tampil lengkap, atau kirim sebagai PDF.",
            "This web page holds no text; its content is loaded by JavaScript. Save it from a browser once it shows in "
            "full, or send it as a PDF.",
        )
    return DocumentError("Halaman web ini tidak memuat teks.", "This web page holds no text.")


def _notices(root: Tag, cleared: Cleared, placeholders: int) -> Iterator[Notice]:
    if cleared.struck:
        yield struck_out(cleared.struck, cleared.heading)
    if placeholders:
        yield Notice(
            f"Bagian halaman yang baru dimuat dengan JavaScript tidak dibaca ({placeholders}).",
            f"Parts of the page that JavaScript loads were not read ({placeholders}).",
        )
    for what, found in _unread(root):
        above = (tag.find_previous(list(html_blocks.HEADINGS)) for tag in found[:_NAMED])
        named = dict.fromkeys(html_inline.text(tag)[:_NAME] for tag in above if isinstance(tag, Tag))
        where = f" ({'; '.join(named)})" if named else ""
        indonesian, english = _KINDS[what]
        yield Notice(f"Tidak dibaca: {len(found)} {indonesian}{where}.", f"Not read: {len(found)} {english}{where}.")


_KINDS = {
    "picture": ("gambar", "pictures"),
    "chart": ("bagan", "charts"),
    "frame": ("isi yang disematkan dari tempat lain", "embedded contents from elsewhere"),
}
# In names of pictures that say nothing.
_SMALL = ("icon", "logo", "emoji", "avatar", "math", "latex", "pixel", "spacer")
_NAMED, _NAME = 3, 60  # of what is not read: how many headings over it are named, and their letters
_ICON_SIDE = 64  # pixels up to which a picture is an icon


def _unread(root: Tag) -> Iterator[tuple[str, list[Tag]]]:
    """What a page shows that is not read, by its kind."""
    pictures = [one for one in root.find_all("img") if not _is_icon(one)]
    charts = [one for one in root.find_all(["svg", "canvas"]) if one.name == "canvas" or one.find("text")]
    frames = root.find_all(["iframe", "embed", "video"])
    for what, found in (("picture", pictures), ("chart", charts), ("frame", list(frames))):
        if found:
            yield what, found


def _is_icon(tag: Tag) -> bool:
    sides = [str(tag.get(name, "")).removesuffix("px") for name in ("width", "height")]
    small = any(side.isdigit() and int(side[:6]) <= _ICON_SIDE for side in sides)
    named = " ".join((*map(str, tag.get_attribute_list("class")), str(tag.get("src", ""))[:300])).lower()
    return small or any(word in named for word in _SMALL)


def struck_out(count: int, heading: str = "") -> Notice:
    """The notice of what was left out because a line is drawn through it."""
    under = f" ({heading})" if heading else ""
    return Notice(
        f"Teks yang dicoret tidak dibaca: {count} tempat{under}.",
        f"Struck-out text was left out: {count} places{under}.",
    )

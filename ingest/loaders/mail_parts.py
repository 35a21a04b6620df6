"""The parts of an e-mail message: what it says, what was forwarded with it, and what is only attached."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import Literal

from bs4 import BeautifulSoup

from ingest.errors import DocumentError
from ingest.loaders.encodings import decode_bytes
from ingest.loaders.html_visibility import clear
from knowledge.language.cleaning import clean

MAX_DEPTH = 10  # messages within messages, and parts within parts
_STUB = 0.5  # share of the words of the other part below which a part only points to it
_SHORT = 40  # words of a part that says that its reader should look elsewhere
_ELSEWHERE = re.compile(
    r"\bHTML\b.{0,60}\b(?:mail|e-mail|email|capable|client|program|surel)|\b(?:view|lihat|buka)\b.{0,40}\b(?:browser|peramban"
    r"|online|daring)\b|does not support|tidak mendukung",
    re.IGNORECASE | re.DOTALL,
)
_MOST_WEIGHED = 2_000_000  # letters of a page that is read only to see which of two says more


@dataclass(slots=True)
class Text:
    """A text of a message: as it is, or HTML."""

    kind: Literal["plain", "html"]
    content: str

    @property
    def words(self) -> int:
        """How much its reader sees of it."""
        return len(self.seen.split())

    @property
    def seen(self) -> str:
        """What its reader sees of it, roughly."""
        if self.kind == "plain" or len(self.content) > _MOST_WEIGHED:
            return self.content
        soup = BeautifulSoup(self.content, "lxml")
        clear(soup)
        return soup.get_text(" ")


@dataclass(slots=True)
class Mail:
    """One message: its texts in order, messages within it, and the names of what is only attached."""

    subject: str
    date: str
    texts: list[Text] = field(default_factory=list)
    messages: list[Mail] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)


def mail_of(message: Message, depth: int = 0) -> Mail:
    """A message taken apart.

    Raises:
        DocumentError: it is encrypted.
    """
    mail = Mail(header(message, "subject"), _date(message))
    _sort(message, mail, depth, is_root=True)
    return mail


def header(message: Message, name: str) -> str:
    """A header in one line, whatever encoding its words are in, or say that they are."""
    try:
        stated = message.get(name, "")
        parts = decode_header(str(stated)) if "=?" in str(stated) else [(str(stated), None)]
        said = "".join(_decoded_word(part, charset) for part, charset in parts)
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        said = ""
    return clean(" ".join(said.split()))


def _decoded_word(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        # Bytes that no header may hold come as surrogates.
        part = part.encode("utf-8", errors="surrogateescape")
    decoded = decode_bytes(part, charset or "")
    return decoded.text if decoded else part.decode("ascii", errors="replace")


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _sort(part: Message, mail: Mail, depth: int, *, is_root: bool = False) -> None:
    """Put a part where it belongs, with all parts in it."""
    kind, main = part.get_content_type(), part.get_content_maintype()
    if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise DocumentError(
            "Surel ini terenkripsi. Buka di program surel, lalu simpan isinya sebagai PDF.",
            "This e-mail message is encrypted. Open it in a mail program and save what it says as a PDF.",
        )
    if depth > MAX_DEPTH:
        mail.attached.append(_name(part))
    elif main == "message" and isinstance(part.get_payload(), list):
        if kind in ("message/rfc822", "message/global"):
            mail.messages += [mail_of(_opened(one), depth + 1) for one in _inner(part)]
    elif kind == "multipart/alternative":
        _choose(part, mail, depth)
    elif part.is_multipart():
        for number, within in enumerate(_inner(part)):
            # Of what is related, the first is the text and the others are what it shows.
            if kind != "multipart/related" or not number or within.get_content_maintype() != "text":
                _sort(within, mail, depth + 1)
    elif kind in ("text/plain", "text/html") and (is_root or not _is_attached(part)):
        if (content := text_of(part)).strip():
            mail.texts.append(Text("html" if kind == "text/html" else "plain", content))
    elif _name(part).lower().endswith(".eml") and isinstance(data := part.get_payload(decode=True), bytes):
        mail.messages.append(mail_of(message_from_bytes(data, policy=policy.default), depth + 1))
    elif not (main == "application" and kind.endswith("signature")):
        mail.attached.append(_name(part))


def _choose(part: Message, mail: Mail, depth: int) -> None:
    """Of several forms of the same text the richest that says as much: plain text shows no struck words, and its tables
    have lost their columns; but where one only points to the other, the other."""
    forms = []
    for inner in _inner(part):
        form = Mail("", "")
        _sort(inner, form, depth + 1)
        forms.append(form)
    ranked = sorted(forms, key=lambda form: any(text.kind == "html" for text in form.texts), reverse=True)
    said = [(sum(text.words for text in form.texts), form) for form in ranked]
    most = max((words for words, _ in said), default=0)
    full = [
        form for words, form in said if words and words >= _STUB * most and not _points_elsewhere(form, words, most)
    ]
    for chosen in full[:1]:
        mail.texts += chosen.texts
    for form in forms:
        mail.attached += form.attached
        mail.messages += form.messages


def _points_elsewhere(form: Mail, words: int, most: int) -> bool:
    return words < min(_SHORT, most) and any(_ELSEWHERE.search(text.seen) for text in form.texts)


def _inner(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))


def _opened(message: Message) -> Message:
    """A message within another; some programs send it in Base64, which no message may be."""
    payload = message.get_payload()
    if message.keys() or not isinstance(payload, str):
        return message
    try:
        return message_from_bytes(b64decode(payload), policy=policy.default)
    except ValueError:
        return message


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _name(part: Message) -> str:
    """What to call a part that is not read: by its name, else by its kind."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, AttributeError, TypeError):
        name = None
    if name:
        return _decoded_word(name, None)
    return header(part, "content-description") or part.get_content_type()


def text_of(part: Message) -> str:
    """The text of a part in the encoding that it is in; what is stated is not always so."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if not isinstance(data, bytes):
        return ""
    decoded = decode_bytes(data, part.get_content_charset() or "") if data else None
    text = decoded.text if decoded else data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_saved_page(message: EmailMessage) -> bool:
    """Whether a message is a web page that a browser saved in one file (MHTML)."""
    saved = "Saved by" in str(message.get("from", "")) or message.get("snapshot-content-location") is not None
    return saved and message.get_content_type() in ("multipart/related", "text/html")

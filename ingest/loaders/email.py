"""E-mail messages (EML) and boxes of them (mbox): subjects and texts, those of forwarded messages too. Attachments are
named, not read; send them as files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits
from ingest.loaders.html import html_pieces, load_html
from ingest.loaders.loaded import Loaded
from ingest.loaders.mail_parts import Mail, Text, is_saved_page, mail_of, text_of
from ingest.loaders.markdown import Reader
from ingest.structure.metadata import guess, slug
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections

_FIRST = re.compile(rb"From \S{1,300} [^\n]{0,100}\d{4}[^\n]{0,20}\r?\n")
_NEXT = re.compile(rb"(?:\r?\n){2}From (?=\S{1,300} [^\n]{0,100}\d{4}[^\n]{0,20}\r?\n[\w-]{1,60}:)")
_QUOTED_FROM = re.compile(r"^>(>{0,20}From )", re.MULTILINE)
_ANSWERED = re.compile(r"^(?:\s{0,5}(?:re|fw|fwd|bls|balas|trs|terusan)\s{0,5}:){1,20}", re.IGNORECASE)
# Where a message that is answered or passed on begins, as mail programs write it.
_WROTE = re.compile(
    r"-{2,20} ?(?:original message|forwarded message|pesan asli|pesan terusan|pesan yang diteruskan)\b"
    r"|(?:on|pada) [^\n]{0,40}\b\d{4}\b[^\n]{0,120}\b(?:wrote|menulis) ?:",
    re.IGNORECASE,
)
_SENDER = re.compile(r"(?:from|dari) ?: ?\S", re.IGNORECASE)
_SENT = re.compile(r"(?:sent|date|dikirim|tanggal)(?: pada)? ?: ?\S", re.IGNORECASE)
_EARLIER = "Pesan sebelumnya / earlier message"
_HEAD = 4  # lines below "From:" in which it is said when a message was sent
_NAMED = 20  # attachments that are named


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an EML file, or a box of messages as one document with a heading for each.

    Raises:
        DocumentError: it is damaged, encrypted or without text, or holds more than the limit.
    """
    data = path.read_bytes()
    if data.count(b"\n--") > limits.members:
        raise DocumentError("Surel ini memuat terlalu banyak bagian.", "This e-mail message has too many parts.")
    raw = _messages(data, limits)
    try:
        parsed = [_parsed(one) for one in raw]
        if len(parsed) == 1 and is_saved_page(parsed[0]):
            return _saved_page(path, parsed[0], limits)
        mails = [mail_of(one) for one in parsed]
    except (MessageError, LookupError, ValueError, AttributeError, KeyError, RecursionError) as error:
        raise DocumentError("Surel ini rusak.", "This e-mail message is damaged.") from error
    if not any(map(_says, mails)):
        raise DocumentError("Surel ini tidak memuat teks.", "This e-mail message holds no text.")
    if sum(len(text.content) for mail in mails for text in _texts(mail)) > limits.characters:
        raise DocumentError("Surel ini terlalu panjang.", "This e-mail message is too long.")
    reading = _Reading(limits)
    if len(mails) == 1:
        found = gathered(reading.pieces(mails[0]), limits)
        title, date = mails[0].subject, mails[0].date
    else:
        found = gathered((piece for mail in mails for piece in reading.headed(mail, 1)), limits)
        title, date = " ".join(re.sub(r"[_+-]+", " ", path.stem).split()), max(mail.date for mail in mails)
    document = replace(guess(path, found, title=title), date=date)
    if len(mails) == 1 and (subject := _ANSWERED.sub("", mails[0].subject).strip()):
        # "Subject:" within it is that of the message which it answers.
        document = replace(document, title=subject, id=slug(subject) or document.id)
    return Loaded(document, sections(document.title, found), (*reading.notices, *_attached(mails)))


def _messages(data: bytes, limits: Limits) -> list[bytes]:
    """The messages of a file, without the lines that part them in a box."""
    if not (first := _FIRST.match(data)):
        return [data]
    starts = [first.end()]
    ends = []
    for found in _NEXT.finditer(data):
        ends.append(found.start())
        starts.append(data.index(b"\n", found.end()) + 1)
    if len(starts) > limits.members:
        raise DocumentError(
            "Kotak surat ini memuat terlalu banyak pesan; bagilah.",
            "This mailbox holds too many messages; split it into several.",
        )
    return [data[start:end] for start, end in zip(starts, [*ends, len(data)], strict=True)]


def _parsed(data: bytes) -> EmailMessage:
    parsed = BytesParser(policy=policy.default).parsebytes(data)
    return parsed if isinstance(parsed, EmailMessage) else EmailMessage()


def _saved_page(path: Path, message: EmailMessage, limits: Limits) -> Loaded:
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise DocumentError("Halaman web ini tidak memuat teks.", "This web page holds no text.")
    return load_html(path, text_of(page).encode("utf-8", errors="replace"), limits)


def _says(mail: Mail) -> bool:
    return any(text.content.strip() for text in _texts(mail))


def _texts(mail: Mail) -> Iterator[Text]:
    yield from mail.texts
    for inner in mail.messages:
        yield from _texts(inner)


class _Reading:
    """Reads messages into pieces, and gathers what a person should know of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.notices: list[Notice] = []

    def pieces(self, mail: Mail, level: int = 1) -> Iterator[Piece]:
        """The pieces of a message; what it answers under a heading, messages within it under their subjects."""
        yield from _with_earlier(list(self._own(mail)), level)
        for inner in mail.messages:
            yield from self.headed(inner, level)

    def _own(self, mail: Mail) -> Iterator[Piece]:
        for text in mail.texts:
            if text.kind == "html":
                found, notices = html_pieces(text.content, self._limits)
                self.notices += [notice for notice in notices if notice not in self.notices]
                yield from found
            else:
                reader = Reader(self._limits, marked=False, quotes=True)
                yield from reader.pieces(_QUOTED_FROM.sub(r"\1", text.content))

    def headed(self, mail: Mail, level: int) -> Iterator[Piece]:
        """The pieces of a message under its subject and date."""
        heading = " – ".join(filter(None, (mail.subject or "Surel / e-mail", mail.date)))
        yield Piece("heading", heading, level)
        yield from self.pieces(mail, level + 1)


def _with_earlier(pieces: Sequence[Piece], level: int) -> Iterator[Piece]:
    """The pieces of a message, each earlier one that it answers or passes on under a heading of its own."""
    headed = -_HEAD
    for place, piece in enumerate(pieces):
        below = pieces[place : place + _HEAD]
        sent = _SENDER.match(piece.text) and any(_SENT.search(other.text) for other in below)
        if piece.kind == "paragraph" and (_WROTE.match(piece.text) or sent):
            # "Original message" and "From:" stand one below the other.
            if place - headed >= _HEAD:
                yield Piece("heading", _EARLIER, level)
            headed = place
        yield piece


def _attached(mails: Sequence[Mail]) -> Iterator[Notice]:
    """A notice for each attachment, of messages within messages too."""
    names = [name for mail in mails for name in _attached_names(mail)]
    for name in names[:_NAMED]:
        yield Notice(f"Lampiran tidak dibaca: {name}.", f"The attachment was not read: {name}.")
    if len(names) > _NAMED:
        more = len(names) - _NAMED
        yield Notice(f"Lampiran lain tidak dibaca: {more}.", f"Other attachments were not read: {more}.")


def _attached_names(mail: Mail) -> Iterator[str]:
    yield from mail.attached
    for inner in mail.messages:
        yield from _attached_names(inner)

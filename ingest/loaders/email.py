"""E-mail messages (EML): subject and text. Attachments are named, not read; send them as files of their own."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits
from ingest.loaders.html import load_html
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections
from knowledge.language.cleaning import clean


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an EML file.

    Raises:
        DocumentError: it is damaged or without text.
    """
    data = path.read_bytes()
    if data.count(b"\n--") > limits.members:
        raise DocumentError("Surel ini memuat terlalu banyak bagian.", "This e-mail message has too many parts.")
    try:
        parsed = BytesParser(policy=policy.default).parsebytes(data)
        message = parsed if isinstance(parsed, EmailMessage) else EmailMessage()
        body = message.get_body(("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        attached = [part.get_filename() or "?" for part in message.iter_attachments()]
        subject = clean(" ".join(str(message.get("subject", "")).split()))
    except (MessageError, LookupError, ValueError, AttributeError, KeyError) as error:
        raise DocumentError("Surel ini rusak.", "This e-mail message is damaged.") from error
    if not text.strip() or body is None:
        raise DocumentError("Surel ini tidak memuat teks.", "This e-mail message holds no text.")
    if len(text) > limits.characters:
        raise DocumentError("Surel ini terlalu panjang.", "This e-mail message is too long.")
    notices = tuple(
        Notice(f"Lampiran tidak dibaca: {name}.", f"The attachment was not read: {name}.") for name in attached[:20]
    )
    if body.get_content_type() == "text/html":
        loaded = load_html(path, text.encode(), limits)
        document = replace(loaded.document, title=subject or loaded.document.title, date=_date(message))
        return Loaded(document, loaded.sections, notices)
    parts = (" ".join(part.split()) for part in text.replace("\r", "").split("\n\n"))
    found = gathered((Piece("paragraph", part) for part in parts if part), limits)
    document = replace(guess(path, found, title=subject), date=_date(message))
    return Loaded(document, sections(document.title, found), notices)


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except ValueError:
        return ""

"""Keeps secrets out of logs: the Bot API's addresses hold the token."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

_SHOWN = "<secret>"


def redact_logs(*secrets: str) -> Callable[[], None]:
    """Replace secrets in every log record, its arguments and its traceback, whatever handler writes it.

    Also quietens the libraries that would log the address or, at DEBUG, the text of each request.

    Returns:
        A function that puts things back as they were.
    """
    hidden = [secret for secret in secrets if secret]
    make = logging.getLogRecordFactory()
    libraries = [logging.getLogger(name) for name in ("httpx", "httpcore", "telegram")]
    levels = [library.level for library in libraries]
    for library in libraries:
        library.setLevel(logging.WARNING)

    def redact(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, _SHOWN)
        return text

    def record_without_secrets(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return record  # logging itself reports arguments that do not fit their message
        redacted = redact(message)
        if redacted != message:
            record.msg, record.args = redacted, None
        if record.exc_info and record.exc_info[0] is not None:
            # A formatter writes this text instead of formatting the exception itself.
            shown = record.exc_text or "".join(traceback.format_exception(*record.exc_info))
            record.exc_text = redact(shown).rstrip()
        return record

    def restore() -> None:
        if logging.getLogRecordFactory() is record_without_secrets:
            logging.setLogRecordFactory(make)
        for library, level in zip(libraries, levels, strict=True):
            library.setLevel(level)

    logging.setLogRecordFactory(record_without_secrets)
    return restore

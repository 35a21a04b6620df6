"""Logs without what people wrote: of an error its kind, its code and the places in the program it came through."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from knowledge.errors import PanduError

_PLACES = 40  # of the innermost; an endless recursion has a thousand
_installed = False


def keep_values_out() -> None:
    """Let every log record of this process describe errors without their texts, whatever handler writes it.

    The text of an error may hold what it fell over: a database's the row that it refused, with the question in it.
    Errors of our own are written for people and keep their text.
    """
    global _installed
    if _installed:
        return
    _installed = True
    make = logging.getLogRecordFactory()

    def record_without_values(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        record.msg = _shown(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_shown(value) for value in record.args)
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            for link in _chain(error):  # asyncio writes the error into its message as well
                if isinstance(record.msg, str):
                    record.msg = record.msg.replace(repr(link), described(link))
            record.exc_text = traced(error)  # a formatter writes this instead of formatting the exception itself
        return record

    logging.setLogRecordFactory(record_without_values)


def described(error: BaseException) -> str:
    """What kind of error it is, with the code of the database or the system; the text only of an error of our own."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, PanduError):
        return f"{kind}: {error}"
    original = getattr(error, "orig", None)  # SQLAlchemy wraps what the database's driver raised
    if isinstance(original, BaseException):
        return f"{kind} ({described(original)})"
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    code = code or (error.strerror if isinstance(error, OSError) else None)
    return f"{kind} {code}" if code else kind


def traced(error: BaseException) -> str:
    """A traceback of places only: no line of it holds a value."""
    blocks = [_block(link) for link in _chain(error)]
    return "Traceback (without values), the cause first:\n" + "\n".join(reversed(blocks))


def _block(error: BaseException) -> str:
    return "\n".join([*list(_places(error.__traceback__))[-_PLACES:], described(error)])


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        yield f'  File "{frame.f_code.co_filename}", line {line}, in {frame.f_code.co_name}'


def _chain(error: BaseException) -> list[BaseException]:
    """The error, those that led to it, and those of a group; each once."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop(0)
        if link is None or link in found:
            continue
        found.append(link)
        context = None if link.__suppress_context__ else link.__context__
        waiting += [link.__cause__, context]
        waiting += link.exceptions if isinstance(link, BaseExceptionGroup) else ()
    return found


def _shown(value: object) -> object:
    return described(value) if isinstance(value, BaseException) else value

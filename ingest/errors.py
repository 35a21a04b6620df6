"""Errors about a document, in the words of the person who sent it."""

from __future__ import annotations

from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.language.printable import printable


class DocumentError(PanduError):
    """A document cannot be taken in; the text says why and what to do, in both languages.

    ``str()`` is the English text, for logs and the command line. Names in it are made printable.
    """

    def __init__(self, indonesian: str, english: str) -> None:
        self.indonesian, self.english = printable(indonesian), printable(english)
        super().__init__(self.indonesian, self.english)

    def __str__(self) -> str:
        return self.english

    def message(self, language: Language) -> str:
        """The sentence for a reader of ``language``."""
        return self.indonesian if language == "id" else self.english


class Notice(str):
    """A sentence about a document that was taken in all the same. As a text it is the English one; names in it are
    made printable."""

    indonesian: str
    __slots__ = ("indonesian",)

    def __new__(cls, indonesian: str, english: str) -> Notice:
        notice = super().__new__(cls, printable(english))
        notice.indonesian = printable(indonesian)
        return notice

    def __reduce__(self) -> tuple[type[Notice], tuple[str, str]]:
        return Notice, (self.indonesian, str(self))

    def message(self, language: Language) -> str:
        """The sentence for a reader of ``language``."""
        return self.indonesian if language == "id" else str(self)

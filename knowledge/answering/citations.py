"""Citation marks of sections become numbered citations of an answer."""

from __future__ import annotations

from knowledge.answering.texts import TEXTS
from knowledge.answers import Citation
from knowledge.documents import Document, Language, Passage, Source
from knowledge.language.dates import written_date
from knowledge.markup.citation_marks import Mark

_QUOTE_LIMIT = 300  # characters


class Citations:
    """Numbers the citations of one answer in the order in which they are first needed."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._numbers: dict[tuple[str, str, str], int] = {}
        self.all: list[Citation] = []

    def numbers(self, passage: Passage, marks: tuple[Mark, ...], quote: str) -> tuple[int, ...]:
        """The numbers of the sources that a statement of this passage stands on; the document itself without marks."""
        document = passage.document
        sources = {source.id: source for source in document.sources}
        known = [mark for mark in marks if mark.source in sources]
        if not known:
            return (self._number(document, _of_document(document), self._place(passage), quote),)
        return tuple(
            dict.fromkeys(
                self._number(document, sources[mark.source], locator(mark.locator, self._language), quote)
                for mark in known
            )
        )

    def _number(self, document: Document, source: Source, where: str, quote: str) -> int:
        key = (source.title, source.url, where)
        if key not in self._numbers:
            self._numbers[key] = len(self.all) + 1
            self.all.append(
                Citation(
                    number=self._numbers[key],
                    title=source.title,
                    publisher=source.publisher,
                    date=written_date(source.date, self._language),
                    locator=where,
                    url=source.url,
                    document=document.id,
                    quote=quote if len(quote) <= _QUOTE_LIMIT else quote[: _QUOTE_LIMIT - 1].rstrip() + "…",
                )
            )
        return self._numbers[key]

    def _place(self, passage: Passage) -> str:
        """Where in its document a passage is: clause and page where there are such, else its heading."""
        chunk = passage.chunk
        page = locator(f"p. {chunk.page}", self._language) if chunk.page else ""
        return ", ".join(part for part in (chunk.clause, page) if part) or " – ".join(chunk.heading[1:])


def locator(text: str, language: Language) -> str:
    """A locator as people read it: ``cl. 17(d)`` is ``klausul 17(d)``, ``p. 12`` is ``hlm. 12``."""
    prefix, _, rest = text.partition(" ")
    names = TEXTS.get("locators").get(prefix)
    return f"{names[language]} {rest}" if names and rest else text


def _of_document(document: Document) -> Source:
    return Source(document.id, document.title, document.publisher, document.date, document.url)

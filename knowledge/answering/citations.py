"""Citation marks of sections become numbered citations of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from knowledge.answering.texts import TEXTS
from knowledge.answers import Citation
from knowledge.documents import Language, Passage, Source
from knowledge.grounding.originals import Original
from knowledge.language.dates import written_date
from knowledge.markup.citation_marks import Mark
from knowledge.storage.open_files import OpenFile

_QUOTE_LIMIT = 300  # characters


class Citations:
    """Numbers the citations of one answer in the order in which they are first needed.

    Args:
        language: of the answer.
        originals: what the originals of cited sources say, where they are held.
        files: those of the documents that are quoted from, where the public may open them.
    """

    def __init__(self, language: Language, originals: Sequence[Original] = (), files: Sequence[OpenFile] = ()) -> None:
        self._files = {one.document: one for one in files}
        self._language = language
        self._originals = {(one.source, one.locator, one.statement): one for one in originals}
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._all: list[Citation] = []

    @property
    def all(self) -> list[Citation]:
        """What was cited, by number."""
        return list(self._all)

    def numbers(self, passage: Passage, marks: tuple[Mark, ...], text: str) -> tuple[int, ...]:
        """The numbers of the sources that a statement of this passage stands on; the document itself without marks."""
        document = passage.document
        sources = {source.id: source for source in document.sources}
        known = [mark for mark in marks if mark.source in sources]
        if not known:
            return (self._of_document(passage, text),)
        return tuple(dict.fromkeys(self._of_source(passage, sources[mark.source], mark, text) for mark in known))

    def _of_document(self, passage: Passage, text: str) -> int:
        """The number of a document that is quoted from."""
        document, chunk = passage.document, passage.chunk
        file = self._files.get(document.id)
        url = at_page(document.url, chunk.page)
        if file and file.server and not _is_pdf(url):
            url = file.server + file.path(chunk.page)
        citation = Citation(
            number=0,
            kind="quotation",
            title=document.title,
            publisher=document.publisher,
            date=written_date(document.date, self._language),
            locator=self._place(passage),
            url=url,
            document=document.id,
            section=chunk.anchor or "",
            quote=_cut(text),
            file=file.path(chunk.page) if file else "",
        )
        return self._number(document.id, citation)

    def _of_source(self, passage: Passage, source: Source, mark: Mark, text: str) -> int:
        """The number of a source that a statement of ours sums up, with its own words where its original is held."""
        citation = Citation(
            number=0,
            title=source.title,
            publisher=source.publisher,
            date=written_date(source.date, self._language),
            locator=locator(mark.locator, self._language),
            url=at_page(source.url, source.page_of(mark.locator)),
            document=passage.document.id,
            section=passage.chunk.anchor or "",
        )
        number = self._number(source.id, citation)
        if original := self._originals.get((source.id, mark.locator, text)):
            self._all[number - 1] = self._with_original(self._all[number - 1], original)
        return number

    def _with_original(self, citation: Citation, original: Original) -> Citation:
        """A citation with what the original says; one that several statements share holds all they stand on."""
        if original.sentence in citation.quote:
            return citation
        if citation.quote:
            return citation.model_copy(update={"quote": f"{citation.quote}\n{original.sentence}"})
        page = locator(f"p. {original.page}", self._language) if original.page else ""
        named = citation.locator.split(", ")
        where = citation.locator if page in named else ", ".join(filter(None, (citation.locator, page)))
        return citation.model_copy(
            update={
                "kind": "quotation",
                "quote": original.sentence,
                "locator": where,
                "url": at_page(citation.url.partition("#")[0], original.page),
                "picture": original.picture,
            }
        )

    def _number(self, source: str, citation: Citation) -> int:
        key = (source, citation.url, citation.locator)
        if key not in self._numbers:
            self._numbers[key] = len(self._all) + 1
            self._all.append(citation.model_copy(update={"number": self._numbers[key]}))
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


def at_page(url: str, page: int | None) -> str:
    """The address of a page of a public PDF; that of the file where it is none, or the page is not known."""
    return f"{url}#page={page}" if page and _is_pdf(url) else url


def _is_pdf(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(".pdf")


def _cut(text: str) -> str:
    text = text.replace("\t", " · ")  # cells of a row
    return text if len(text) <= _QUOTE_LIMIT else text[: _QUOTE_LIMIT - 1].rstrip() + "…"

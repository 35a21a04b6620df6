"""Documents that staff write: sections of the corpus' Markdown, with the source of every statement."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ingest.chunking import split
from ingest.corpus.checks import question_problems, text_problems
from ingest.corpus.loader import read_sources
from ingest.corrections import corrected
from ingest.errors import DocumentError, Notice
from ingest.importer import CORPUS
from ingest.masking import mask_sections, personal_record
from ingest.structure.metadata import slug
from knowledge.documents import COLLECTIONS, Answerability, Document, Language, Section, Source, version_digest
from knowledge.errors import MovedError
from knowledge.language.dates import read_date
from knowledge.language.printable import printable, printable_lines
from knowledge.markup import blocks
from knowledge.markup.citation_marks import find_marks
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.origins import EDITED, WRITTEN
from knowledge.storage.stored_versions import NewVersion

MAX_SECTIONS = 60
MAX_TEXT = 8_000  # characters of one section
MAX_QUESTIONS = 80
MAX_LINE = 300  # characters of a title or question
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section as its author sees it; ``anchor`` is empty for one that is new."""

    title: str = ""
    text: str = ""
    shown_question: str = ""
    example_questions: tuple[str, ...] = ()
    anchor: str = ""
    as_of: str = ""
    answerability: Answerability = "full"


@dataclass(frozen=True, slots=True)
class Writing:
    """A document as its author sees it.

    ``id`` and ``base`` (the version that was edited) are empty for one that is new. ``main`` is the id of the source
    that it stands on first; without one it is a source itself, with publisher and date of its own, and its statements
    need no marks. ``sources`` are those that it defines, beside those that are known.
    """

    title: str = ""
    collection: str = "staff"
    language: Language = "id"
    main: str = ""
    publisher: str = ""
    date: str = ""
    as_of: str = ""
    review_after: str = ""
    sections: tuple[WrittenSection, ...] = ()
    sources: tuple[Source, ...] = ()
    id: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a writing: of which section, counted from 0, or None for all of it. ``grave`` ones keep it
    from being stored, the others are advice."""

    section: int | None
    notice: Notice
    grave: bool = True


class Writer:
    """Reads documents to be edited and stores what was written.

    Args:
        document_store: where they are.
    """

    def __init__(self, document_store: DocumentStore) -> None:
        self._document_store = document_store

    def open(self, document_id: str) -> Writing:
        """A document as its author sees it.

        Raises:
            NotFoundError: there is no such document, or it was retired.
            DocumentError: it was read from a file, whose words are quoted and not edited.
        """
        held = self._document_store.current(document_id)
        if not held.origin.startswith(WRITTEN):
            raise DocumentError(
                f"{document_id} dibaca dari berkas; ubah berkasnya, lalu unggah sebagai versi baru.",
                f"{document_id} was read from a file; change the file and upload it as a new version.",
            )
        document = held.document
        return Writing(
            title=document.title,
            collection=document.collection,
            language=document.language,
            main=_main(document, self.sources()),
            publisher=document.publisher,
            date=document.date,
            as_of=document.as_of,
            review_after=str(document.review_after or ""),
            sections=tuple(
                WrittenSection(
                    title=chunk.heading[-1] if chunk.heading[1:] else document.title,
                    text=chunk.text,
                    shown_question=chunk.shown_question,
                    example_questions=chunk.example_questions,
                    anchor=chunk.anchor or "",
                    as_of=chunk.as_of,
                    answerability=chunk.answerability,
                )
                for chunk in held.chunks
            ),
            id=document.id,
            base=held.version,
        )

    def sources(self) -> dict[str, Source]:
        """All sources that may be cited: those of the starter corpus, and those that documents brought."""
        return read_sources(CORPUS) | self._document_store.sources()

    def problems(self, writing: Writing, known: Mapping[str, Source]) -> list[Problem]:
        """What is wrong with a writing.

        Args:
            known: the sources that may be cited besides its own, by id.
        """
        return list(_problems(writing, {**known, **{one.id: one for one in writing.sources}}))

    def version(self, writing: Writing, known: Mapping[str, Source]) -> NewVersion:
        """What would be stored; personal data in it is masked."""
        before = self._document_store.current(writing.id) if writing.id else None
        document = _document(writing, {**known, **{one.id: one for one in writing.sources}}, before)
        if before is None:
            document = replace(document, id=self._document_store.free_id(slug(document.title) or "dokumen"))
        anchored = _anchored(writing.sections)
        done = mask_sections([_section(document, section, anchor) for section, anchor in anchored])
        return NewVersion(
            document=document,
            version=version_digest(document, done.sections),
            chunks=split(document, done.sections),
            origin=f"{EDITED}{document.id}",
            warnings=tuple((notice.indonesian, str(notice)) for notice in done.notices),
            masked=personal_record(done.places),
        )

    def save(self, writing: Writing) -> NewVersion:
        """Store a writing as the current version of its document, or as a new document.

        A text of the starter corpus is the staff's own from then on.

        Raises:
            NotFoundError: the document is not there any more.
            DocumentError: something grave is wrong with it, or somebody else changed the document meanwhile; nothing
                is stored.
        """
        known = self.sources()
        for problem in self.problems(writing, known):
            if problem.grave:
                raise DocumentError(problem.notice.indonesian, str(problem.notice))
        new = self.version(writing, known)
        try:
            self._document_store.add(new, over=writing.base)
        except MovedError:
            if not writing.id:  # the id that was free is another new document's now
                return self.save(writing)
            raise DocumentError(
                "Dokumen ini diubah orang lain sesudah Anda membukanya. Simpan tulisan Anda di tempat lain, buka lagi "
                "dokumennya, lalu masukkan perubahan Anda.",
                "Somebody changed this document after you opened it. Keep your text elsewhere, open the document again "
                "and put your changes in.",
            ) from None
        return new


def _main(document: Document, known: Mapping[str, Source]) -> str:
    """The source that a document took publisher, date and address from, a cited one first; empty where it has none."""
    own = document.publisher, document.date, document.url
    sources = (*document.sources, *known.values())
    return next((one.id for one in sources if (one.publisher, one.date, one.url) == own), "")


def _document(writing: Writing, known: Mapping[str, Source], before: NewVersion | None) -> Document:
    cited = dict.fromkeys(mark.source for section in writing.sections for mark in find_marks(section.text))
    main = known.get(writing.main)
    return Document(
        id=before.document.id if before else "",
        title=printable(" ".join(writing.title.split())),
        collection=writing.collection,
        language=writing.language,
        publisher=main.publisher if main else printable(writing.publisher.strip()),
        date=main.date if main else _iso(writing.date),
        url=main.url if main else before.document.url if before else "",
        as_of=_iso(writing.as_of),
        translation=before.document.translation if before else None,
        sources=tuple(known[one] for one in cited if one in known),
        review_after=int(writing.review_after or 0),
        number=before.document.number if before else "",
    )


def _section(document: Document, section: WrittenSection, anchor: str) -> Section:
    return Section(
        text=blocks.render(blocks.parse(printable_lines(section.text.replace("\r\n", "\n").replace("\t", " ")))),
        heading=(document.title, printable(" ".join(section.title.split()))),
        anchor=anchor,
        example_questions=tuple(dict.fromkeys(printable(one) for one in section.example_questions if one.strip())),
        answerability=section.answerability,
        shown_question=printable(section.shown_question.strip()),
        as_of=_iso(section.as_of),
    )


def _anchored(sections: Sequence[WrittenSection]) -> Iterator[tuple[WrittenSection, str]]:
    """Sections with their anchors: those that they had, and for new ones what their titles give, none of them twice."""
    taken = {section.anchor for section in sections if section.anchor}
    for number, section in enumerate(sections, 1):
        anchor = section.anchor
        if not anchor:
            plain = slug(section.title)[:50].strip("-") or f"bagian-{number}"
            anchor = plain if plain not in taken else f"{plain}-{number}"
            taken.add(anchor)
        yield section, anchor


def _problems(writing: Writing, known: Mapping[str, Source]) -> Iterator[Problem]:
    yield from _document_problems(writing, known)
    for number, section in enumerate(writing.sections):
        yield from _section_problems(number, section, known, cited=bool(writing.main))
    for source in writing.sources:
        yield from (Problem(None, notice) for notice in _source_problems(source))


def _document_problems(writing: Writing, known: Mapping[str, Source]) -> Iterator[Problem]:
    try:
        given = {"title": writing.title, "as_of": writing.as_of, "review_after": writing.review_after}
        own = {} if writing.main else {"date": writing.date, "publisher": writing.publisher}
        corrected(Document("", "", "staff", "id"), {**given, **own})
    except DocumentError as error:
        yield Problem(None, Notice(error.indonesian, error.english))
    if writing.collection not in COLLECTIONS:
        yield Problem(None, Notice("Koleksi itu tidak ada.", "There is no such collection."))
    if writing.main and writing.main not in known:
        yield Problem(
            None,
            Notice(
                f"Tidak ada sumber utama '{writing.main}'; pilih dari daftar, atau tambahkan sebagai sumber baru.",
                f"There is no main source '{writing.main}'; choose one of the list, or add it as a new source.",
            ),
        )
    if not writing.main and not writing.publisher.strip():
        yield Problem(
            None,
            Notice(
                "Pilih sumber utama, atau isi penerbit bila dokumen ini sendiri sumbernya.",
                "Choose a main source, or give a publisher where this document is a source itself.",
            ),
        )
    if not 1 <= len(writing.sections) <= MAX_SECTIONS:
        yield Problem(
            None,
            Notice(
                f"Sebuah dokumen memuat 1 sampai {MAX_SECTIONS} bagian.",
                f"A document has 1 to {MAX_SECTIONS} sections.",
            ),
        )


def _section_problems(
    number: int, section: WrittenSection, known: Collection[str], *, cited: bool
) -> Iterator[Problem]:
    if not section.title.strip() or len(section.title) > MAX_LINE:
        yield Problem(
            number,
            Notice(
                f"Judul bagian harus ada, paling panjang {MAX_LINE} karakter.",
                f"A section needs a title of at most {MAX_LINE} characters.",
            ),
        )
    lines = (section.shown_question, *section.example_questions)
    if len(section.text) > MAX_TEXT or len(lines) > MAX_QUESTIONS + 1 or any(len(line) > MAX_LINE for line in lines):
        yield Problem(
            number,
            Notice(
                f"Bagian ini terlalu panjang: paling banyak {MAX_TEXT} karakter teks, {MAX_QUESTIONS} cara bertanya, "
                f"dan {MAX_LINE} karakter sebuah pertanyaan.",
                f"This section is too long: at most {MAX_TEXT} characters of text, {MAX_QUESTIONS} ways of asking, and "
                f"{MAX_LINE} characters of a question.",
            ),
        )
        return
    try:
        corrected(Document("", "", "staff", "id"), {"as_of": section.as_of})
    except DocumentError as error:
        yield Problem(number, Notice(error.indonesian, error.english))
    marked = bool(find_marks(section.text))
    for notice in text_problems(section.text, known, cited=cited or marked):
        yield Problem(number, notice)
    for notice in question_problems(section.shown_question, [one for one in section.example_questions if one.strip()]):
        yield Problem(number, notice, grave=False)


def _source_problems(source: Source) -> Iterator[Notice]:
    if not _SOURCE.fullmatch(source.id):
        yield Notice(
            f"Kode sumber '{source.id}' hanya memuat huruf kecil, angka, dan tanda hubung.",
            f"The id of a source, '{source.id}', has small letters, digits and hyphens only.",
        )
    if not source.title.strip() or len(source.title) > MAX_LINE or len(source.publisher) > MAX_LINE:
        yield Notice(
            f"Sumber '{source.id}' perlu judul, paling panjang {MAX_LINE} karakter.",
            f"The source '{source.id}' needs a title of at most {MAX_LINE} characters.",
        )
    if len(source.date) > 40:
        yield Notice(f"Tanggal sumber '{source.id}' terlalu panjang.", f"The date of source '{source.id}' is too long.")
    if source.url and (urlsplit(source.url).scheme not in ("http", "https") or len(source.url) > 1_000):
        yield Notice(
            f"Alamat sumber '{source.id}' bukan alamat http atau https.",
            f"The address of source '{source.id}' is not an http or https address.",
        )


def _iso(date: str) -> str:
    """A typed date as it is stored; what is none stays as it is and is told as a problem."""
    return read_date(date) or date.strip()

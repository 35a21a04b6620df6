"""The starter corpus: bilingual Markdown texts with a source behind every statement (see CORPUS.md)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from ingest.errors import DocumentError
from ingest.loaders.loaded import Loaded
from knowledge.documents import COLLECTIONS, GAPS, Answerability, Document, Language, Section, Source, answerability_of
from knowledge.markup import blocks
from knowledge.markup.citation_marks import find_marks

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HEADING = re.compile(r"^##(?!#)[ \t]++(.*)$", re.MULTILINE)
_TITLE = re.compile(r"(?P<title>\S.*?)(?<!\s)\s+\{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*")
_COMMENT = re.compile(r"<!--\n((?:(?!\n?-->|<!--).)*+)\n?-->", re.DOTALL)
_KEYS = {"id", "title", "collection", "language", "source", "as_of"}
_OPTIONAL = {"review_after"}
_DATE = re.compile(r"\d{4}(?:-\d\d)?")


@dataclass(frozen=True, slots=True)
class CorpusSection:
    """One section as written, with what is kept beside the text: ways of asking and the facts it states."""

    title: str
    anchor: str
    text: str
    example_questions: tuple[str, ...]
    facts: tuple[str, ...]
    answerability: Answerability
    shown_question: str
    as_of: str

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the sources it cites, in order of first mention."""
        return tuple(dict.fromkeys(mark.source for mark in find_marks(self.text)))


@dataclass(frozen=True, slots=True)
class CorpusText:
    """One file of the corpus as written; ``front`` are the lines between the dashes."""

    path: Path
    front: dict[str, str]
    sections: tuple[CorpusSection, ...]


def load_corpus(folder: Path) -> Iterator[Loaded]:
    """Load every text below ``folder``, ordered by path.

    Raises:
        DocumentError: a file is malformed or cites an unknown source; the text names the file.
    """
    sources = read_sources(folder)
    for path in text_paths(folder):
        yield _loaded(read_text(path), sources)


def read_sources(folder: Path) -> dict[str, Source]:
    """The sources that may be cited, by id, from ``sources.csv``.

    Raises:
        DocumentError: two sources have one id, so that a mark could mean either.
    """
    path = folder / "sources.csv"
    sources: dict[str, Source] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["id"] in sources:
                raise _malformed(path, f"the source '{row['id']}' is there twice")
            sources[row["id"]] = Source(
                id=row["id"],
                title=row["title"],
                publisher=row["publisher"],
                date="" if row["date"] == "n.d." else row["date"],
                url=row["url"],
                pages=row.get("pages") or "",
            )
    return sources


def text_paths(folder: Path) -> list[Path]:
    """The texts of the corpus: ``<collection>/<name>.<language>.md``, in order."""
    return sorted(folder.glob("*/*.md"))


def read_text(path: Path) -> CorpusText:
    """Read one file.

    Raises:
        DocumentError: the front matter, a heading or a comment does not have the form CORPUS.md asks for.
    """
    whole = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    front = _FRONT.match(whole)
    if front is None:
        raise _malformed(path, "it does not begin with front matter between two lines ---")
    body = _HEADING.split(whole[front.end() :])
    if body[0].strip():
        raise _malformed(path, "there is text before the first '## ' heading")
    sections = tuple(_section(path, *pair) for pair in zip(body[1::2], body[2::2], strict=True))
    if not sections:
        raise _malformed(path, "it has no section")
    return CorpusText(path, _front(path, front[1]), sections)


def _front(path: Path, text: str) -> dict[str, str]:
    values = {key: str(value) for key, value in _yaml(path, text).items()}
    if values.keys() - _OPTIONAL != _KEYS:
        raise _malformed(path, f"the front matter must have exactly the keys {', '.join(sorted(_KEYS))}")
    if not re.fullmatch(r"\d{1,3}", values.get("review_after", "1")):
        raise _malformed(path, "'review_after' is not a number of months")
    if values["collection"] not in COLLECTIONS or values["language"] not in ("id", "en"):
        raise _malformed(path, "its collection or language is not one of those in use")
    return values


def _section(path: Path, heading: str, body: str) -> CorpusSection:
    title = _TITLE.fullmatch(heading)
    if title is None:
        raise _malformed(path, f"the heading '{heading}' does not end with an anchor such as {{#route}}")
    comments = _COMMENT.findall(body)
    if len(comments) != 1:
        raise _malformed(path, f"section #{title['anchor']} must have exactly one comment with facts and asked")
    notes = _yaml(path, comments[0])
    asked = notes.get("asked") or []
    if not isinstance(asked, list) or any(isinstance(item, dict | list) for item in asked):
        raise _malformed(path, f"'asked' of section #{title['anchor']} is not a list of plain texts")
    gap = notes.get("gap") or ""
    if gap not in GAPS.values():
        raise _malformed(path, f"'gap' of section #{title['anchor']} is neither part nor whole")
    as_of = str(notes.get("as_of") or "")
    if as_of and not _DATE.fullmatch(as_of):
        raise _malformed(path, f"'as_of' of section #{title['anchor']} is not a year or a year-month")
    return CorpusSection(
        title=title["title"],
        anchor=title["anchor"],
        text=blocks.render(blocks.parse(_COMMENT.sub("", body))),
        example_questions=tuple(str(item) for item in asked),
        facts=tuple(str(notes.get("facts") or "").split()),
        answerability=answerability_of(gap),
        shown_question=str(notes.get("shown") or ""),
        as_of=as_of,
    )


def _yaml(path: Path, text: str) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _malformed(path, f"its YAML cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(loaded, dict):
        raise _malformed(path, "its YAML is not a list of 'key: value' lines")
    return loaded


def _malformed(path: Path, reason: str) -> DocumentError:
    where = f"{path.parent.name}/{path.name}"
    return DocumentError(f"Teks korpus {where} tidak dapat dibaca: {reason}.", f"{where}: {reason}.")


def _loaded(text: CorpusText, sources: dict[str, Source]) -> Loaded:
    front = text.front
    cited = dict.fromkeys(id for section in text.sections for id in section.cited)
    unknown = [id for id in (*cited, front["source"]) if id not in sources]
    if unknown:
        raise _malformed(text.path, f"sources.csv has no source '{unknown[0]}'")
    main = sources[front["source"]]
    document = Document(
        id=f"{front['id']}.{front['language']}",
        title=front["title"],
        collection=front["collection"],
        language=cast(Language, front["language"]),
        publisher=main.publisher,
        date=main.date,
        url=main.url,
        as_of=front["as_of"],
        translation=front["id"],
        sources=tuple(sources[id] for id in cited),
        review_after=int(front.get("review_after", 0)),
    )
    sections = tuple(
        Section(
            text=section.text,
            heading=(front["title"], section.title),
            anchor=section.anchor,
            example_questions=section.example_questions,
            answerability=section.answerability,
            shown_question=section.shown_question,
            as_of=section.as_of,
        )
        for section in text.sections
    )
    return Loaded(document, sections)

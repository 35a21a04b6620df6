"""Questions that were answered wrongly, with the section that should have answered: asked again of every Release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.documents import Chunk, Language
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from knowledge.storage.tables import EvaluationCaseRow

_LANGUAGE = re.compile(r"\.(?:id|en)$")
_PAGE = re.compile(r"p\. (\d+)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class EvaluationCase:
    """A question and the section that answers it.

    It goes by the place in the document, not by the text, so that it outlives new versions; the translation of the
    section is as good.
    """

    id: int
    question: str
    language: Language
    document: str
    section: str
    title: str
    by: str
    at: datetime

    @property
    def anchored(self) -> bool:
        """Whether the section has an anchor of its own; otherwise it goes by its page."""
        return not _PAGE.fullmatch(self.section)

    def met_by(self, cited: Iterable[tuple[str, str, str]]) -> bool:
        """Whether an answer cites the section.

        Args:
            cited: of each citation the document, the section within it and the locator.
        """
        wanted, page = _LANGUAGE.sub("", self.document), _PAGE.fullmatch(self.section)
        for document, section, locator in cited:
            if _LANGUAGE.sub("", document) != wanted:
                continue
            if section == self.section or (page and page[1] in _NUMBER.findall(locator)):
                return True
        return False


class EvaluationCases:
    """The cases that staff made.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, question: str, language: Language, chunk: Chunk, by: str) -> EvaluationCase:
        """Keep that this chunk's section should have answered a question (masked); the same question of before goes."""
        row = {
            "question": question,
            "language": language,
            "document_id": chunk.document,
            "section": section_of(chunk),
            "title": " › ".join(chunk.heading),
            "by": by,
            "at": now(),
        }
        with self._engine.begin() as connection:
            connection.execute(delete(EvaluationCaseRow).where(EvaluationCaseRow.question == question))
            added = connection.execute(insert(EvaluationCaseRow).values(row).returning(EvaluationCaseRow)).one()
        return _case(added)  # type: ignore[arg-type]  # a row has the attributes of its class

    def remove(self, case_id: int) -> EvaluationCase:
        """Ask it no longer; what was removed.

        Raises:
            NotFoundError: there is no such case.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(EvaluationCaseRow, case_id)
            if row is None:
                raise NotFoundError(f"There is no evaluation case {case_id}.")
            session.delete(row)
            return _case(row)

    def cases(self) -> Sequence[EvaluationCase]:
        """All cases, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(select(EvaluationCaseRow).order_by(EvaluationCaseRow.id.desc()))
            return [_case(row) for row in rows]


def section_of(chunk: Chunk) -> str:
    """What names a chunk's section within its document: its anchor, or else its page; "" where there is neither."""
    return chunk.anchor or (f"p. {chunk.page}" if chunk.page else "")


def _case(row: EvaluationCaseRow) -> EvaluationCase:
    return EvaluationCase(
        id=row.id,
        question=row.question,
        language="en" if row.language == "en" else "id",
        document=row.document_id,
        section=row.section,
        title=row.title,
        by=row.by,
        at=row.at,
    )

"""Gaps: questions without a good answer, clustered by meaning, with what staff do about each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from bot.gaps.grouping import Group, Known, grouped, middle
from bot.gaps.tables import GapQuestionRow, GapRow
from bot.gaps.unanswered import Count, counts, distinct_questions, texts_of
from bot.periods import Period
from knowledge.documents import Language, Passage, digest
from knowledge.embedding.base import Vectors
from knowledge.errors import NotFoundError
from knowledge.language.query import Query
from knowledge.releases.published import ReleaseReader
from knowledge.retrieval.retriever import Retriever
from knowledge.storage.engine import now

logger = logging.getLogger(__name__)

#: What staff do about a Gap: nothing yet, nothing ever, something now, or it was answered.
Mark = Literal["", "out-of-scope", "in-work", "answered"]
MARKS: tuple[Mark, ...] = get_args(Mark)
MOST = 3000  # distinct questions that are put together, the most frequent first
_AT_ONCE = 8  # texts embedded before questions that are being answered have their turn
_NOTE = 500  # characters
_ROWS = 500  # of one statement
_CHANGES = ("gap_id", "model", "closeness")  # of a question; the rest stays what it is


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A question of a Gap, masked; ``asked`` names it, ``count`` tells how often it was not answered well."""

    asked: str
    question: str
    language: Language
    count: int


@dataclass(slots=True)
class Gap:
    """Questions that mean nearly the same and were not answered well in a period; the first is in their middle."""

    id: int
    mark: Mark
    note: str
    marked_by: str
    marked_at: datetime | None
    questions: list[GapQuestion] = field(default_factory=list)
    count: Count = field(default_factory=Count)

    @property
    def question(self) -> str:
        """The question that stands for all."""
        return self.questions[0].question


class Gaps:
    """Finds, shows and marks Gaps.

    Args:
        engine: the database.
        releases: the published Release, for what is near; its embedder turns questions into vectors.
    """

    def __init__(self, engine: Engine, releases: ReleaseReader) -> None:
        self._engine = engine
        self._embedder = releases.embedder
        self._retriever = Retriever(releases)

    def refresh(
        self,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> int:
        """Put the questions together that the journal has now; how many distinct ones there are.

        Gaps keep their number and mark; those without questions go, unless they are marked. It takes seconds, and is
        done every hour. Of two processes that do it at once one gives way.

        Args:
            on_progress: told how many questions have a vector, and of how many.
            stopped: whether to leave it, which is then as if it had not been begun.
        """
        known, vectors, texts = self._known()
        asked = distinct_questions(self._engine, MOST)
        texts |= texts_of(self._engine, [one for one in asked if one not in texts])
        asked = [one for one in asked if one in texts]  # a person may just have had them deleted
        missing = [one for one in asked if one not in vectors]
        for start in range(0, len(missing), _AT_ONCE):
            if stopped():
                return 0
            some = missing[start : start + _AT_ONCE]
            fresh = self._embedder.embed_questions([texts[one][0] for one in some])
            vectors.update(zip(some, fresh, strict=True))
            on_progress(min(start + _AT_ONCE, len(missing)), len(missing))
        stacked = np.array([vectors[one] for one in asked], np.float32).reshape(len(asked), self._embedder.dimension)
        groups = grouped(asked, stacked, known)
        try:
            with self._engine.begin() as connection:
                self._write(connection, groups, asked, stacked, texts)
        except IntegrityError:
            logger.info("The gaps were put together by another process at the same time.")
        return len(asked)

    def gaps(self, period: Period, channel: str = "", mark: Mark | None = "") -> list[Gap]:
        """The Gaps with questions in a period, the most frequent first; ``mark`` None for all, whatever their mark."""
        return self._found(period, channel, GapRow.mark == mark if mark is not None else true())

    def gap(self, gap_id: int, period: Period, channel: str = "") -> Gap:
        """One Gap.

        Raises:
            NotFoundError: there is none with this number, or none of its questions was asked in the period.
        """
        for gap in self._found(period, channel, GapRow.id == gap_id):
            return gap
        raise NotFoundError(f"There is no gap {gap_id} in these days; `pandu gaps` lists them.")

    def _found(self, period: Period, channel: str, which: ColumnElement[bool]) -> list[Gap]:
        gaps = select(GapRow.id, GapRow.mark, GapRow.note, GapRow.marked_by, GapRow.marked_at).where(which)
        columns = select(GapQuestionRow.asked, GapQuestionRow.question, GapQuestionRow.language, GapQuestionRow.gap_id)
        held = columns.join(GapRow, GapRow.id == GapQuestionRow.gap_id).where(which)
        with self._engine.connect() as connection:
            found = {
                gap_id: Gap(gap_id, mark_of(mark) or "", note, by, at)
                for gap_id, mark, note, by, at in connection.execute(gaps)
            }
            questions = connection.execute(held.order_by(GapQuestionRow.closeness.desc(), GapQuestionRow.asked)).all()
        counted = counts(self._engine, period, channel, {asked: gap_id for asked, _, _, gap_id in questions}, which)
        for asked, question, language, gap_id in questions:
            if asked in counted.times and gap_id in found:
                spoken: Language = "en" if language == "en" else "id"
                found[gap_id].questions.append(GapQuestion(asked, question, spoken, counted.times[asked]))
        for gap_id, count in counted.gaps.items():
            if gap_id in found:
                found[gap_id].count = count
        shown = [gap for gap in found.values() if gap.count.total]
        return sorted(shown, key=lambda gap: (-gap.count.total, gap.id))

    def mark(self, gap_id: int, mark: Mark, by: str, note: str = "") -> None:
        """Note what is done about a Gap; questions that are asked later and are like it belong to it from now on.

        Raises:
            NotFoundError: there is none with this number.
        """
        values = {"mark": mark, "note": note[:_NOTE], "marked_by": by, "marked_at": now()}
        with self._engine.begin() as connection:
            if not connection.execute(update(GapRow).where(GapRow.id == gap_id).values(values)).rowcount:
                raise NotFoundError(f"There is no gap {gap_id}; `pandu gaps` lists them.")

    def nearest(self, gap: Gap, limit: int = 5, words: str = "") -> tuple[Passage, ...]:
        """The passages of the published Release that are nearest to the question of a Gap, best first.

        Args:
            gap: the Gap.
            limit: most passages.
            words: look for these instead.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        first = gap.questions[0]
        return self._retriever.retrieve(Query.of(words or first.question, first.language), limit=limit).passages

    @property
    def _model(self) -> str:
        return digest(self._embedder.name, self._embedder.fingerprint)

    def _known(self) -> tuple[list[Known], dict[str, Vectors], dict[str, tuple[str, Language]]]:
        """The Gaps of before, the vectors of their questions under this model, and their texts."""
        vectors: dict[str, Vectors] = {}
        texts: dict[str, tuple[str, Language]] = {}
        members: dict[int, set[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(GapQuestionRow.__table__)):
                texts[row.asked] = row.question, "en" if row.language == "en" else "id"
                members.setdefault(row.gap_id, set()).add(row.asked)
                if row.model == self._model:
                    vectors[row.asked] = np.frombuffer(row.vector, "<f4")
            gaps = connection.execute(select(GapRow.id, GapRow.model, GapRow.vector, GapRow.mark)).all()
        nowhere = np.zeros(self._embedder.dimension, np.float32)
        known = [
            Known(
                gap_id,
                np.frombuffer(vector, "<f4") if model == self._model else nowhere,
                bool(mark),
                frozenset(members.get(gap_id, ())),
            )
            for gap_id, model, vector, mark in gaps
        ]
        return known, vectors, texts

    def _write(
        self,
        connection: Connection,
        groups: Sequence[Group],
        asked: Sequence[str],
        vectors: Vectors,
        texts: Mapping[str, tuple[str, Language]],
    ) -> None:
        """Write what changed, which is little, since everybody else who writes waits for it."""
        centres = [middle(vectors[group.rows]) for group in groups]
        rows: dict[str, dict[str, object]] = {}
        for group, centre, gap_id in zip(groups, centres, self._gap_ids(connection, groups, centres), strict=True):
            for row in group.rows:
                question, language = texts[asked[row]]
                rows[asked[row]] = {
                    "asked": asked[row],
                    "gap_id": gap_id,
                    "question": question,
                    "language": language,
                    "model": self._model,
                    "vector": np.ascontiguousarray(vectors[row], "<f4").tobytes(),
                    "closeness": round(float(vectors[row] @ centre), 6),
                }
        held = select(GapQuestionRow.asked, *(getattr(GapQuestionRow, name) for name in _CHANGES))
        known = {name: tuple(values) for name, *values in connection.execute(held)}
        changed = {name for name, row in rows.items() if known.get(name) != tuple(row[column] for column in _CHANGES)}
        gone = [name for name in known if name in changed or name not in rows]
        for start in range(0, len(gone), _ROWS):
            some = gone[start : start + _ROWS]
            connection.execute(delete(GapQuestionRow).where(GapQuestionRow.asked.in_(some)))
        if changed:
            connection.execute(insert(GapQuestionRow), [rows[name] for name in sorted(changed)])
        used = select(GapQuestionRow.gap_id)
        connection.execute(delete(GapRow).where(GapRow.mark == "", GapRow.id.not_in(used)))

    def _gap_ids(self, connection: Connection, groups: Sequence[Group], centres: Sequence[Vectors]) -> list[int]:
        """The numbers of Gaps, of which those are made that are not known or went meanwhile, and the others moved."""
        packed = [np.ascontiguousarray(centre, "<f4").tobytes() for centre in centres]
        stays = or_(GapRow.mark == "", GapRow.model != self._model)
        move = update(GapRow).where(GapRow.id == bindparam("known"), stays).values(vector=bindparam("centre"))
        moved = [
            {"known": group.id, "centre": vector, "model": self._model}
            for group, vector in zip(groups, packed, strict=True)
            if group.id is not None
        ]
        if moved:
            connection.execute(move.values(model=bindparam("model")), moved)
        there = set(connection.scalars(select(GapRow.id)))
        made = {"model": self._model, "mark": "", "note": "", "marked_by": "", "created_at": now()}
        new = [made | {"vector": vector} for group, vector in zip(groups, packed, strict=True) if group.id not in there]
        insertion = insert(GapRow).returning(GapRow.id, sort_by_parameter_order=True)
        numbers = iter(connection.scalars(insertion, new).all() if new else ())
        return [group.id if group.id is not None and group.id in there else next(numbers) for group in groups]


def mark_of(name: str) -> Mark | None:
    """The mark of this name; None if there is none."""
    return next((mark for mark in MARKS if mark == name), None)

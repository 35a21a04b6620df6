"""Impact previews in the database: begun, told how far they are, stopped, read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import CursorResult, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.releases.impact import HARM, Effect
from bot.releases.tables import EffectRow, ImpactRow
from knowledge.answers import Answer
from knowledge.errors import NotFoundError
from knowledge.storage.engine import lock_table, now

ImpactState = Literal["building", "asking", "stopping", "done", "stopped", "failed", "dead"]
_GOING: Final = ("building", "asking", "stopping")
_SILENCE = timedelta(seconds=90)  # after which whoever worked on it is taken to be dead
_BEAT = 15.0  # seconds between two signs of life
_KEPT = 10  # previews


@dataclass(frozen=True, slots=True)
class ImpactRun:
    """An impact preview. ``state`` is ``dead`` where its process ended without a word; ``counts`` are answers by how
    they change, with the golden cases that would fail (``fails``) or no longer do (``mended``), and the askers who
    would be told that an answer has changed (``told``)."""

    id: int
    draft: str
    published: str
    by: str
    state: ImpactState
    done: int
    total: int
    counts: dict[str, int]
    error: str
    created_at: datetime

    @property
    def going(self) -> bool:
        """Whether it is still worked on."""
        return self.state in _GOING

    @property
    def failing(self) -> int:
        """Golden cases that would fail."""
        return self.counts.get("fails", 0)

    @property
    def changed(self) -> int:
        """Answers that would change."""
        return sum(self.counts.get(change.value, 0) for change in HARM)

    @property
    def asked(self) -> int:
        """Questions that were asked of both."""
        return self.changed + self.counts.get("same", 0)

    @property
    def told(self) -> int:
        """Askers who would be told so."""
        return self.counts.get("told", 0)


@dataclass(frozen=True, slots=True)
class StoredEffect:
    """An answer that changes, as it was kept: see :class:`bot.releases.impact.Effect`; ``golden`` is the case's id."""

    question: str
    golden: str
    times: int
    change: str
    verdict: str
    before: Answer
    after: Answer


class Impacts:
    """Reads and writes impact previews.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, by: str) -> tuple[ImpactRun, bool]:
        """Begin a preview, or return the one that is going on; True when it is new."""
        moment = now()
        with Session(self._engine) as session, session.begin() as transaction:
            lock_table(session, ImpactRow)
            row = ImpactRow(by=by[:200], state="building", created_at=moment, seen_at=moment)
            session.add(row)
            session.flush()  # from here on SQLite is locked, too
            before = select(ImpactRow).where(ImpactRow.id < row.id).order_by(ImpactRow.id.desc()).limit(1)
            latest = session.scalars(before).first()
            if latest is not None and (going := _run(latest)).going:
                transaction.rollback()
                return going, False
            old = select(ImpactRow.id).order_by(ImpactRow.id.desc()).offset(_KEPT).limit(1)
            if (last := session.scalar(old)) is not None:
                session.execute(delete(EffectRow).where(EffectRow.impact_id <= last))
                session.execute(delete(ImpactRow).where(ImpactRow.id <= last))
            return _run(row), True

    def latest(self, draft: str | None = None, published: str | None = None) -> ImpactRun | None:
        """The newest preview; with ``draft`` the newest finished one of that Release over ``published``."""
        statement = select(ImpactRow).order_by(ImpactRow.id.desc()).limit(1)
        if draft is not None:
            statement = statement.where(ImpactRow.draft == draft, ImpactRow.published == (published or ""))
            statement = statement.where(ImpactRow.state == "done")
        with Session(self._engine) as session:
            row = session.scalars(statement).first()
            return _run(row) if row else None

    def run(self, impact_id: int) -> ImpactRun:
        """One preview.

        Raises:
            NotFoundError: there is none with this number.
        """
        with Session(self._engine) as session:
            row = session.get(ImpactRow, impact_id)
            if row is None:
                raise NotFoundError(f"There is no impact preview {impact_id}.")
            return _run(row)

    def stop(self, impact_id: int) -> bool:
        """Ask a preview that is going on to stop; whether it was."""
        statement = update(ImpactRow).where(ImpactRow.id == impact_id, ImpactRow.state.in_(("building", "asking")))
        with self._engine.begin() as connection:
            return cast("CursorResult[Any]", connection.execute(statement.values(state="stopping"))).rowcount > 0

    def asks(self, impact_id: int, draft: str, published: str, total: int) -> bool:
        """Note what a preview compares and how many questions it asks; False when it was stopped meanwhile."""
        values = {"draft": draft, "published": published, "total": total, "state": "asking"}
        return self._note(impact_id, values, "building")

    def went_on(self, impact_id: int, done: int, effects: Sequence[Effect], counts: dict[str, int]) -> bool:
        """Keep what was found since the last call; False when the preview is to stop."""
        for effect in effects:
            # What a person asked may have been deleted since it was read.
            if effect.changes:
                with suppress(IntegrityError), self._engine.begin() as connection:
                    connection.execute(insert(EffectRow), _values(impact_id, effect))
        return self._note(impact_id, {"done": done, "counts": counts}, "asking")

    def builds(self, impact_id: int) -> bool:
        """Whether its draft may be built on; False when it is to stop."""
        return self._note(impact_id, {}, "building")

    @contextmanager
    def alive(self, impact_id: int, beat: float = _BEAT) -> Iterator[None]:
        """Note meanwhile, every ``beat`` seconds, that somebody works on it: a single step, such as the vectors of a
        long document, may take longer than silence may last."""
        ended = threading.Event()

        def note() -> None:
            seen = update(ImpactRow).where(ImpactRow.id == impact_id)
            while not ended.wait(beat):
                with suppress(SQLAlchemyError), self._engine.begin() as connection:  # there is a next time
                    connection.execute(seen.values(seen_at=now()))

        beating = threading.Thread(target=note, name="impact", daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()

    def end(self, impact_id: int, state: Literal["done", "stopped", "failed"], error: str = "") -> None:
        """Note how a preview ended."""
        with self._engine.begin() as connection:
            ended = update(ImpactRow).where(ImpactRow.id == impact_id, ImpactRow.state.in_(_GOING))
            connection.execute(ended.values(state=state, error=error, seen_at=now()))

    def effects(self, impact_id: int, *, after: int = 0, most: int = 50, change: str = "") -> list[StoredEffect]:
        """The answers that change, most harmful first.

        Args:
            impact_id: of which preview.
            after: how many to leave out at the beginning.
            most: at most so many.
            change: only those that change in this way; ``fails`` for golden cases that would fail.
        """
        statement = (
            select(EffectRow)
            .where(EffectRow.impact_id == impact_id)
            .order_by(EffectRow.rank, EffectRow.times.desc(), EffectRow.id)
            .offset(after)
            .limit(most)
        )
        if change:
            statement = statement.where((EffectRow.verdict if change == "fails" else EffectRow.change) == change)
        with Session(self._engine) as session:
            return [_stored(row) for row in session.scalars(statement)]

    def _note(self, impact_id: int, values: dict[str, Any], state: str) -> bool:
        statement = update(ImpactRow).where(ImpactRow.id == impact_id, ImpactRow.state == state)
        with self._engine.begin() as connection:
            noted = connection.execute(statement.values(seen_at=now(), **values))
            return cast("CursorResult[Any]", noted).rowcount > 0


def _run(row: ImpactRow) -> ImpactRun:
    dead = row.state in _GOING and row.seen_at < now() - _SILENCE
    return ImpactRun(
        id=row.id,
        draft=row.draft,
        published=row.published,
        by=row.by,
        state="dead" if dead else cast(ImpactState, row.state),
        done=row.done,
        total=row.total,
        counts=dict(row.counts),
        error=row.error,
        created_at=row.created_at,
    )


def _values(impact_id: int, effect: Effect) -> dict[str, Any]:
    question = effect.question
    return {
        "impact_id": impact_id,
        "turn_id": question.turn,
        "rank": effect.rank,
        "change": effect.change.value,
        "verdict": effect.verdict,
        "golden": question.case_id,
        "question": " → ".join(question.turns),
        "times": question.times,
        "before": effect.before.model_dump(mode="json"),
        "after": effect.after.model_dump(mode="json"),
    }


def _stored(row: EffectRow) -> StoredEffect:
    return StoredEffect(
        question=row.question,
        golden=row.golden,
        times=row.times,
        change=row.change,
        verdict=row.verdict,
        before=Answer.model_validate(row.before),
        after=Answer.model_validate(row.after),
    )

"""The originals of cited sources, where staff gave them, and what they say for each statement of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.deadlines import Deadline, OverdueError
from knowledge.documents import digest
from knowledge.errors import NotFoundError
from knowledge.grounding.alignment import Place
from knowledge.storage.engine import now, upsert
from knowledge.storage.open_files import OpenFiles
from knowledge.storage.tables import BorneOutRow, OriginalRow


@dataclass(frozen=True, slots=True)
class Original:
    """What the original of ``source`` says for ``statement``, which cites it at ``locator``.

    ``sentence`` are its sentences word for word, with their page, clause and the name of a picture of the place;
    empty where it does not say it. ``doubts`` are what it does not bear out of it
    (:func:`knowledge.grounding.support.doubts`),
    ``where`` is our section: ``document#anchor``.
    """

    source: str
    locator: str
    statement: str
    where: str
    sentence: str = ""
    page: int = 0
    clause: str = ""
    picture: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A source whose original is held: the kept ``file`` under ``originals/``, and the ``name`` it came with."""

    source: str
    file: str
    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements of ours cite a source whose original is held, how many of them are not found in it, and in
    how many it does not bear out something; ``name`` is that of the file as it came."""

    name: str
    statements: int
    missing: int
    doubtful: int


class OriginalStore:
    """Originals and what they say, in the database.

    Args:
        engine: the database.
        reading: bounds the wait for it while a question is answered.
        server: the public address of this server, without a slash at its end.
    """

    def __init__(self, engine: Engine, reading: Deadline | None = None, server: str = "") -> None:
        self._engine = engine
        self._reading = reading or Deadline()
        self.open_files = OpenFiles(engine, self._reading, server)

    def bind(self, bound: Bound, found: Sequence[Original], actor: str) -> None:
        """Keep the original of a source, in place of one bound before, with what it says for all statements."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(BorneOutRow).where(BorneOutRow.source == bound.source))
            row = {
                "source": bound.source,
                "file": bound.file,
                "name": bound.name,
                "places": [[place.page, place.clause, place.text, place.around] for place in bound.places],
                "bound_by": actor,
                "bound_at": now(),
            }
            upsert(session, OriginalRow, [row])
            upsert(session, BorneOutRow, [_row(one) for one in found])

    def unbind(self, source: str) -> None:
        """Forget the original of a source.

        Raises:
            NotFoundError: none is bound.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(OriginalRow, source)
            if row is None:
                raise NotFoundError(f"No original is bound to {source!r}; `pandu originals` lists those that are.")
            session.execute(delete(BorneOutRow).where(BorneOutRow.source == source))
            session.delete(row)

    def bound(self) -> list[Bound]:
        """The originals that are held, by source."""
        with Session(self._engine) as session:
            rows = session.scalars(select(OriginalRow).order_by(OriginalRow.source))
            return [Bound(row.source, row.file, row.name, tuple(Place(*place) for place in row.places)) for row in rows]

    def tallies(self) -> dict[str, Tally]:
        """How the originals that are held bear out what cites them, by source; without reading the originals."""
        said: dict[str, list[tuple[str, list[str]]]] = {}
        with self._engine.connect() as connection:
            names = connection.execute(select(OriginalRow.source, OriginalRow.name).order_by(OriginalRow.source)).all()
            for source, sentence, doubts in connection.execute(
                select(BorneOutRow.source, BorneOutRow.sentence, BorneOutRow.doubts)
            ):
                said.setdefault(source, []).append((sentence, doubts))
        return {
            source: Tally(
                name,
                len(found := said.get(source, [])),
                sum(not sentence for sentence, _ in found),
                sum(bool(doubts) for _, doubts in found),
            )
            for source, name in names
        }

    def state(self) -> str:
        """Changes whenever an original is bound or forgotten."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(OriginalRow.source, OriginalRow.bound_at).order_by(OriginalRow.source)
            ).all()
        return digest(*(f"{source} {at}" for source, at in rows)) if rows else ""

    def holds_picture(self, name: str) -> bool:
        """Whether a picture is of a place in an original that is bound."""
        with self._engine.connect() as connection:
            return connection.execute(select(BorneOutRow.source).where(BorneOutRow.picture == name)).first() is not None

    def add(self, found: Sequence[Original]) -> None:
        """Keep what originals say for further statements."""
        with Session(self._engine) as session, session.begin():
            upsert(session, BorneOutRow, [_row(one) for one in found])

    def keep(self, source: str, said: Set[tuple[str, str]]) -> None:
        """Forget what the original of a source says for all but these statements, each with its locator."""
        gone = [one for one in self.of_source(source) if (one.statement, one.locator) not in said]
        with Session(self._engine) as session, session.begin():
            for one in gone:
                session.execute(
                    delete(BorneOutRow).where(
                        BorneOutRow.source == source,
                        BorneOutRow.locator == one.locator,
                        BorneOutRow.statement == digest(one.statement),
                    )
                )

    def of_source(self, source: str) -> list[Original]:
        """What the original of a source says for each statement, by section of ours."""
        statement = select(BorneOutRow).where(BorneOutRow.source == source)
        with Session(self._engine) as session:
            rows = session.scalars(statement.order_by(BorneOutRow.where, BorneOutRow.statement))
            return [_original(row) for row in rows]

    def of_statements(self, sources: Iterable[str], texts: Iterable[str]) -> list[Original]:
        """What the originals of these sources say word for word for these statements.

        Nothing while the database is away: an answer without them is better than none.
        """
        try:
            return self._reading.call(partial(self._of_statements, list(sources), [digest(text) for text in texts]))
        except (OverdueError, SQLAlchemyError):
            return []

    def _of_statements(self, sources: list[str], wanted: list[str]) -> list[Original]:
        statement = select(BorneOutRow).where(
            BorneOutRow.source.in_(sources), BorneOutRow.statement.in_(wanted), BorneOutRow.sentence != ""
        )
        with Session(self._engine) as session:
            return [_original(row) for row in session.scalars(statement)]


def _row(one: Original) -> dict[str, object]:
    return {
        "source": one.source,
        "locator": one.locator,
        "statement": digest(one.statement),
        "text": one.statement,
        "where": one.where,
        "sentence": one.sentence,
        "page": one.page,
        "clause": one.clause,
        "picture": one.picture,
        "doubts": list(one.doubts),
    }


def _original(row: BorneOutRow) -> Original:
    return Original(
        source=row.source,
        locator=row.locator,
        statement=row.text,
        where=row.where,
        sentence=row.sentence,
        page=row.page,
        clause=row.clause,
        picture=row.picture,
        doubts=tuple(row.doubts),
    )

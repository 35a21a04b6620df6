"""Foreign keys and keys of the tables hold on both kinds of database."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.engine import Base, now
from knowledge.storage.tables import ChunkRow, PointerRow, ReleaseRow, ReleaseVersionRow, VectorRow, VersionChunkRow


@pytest.mark.parametrize(
    "row",
    [
        PointerRow(name="published", release_id="none"),
        ChunkRow(id="c1", document_id="none", text="", heading=[], asked=[]),
        VersionChunkRow(version_id="none", position=0, chunk_id="none"),
        ReleaseVersionRow(release_id="none", version_id="none"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_nothing_points_to_what_is_not_there(engine: Engine, row: Base) -> None:
    copy = type(row)(**{column.name: getattr(row, column.name) for column in row.__table__.columns})
    with Session(engine) as session:
        session.add(copy)
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_same_text_has_a_vector_for_each_model(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all([VectorRow(model=model, digest="d", vector=b"\0" * 4) for model in ("a", "b")])
        session.commit()
        session.add(VectorRow(model="a", digest="d", vector=b"\1" * 4))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_release_begins_without_a_report_or_publication(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(ReleaseRow(id="r1", status="building", fingerprint={"layout": 3}, created_at=now()))
        session.commit()
        session.expire_all()
        row = session.get_one(ReleaseRow, "r1")
        assert (row.fingerprint, row.report, row.published_at, row.checksum) == ({"layout": 3}, {}, None, "")

"""Releases and the pointer, the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import MovedError, NotFoundError
from knowledge.storage.release_store import ReleaseStore
from knowledge.storage.tables import PublicationRow


@pytest.fixture
def release_store(engine: Engine) -> ReleaseStore:
    return ReleaseStore(engine)


def _draft(release_store: ReleaseStore, *names: str) -> None:
    for name in names:
        release_store.create(name, [], {"model": "m"})
        release_store.finish(name, "draft", {"chunks": 1})


def test_before_the_first_publication_nothing_answers(release_store: ReleaseStore) -> None:
    assert release_store.published() is None
    assert release_store.releases() == []
    with pytest.raises(NotFoundError, match="There is no release 'r9'"):
        release_store.release("r9")


def test_publishing_moves_the_pointer(release_store: ReleaseStore) -> None:
    _draft(release_store, "r1", "r2")
    release_store.publish("r1", "budi")
    release_store.publish("r2", "siti")
    assert release_store.published() == "r2"
    first, second = release_store.release("r1"), release_store.release("r2")
    assert (first.published, second.published) == (False, True)
    assert first.unpublished_at is not None
    assert second.unpublished_at is None
    assert [release.id for release in release_store.releases()] == ["r2", "r1"]
    assert second.report == {"chunks": 1}
    assert second.fingerprint == {"model": "m"}


@pytest.mark.parametrize("status", ["building", "failed", None])
def test_only_a_complete_release_is_published(release_store: ReleaseStore, status: str | None) -> None:
    _draft(release_store, "r1")
    release_store.publish("r1", "test")
    if status:
        release_store.create("r2", [], {})
        if status == "failed":
            release_store.finish("r2", "failed", {})
    with pytest.raises(NotFoundError, match="does not exist or is not complete"):
        release_store.publish("r2", "test")
    assert release_store.published() == "r1"


def test_every_move_is_audited_once(release_store: ReleaseStore, engine: Engine) -> None:
    _draft(release_store, "r1", "r2")
    release_store.publish("r1", "budi")
    release_store.publish("r1", "budi")
    release_store.publish("r2", "x" * 300)
    release_store.publish("r1", "siti", "rollback")
    with engine.connect() as connection:
        moves = connection.execute(
            select(PublicationRow.release_id, PublicationRow.previous_id, PublicationRow.action, PublicationRow.actor)
        ).all()
    assert [tuple(move) for move in moves] == [
        ("r1", None, "publish", "budi"),
        ("r2", "r1", "publish", "x" * 200),
        ("r1", "r2", "rollback", "siti"),
    ]


def test_rolling_back_goes_further_back_each_time(release_store: ReleaseStore) -> None:
    _draft(release_store, "r1", "r2", "r3")
    for name in ("r1", "r2", "r3"):
        release_store.publish(name, "test")
    for expected in ("r2", "r1"):
        target = release_store.before(release_store.published() or "")
        assert target == expected
        release_store.publish(target, "test", "rollback")
    with pytest.raises(NotFoundError, match="no earlier release"):
        release_store.before("r1")


def test_builds_that_died_are_marked(release_store: ReleaseStore) -> None:
    _draft(release_store, "r1")
    release_store.create("r2", [], {})
    assert release_store.abandon_unfinished() == ["r2"]
    assert release_store.abandon_unfinished() == []
    assert {release.id: release.status for release in release_store.releases()} == {"r1": "draft", "r2": "failed"}


def test_files_made_anew_have_a_new_fingerprint(release_store: ReleaseStore) -> None:
    _draft(release_store, "r1")
    release_store.refresh("r1", {"model": "other"})
    assert release_store.release("r1").fingerprint == {"model": "other"}


def test_whoever_publishes_over_something_else_than_they_saw_is_told_so(release_store: ReleaseStore) -> None:
    _draft(release_store, "r1", "r2", "r3")
    release_store.publish("r1", "budi")
    assert release_store.publish("r2", "siti", over="r1", note="Data 2026")
    with pytest.raises(MovedError, match=r"Meanwhile r2 was published by siti\. Look at it"):
        release_store.publish("r3", "budi", over="r1")
    assert release_store.published() == "r2"
    assert not release_store.publish("r2", "budi", over="r2")
    release_store.publish("r1", "budi", "rollback", note="Salah angka", over="r2")
    told = [(one.release, one.previous, one.rollback, one.actor, one.note) for one in release_store.history()]
    assert told == [
        ("r1", "r2", True, "budi", "Salah angka"),
        ("r2", "r1", False, "siti", "Data 2026"),
        ("r1", None, False, "budi", ""),
    ]
    assert release_store.history(after=2, most=1)[0].previous is None

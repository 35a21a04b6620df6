"""Releases and the pointer, the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import NotFoundError
from knowledge.storage.release_store import Publications
from knowledge.storage.tables import PublicationRow


@pytest.fixture
def publications(engine: Engine) -> Publications:
    return Publications(engine)


def _draft(publications: Publications, *names: str) -> None:
    for name in names:
        publications.create(name, [], {"model": "m"})
        publications.finish(name, "draft", {"chunks": 1})


def test_before_the_first_publication_nothing_answers(publications: Publications) -> None:
    assert publications.published() is None
    assert publications.releases() == []
    with pytest.raises(NotFoundError, match="There is no release 'r9'"):
        publications.release("r9")


def test_publishing_moves_the_pointer(publications: Publications) -> None:
    _draft(publications, "r1", "r2")
    publications.publish("r1", "budi")
    publications.publish("r2", "siti")
    assert publications.published() == "r2"
    first, second = publications.release("r1"), publications.release("r2")
    assert (first.published, second.published) == (False, True)
    assert first.unpublished_at is not None
    assert second.unpublished_at is None
    assert [release.id for release in publications.releases()] == ["r2", "r1"]
    assert second.report == {"chunks": 1}
    assert second.fingerprint == {"model": "m"}


@pytest.mark.parametrize("status", ["building", "failed", None])
def test_only_a_complete_release_is_published(publications: Publications, status: str | None) -> None:
    _draft(publications, "r1")
    publications.publish("r1", "test")
    if status:
        publications.create("r2", [], {})
        if status == "failed":
            publications.finish("r2", "failed", {})
    with pytest.raises(NotFoundError, match="does not exist or is not complete"):
        publications.publish("r2", "test")
    assert publications.published() == "r1"


def test_every_move_is_audited_once(publications: Publications, engine: Engine) -> None:
    _draft(publications, "r1", "r2")
    publications.publish("r1", "budi")
    publications.publish("r1", "budi")
    publications.publish("r2", "x" * 300)
    publications.publish("r1", "siti", "rollback")
    with engine.connect() as connection:
        moves = connection.execute(
            select(PublicationRow.release_id, PublicationRow.previous_id, PublicationRow.action, PublicationRow.actor)
        ).all()
    assert [tuple(move) for move in moves] == [
        ("r1", None, "publish", "budi"),
        ("r2", "r1", "publish", "x" * 200),
        ("r1", "r2", "rollback", "siti"),
    ]


def test_rolling_back_goes_further_back_each_time(publications: Publications) -> None:
    _draft(publications, "r1", "r2", "r3")
    for name in ("r1", "r2", "r3"):
        publications.publish(name, "test")
    for expected in ("r2", "r1"):
        target = publications.before(publications.published() or "")
        assert target == expected
        publications.publish(target, "test", "rollback")
    with pytest.raises(NotFoundError, match="no earlier release"):
        publications.before("r1")


def test_builds_that_died_are_marked(publications: Publications) -> None:
    _draft(publications, "r1")
    publications.create("r2", [], {})
    assert publications.abandon_unfinished() == ["r2"]
    assert publications.abandon_unfinished() == []
    assert {release.id: release.status for release in publications.releases()} == {"r1": "draft", "r2": "failed"}


def test_files_made_anew_have_a_new_fingerprint(publications: Publications) -> None:
    _draft(publications, "r1")
    publications.refresh("r1", {"model": "other"})
    assert publications.release("r1").fingerprint == {"model": "other"}

"""Files are made once at a time, and what failed is tried again after a while."""

import threading

import pytest

from knowledge.errors import IntegrityError, LockedError
from knowledge.releases.background import BackgroundMaker


def test_whoever_needs_the_same_release_waits_for_the_same_work() -> None:
    made, may_end = [], threading.Event()

    def make(release_id: str) -> None:
        made.append(release_id)
        assert may_end.wait(60)

    maker = BackgroundMaker(make)
    first, second = maker.begin("r1", "gone"), maker.begin("r1", "gone")
    may_end.set()
    first.result(60)
    assert first is second
    assert made == ["r1"]


def test_another_release_is_made_at_once() -> None:
    made: list[str] = []
    maker = BackgroundMaker(made.append)
    for release_id in ("r1", "r2"):
        maker.begin(release_id, "gone").result(60)
    assert made == ["r1", "r2"]


def test_it_is_not_tried_again_before_its_time() -> None:
    made: list[str] = []
    time = 0.0
    maker = BackgroundMaker(made.append, again=60, clock=lambda: time)
    maker.begin("r1", "gone").result(60)
    time = 59.0
    maker.begin("r1", "gone").result(60)
    assert made == ["r1"]
    time = 60.0
    maker.begin("r1", "gone").result(60)
    assert made == ["r1", "r1"]


def test_an_error_of_ours_reaches_who_waits_and_another_is_told_without_its_text() -> None:
    def locked(release_id: str) -> None:
        raise LockedError("Another process is building.")

    def broken(release_id: str) -> None:
        raise RuntimeError("rahasia")

    with pytest.raises(LockedError, match="Another process"):
        BackgroundMaker(locked).begin("r1", "gone").result(60)
    with pytest.raises(IntegrityError, match="RuntimeError") as caught:
        BackgroundMaker(broken).begin("r1", "gone").result(60)
    assert "rahasia" not in str(caught.value)

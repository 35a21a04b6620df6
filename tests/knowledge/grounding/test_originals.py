"""Originals of sources and what they say, the same on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from knowledge.deadlines import Deadline, OverdueError
from knowledge.errors import NotFoundError
from knowledge.grounding.alignment import Place
from knowledge.grounding.originals import Bound, Original, OriginalStore, Tally

TOR = Bound("tor", "a" * 64 + ".pdf", "Kerangka Acuan.pdf", (Place(1, "4", "Each city shall report.", "All of it."),))
SAID = Original(
    source="tor",
    locator="cl. 4",
    statement="Kota melapor.",
    where="duties.id#duties",
    sentence="Each city shall report.",
    page=1,
    clause="4",
    picture="a.jpg",
    doubts=("number", "denial"),
)
UNSAID = Original("tor", "cl. 9", "Kota membayar iuran.", "duties.id#fee")


@pytest.fixture
def originals(engine: Engine) -> OriginalStore:
    return OriginalStore(engine)


def test_what_was_bound_comes_back_as_it_was(originals: OriginalStore) -> None:
    originals.bind(TOR, [UNSAID, SAID], "test")
    assert originals.bound() == [TOR]
    assert originals.of_source("tor") == [SAID, UNSAID]
    assert originals.of_source("note") == []
    assert originals.tallies() == {"tor": Tally("Kerangka Acuan.pdf", statements=2, missing=1, doubtful=1)}


def test_for_an_answer_only_what_is_said_comes_for_these_sources_and_statements(originals: OriginalStore) -> None:
    second = replace(SAID, locator="cl. 10(d)", sentence="They write a report.")
    originals.bind(TOR, [SAID, second, UNSAID], "test")
    texts = [SAID.statement, UNSAID.statement, "Lain."]
    assert sorted(originals.of_statements(["tor"], texts), key=lambda one: one.locator) == [second, SAID]
    assert originals.of_statements(["note"], texts) == []
    assert originals.of_statements(["tor"], ["Kota melapor"]) == []
    assert originals.of_statements([], []) == []


def test_another_original_takes_the_place_of_the_one_before(originals: OriginalStore) -> None:
    originals.bind(TOR, [SAID, UNSAID], "test")
    newer = replace(TOR, file="b.pdf", name="baru.pdf")
    originals.bind(newer, [replace(SAID, sentence="Cities report.")], "test")
    assert originals.bound() == [newer]
    assert [one.sentence for one in originals.of_source("tor")] == ["Cities report."]


def test_what_is_found_later_is_added(originals: OriginalStore) -> None:
    originals.bind(TOR, [SAID], "test")
    originals.add([replace(UNSAID, sentence="There is no fee.")])
    assert len(originals.of_source("tor")) == 2


def test_what_is_unbound_is_forgotten_and_no_other(originals: OriginalStore) -> None:
    note = replace(TOR, source="note")
    originals.bind(TOR, [SAID], "test")
    originals.bind(note, [replace(SAID, source="note")], "test")
    originals.unbind("tor")
    assert (originals.bound(), originals.of_source("tor")) == ([note], [])
    assert originals.of_statements(["tor", "note"], [SAID.statement]) == [replace(SAID, source="note")]
    with pytest.raises(NotFoundError, match="No original is bound to 'tor'"):
        originals.unbind("tor")


def test_while_the_database_is_away_nothing_is_said(tmp_path: Path) -> None:
    away = OriginalStore(create_engine(f"sqlite:///{tmp_path / 'nothing' / 'pandu.db'}"))
    assert away.of_statements(["tor"], ["Kota melapor."]) == []


def test_a_database_that_hangs_is_not_waited_for(originals: OriginalStore, engine: Engine) -> None:
    originals.bind(TOR, [SAID], "test")
    reading, released = Deadline(seconds=0.2), threading.Event()
    impatient = OriginalStore(engine, reading)
    assert impatient.of_statements(["tor"], [SAID.statement]) == [SAID]
    hanging = threading.Thread(target=lambda: _ignored(reading, released))
    hanging.start()
    hanging.join()  # overdue, and still at it
    assert impatient.of_statements(["tor"], [SAID.statement]) == []
    released.set()


def _ignored(reading: Deadline, released: threading.Event) -> None:
    with pytest.raises(OverdueError, match="no answer within"):
        reading.call(released.wait)

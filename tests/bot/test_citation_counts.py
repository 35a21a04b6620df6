"""How often documents are cited, the same on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.citation_counts import CitationCounts
from bot.journal import TurnRow
from knowledge.answers import Citation
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def _ask(stores: Stores, *documents: str, age: timedelta = timedelta(minutes=1)) -> None:
    cited = tuple(Citation(number=n, title="t", document=one) for n, one in enumerate(documents, 1))
    answer = an_answer().model_copy(update={"citations": cited})
    stores.age(stores.journal.record("c", "web", "w", "Apa?", answer).id, age)


def test_each_answer_counts_once_for_each_document_it_cites(stores: Stores) -> None:
    counts = CitationCounts(stores.engine)
    assert counts.of_documents() == {}
    _ask(stores, "tor", "tor", "asean")
    _ask(stores, "tor", age=timedelta(days=2))
    _ask(stores)
    assert counts.update_some() == 3
    found = counts.of_documents()
    assert {name: one.answers for name, one in found.items()} == {"tor": 2, "asean": 1}
    assert found["tor"].last == f"{now() - timedelta(minutes=1):%Y-%m-%d}"
    assert set(counts.of_documents(since=found["tor"].last)) == {"tor", "asean"}
    assert list(counts.of_documents(most=1)) == ["tor"]
    assert counts.of_documents(document_id="asean") == {"asean": found["asean"]}


def test_what_was_counted_stays_and_is_not_counted_twice(stores: Stores) -> None:
    counts = CitationCounts(stores.engine)
    _ask(stores, "tor")
    assert counts.update_some() == 1
    assert counts.update_some() == 0
    with stores.engine.begin() as connection:
        connection.execute(delete(TurnRow))
    _ask(stores, "tor", age=timedelta(seconds=20))
    assert counts.update_some() == 1
    assert counts.of_documents()["tor"].answers == 2


def test_two_processes_at_once_count_each_turn_once(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.citation_counts._BATCH", 2)
    for _ in range(12):
        _ask(stores, "tor")
    with ThreadPoolExecutor(4) as threads:
        for _ in threads.map(lambda _: CitationCounts(stores.engine).update(), range(4)):
            pass
    assert CitationCounts(stores.engine).of_documents()["tor"].answers == 12


def test_a_turn_that_may_have_a_forerunner_waits(stores: Stores) -> None:
    counts = CitationCounts(stores.engine)
    _ask(stores, "tor", age=timedelta(0))
    assert counts.update_some() == 0


def test_counts_of_years_ago_are_forgotten(stores: Stores) -> None:
    counts = CitationCounts(stores.engine)
    _ask(stores, "lama", age=timedelta(days=800))
    counts.update()
    assert counts.of_documents() == {}

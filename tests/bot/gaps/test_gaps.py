"""Gaps over a journal, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from bot.gaps.gaps import Gaps
from bot.gaps.tables import GapQuestionRow, GapRow
from bot.periods import Period
from knowledge.answers import Answer, Outcome
from knowledge.errors import NotFoundError
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now
from knowledge.storage.release_store import ReleaseStore
from tests.bot.journals import Stores, an_answer
from tests.fakes.embedder import HashEmbedder


@pytest.fixture
def gaps(engine: Engine, tmp_path: Path) -> Iterator[Gaps]:
    """Gaps with vectors that are alike for texts of the same words."""
    releases = ReleaseReader(tmp_path, DocumentStore(engine), ReleaseStore(engine), HashEmbedder())
    yield Gaps(engine, releases)
    releases.close()


def _month() -> Period:
    return Period.latest(30, now())


def _refusal(question: str) -> Answer:
    return an_answer(question).model_copy(update={"outcome": Outcome.REFUSED})


def _refused(stores: Stores, question: str, channel: str = "web", times: int = 1, days_ago: int = 0) -> list[str]:
    turns = [stores.journal.record("c", channel, "w", question, _refusal(question)).id for _ in range(times)]
    for turn in turns:
        stores.age(turn, timedelta(days=days_ago))
    return turns


def test_questions_in_nearly_the_same_words_are_one_gap_with_its_counts(stores: Stores, gaps: Gaps) -> None:
    _refused(stores, "berapa iuran tahunan anggota ASCN", times=3)
    _refused(stores, "Berapa iuran tahunan anggota ASCN?", "telegram")
    _refused(stores, "iuran tahunan anggota ASCN berapa", "telegram", times=2)
    _refused(stores, "berapa iuran tahunan anggota ASCN", days_ago=40, times=2)
    _refused(stores, "siapa wali kota Manila sekarang")
    stores.journal.record("c", "web", "w", "Apa itu ASCN?", an_answer())
    assert gaps.refresh() == 3
    first, second = gaps.gaps(_month())
    assert (first.count.total, first.count.before, first.count.refused) == (6, 2, 6)
    assert first.count.channels == {"web": 3, "telegram": 3}
    assert [question.count for question in sorted(first.questions, key=lambda one: one.count)] == [2, 4]
    assert (second.question, second.count.total) == ("siapa wali kota Manila sekarang", 1)
    (only,) = gaps.gaps(_month(), "telegram")
    assert only.count.total == 3


def test_what_was_doubted_disliked_or_handed_over_counts_once(stores: Stores, gaps: Gaps) -> None:
    doubted = an_answer("Apa syarat hibah?").model_copy(
        update={"outcome": Outcome.PARTLY, "confidence": 0.3, "steps": {"retrieve": 1.0}}
    )
    one = stores.journal.record("c", "web", "w", "Apa syarat hibah?", doubted)
    stores.journal.rate(one.id, -1)
    good = stores.journal.record("c", "web", "w", "Kapan pertemuan tahunan?", an_answer("Kapan pertemuan tahunan?"))
    stores.journal.rate(good.id, -1)
    stores.tickets.open(good, "web", "w")
    liked = stores.journal.record("c", "web", "w", "Apa itu ASCN?", an_answer())
    stores.journal.rate(liked.id, 1)
    gaps.refresh()
    found = {gap.question: gap.count for gap in gaps.gaps(_month())}
    assert found.keys() == {"Apa syarat hibah?", "Kapan pertemuan tahunan?"}
    hedged, handed = found["Apa syarat hibah?"], found["Kapan pertemuan tahunan?"]
    assert (hedged.total, hedged.doubted, hedged.disliked, hedged.handed_over) == (1, 1, 1, 0)
    assert (handed.total, handed.refused, handed.disliked, handed.handed_over) == (1, 0, 1, 1)


def test_a_mark_outlives_new_questions_and_forgotten_ones(stores: Stores, gaps: Gaps) -> None:
    turns = _refused(stores, "berapa harga emas antam hari ini", times=2)
    gaps.refresh()
    (gap,) = gaps.gaps(_month())
    gaps.mark(gap.id, "out-of-scope", "budi", "bukan urusan kita")
    _refused(stores, "berapa harga emas antam sekarang hari ini")
    _refused(stores, "siapa sekjen ASEAN")
    gaps.refresh()
    marked = gaps.gap(gap.id, _month())
    assert (marked.mark, marked.marked_by, marked.note, marked.count.total) == (
        "out-of-scope",
        "budi",
        "bukan urusan kita",
        3,
    )
    assert [one.question for one in gaps.gaps(_month())] == ["siapa sekjen ASEAN"]
    stores.retention.forget("w")
    assert gaps.gaps(_month(), mark=None) == []
    assert turns
    gaps.refresh()
    with stores.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(GapQuestionRow)) == 0
        assert connection.scalars(select(GapRow.id)).all() == [gap.id]
    _refused(stores, "berapa harga emas antam hari ini ya")
    gaps.refresh()
    assert gaps.gap(gap.id, _month()).mark == "out-of-scope"


def test_only_what_changed_is_written(stores: Stores, gaps: Gaps) -> None:
    _refused(stores, "berapa harga emas antam hari ini")
    _refused(stores, "siapa sekjen ASEAN")
    gaps.refresh()
    before = gaps.gaps(_month())
    written: list[str] = []

    @event.listens_for(stores.engine, "before_cursor_execute")
    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT INTO gap", "DELETE FROM gap_questions")):
            written.append(statement)

    gaps.refresh()
    assert (written, gaps.gaps(_month())) == ([], before)
    _refused(stores, "kapan rapat tahunan di Hanoi")
    assert gaps.refresh(stopped=lambda: True) == 0
    assert (written, gaps.gaps(_month())) == ([], before)


def test_a_number_is_never_given_again(stores: Stores, gaps: Gaps) -> None:
    _refused(stores, "siapa sekjen ASEAN")
    gaps.refresh()
    (gap,) = gaps.gaps(_month())
    stores.retention.forget("w")
    gaps.refresh()
    _refused(stores, "berapa iuran anggota")
    gaps.refresh()
    assert [one.id for one in gaps.gaps(_month())] == [gap.id + 1]


def test_personal_data_is_masked(stores: Stores, gaps: Gaps) -> None:
    _refused(stores, "tolong hubungi saya di 0812-3456-7890 soal hibah")
    gaps.refresh()
    assert [gap.question for gap in gaps.gaps(_month())] == ["tolong hubungi saya di [telepon] soal hibah"]


def test_what_is_not_there_is_told(gaps: Gaps) -> None:
    assert gaps.refresh() == 0
    with pytest.raises(NotFoundError, match="no gap 5"):
        gaps.gap(5, _month())
    with pytest.raises(NotFoundError, match="no gap 5"):
        gaps.mark(5, "in-work", "budi")

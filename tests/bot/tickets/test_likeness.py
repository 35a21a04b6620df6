"""Tickets that ask the same, by the shipped model."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.tickets.likeness import Likeness, cluster
from bot.tickets.tables import TicketRow
from knowledge.embedding.base import Embedder
from knowledge.embedding.factory import open_embedder
from knowledge.storage.engine import open_database
from tests.bot.journals import Stores, open_stores


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder(threads=2)


@pytest.fixture
def engine(tmp_path: object) -> Engine:
    return open_database(f"sqlite:///{tmp_path}/pandu.db")


def test_questions_that_ask_the_same_are_one_group(stores: Stores, embedder: Embedder) -> None:
    for number, question in enumerate(
        (
            "Berapa iuran keanggotaan ASCN per tahun?",
            "Siapa ketua ASCN tahun 2026?",
            "Berapa besar iuran tahunan anggota ASCN?",
            "Kapan rapat tahunan ASCN diadakan?",
            "iuran anggota ASCN setahun berapa ya",
        )
    ):
        stores.ticket(question, who=f"web:{number}")
    likeness = Likeness(stores.engine, embedder)
    assert likeness.groups() == [[1, 3, 5], [2], [4]]
    assert likeness.groups() is likeness.groups(), "grouped once while the same tickets are open"
    with Session(stores.engine) as session:
        assert None not in session.scalars(select(TicketRow.vector)).all()
    stores.handling.answer(3, "Tidak ada.", "rina")
    stores.retention.forget_ticket(5)
    assert likeness.groups() == [[1], [2], [4]]


def test_a_chain_of_questions_each_a_little_like_the_next_is_no_group() -> None:
    angles = np.arange(0, np.pi / 2, 0.25)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    labels = cluster(vectors, alike=0.95)
    assert labels[0] != labels[-1]
    assert cluster(vectors[:1]) == range(1)


def test_nothing_open_is_no_group(engine: Engine, embedder: Embedder) -> None:
    assert Likeness(open_stores(engine).engine, embedder).groups() == []

"""Passages that are read before anybody asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering import reading_ahead
from knowledge.answering.reading_ahead import ReadingAhead
from knowledge.documents import Chunk
from knowledge.reading.reader import Reader
from tests.fakes.embedder import HashEmbedder
from tests.parts import Parts, version_of


class Remembering(Reader):
    """Notes what it was to read."""

    def __init__(self) -> None:
        super().__init__()
        self.chunks: list[str] = []

    def remember(self, chunk: Chunk) -> None:
        self.chunks.append(chunk.id)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "_QUIET", 0.01)


def _ahead(readable: Parts, reader: Reader) -> ReadingAhead:
    return ReadingAhead(readable.releases, HashEmbedder(), reader)


def test_every_passage_of_ours_is_read_once(readable: Parts) -> None:
    reader = Remembering()
    ahead = _ahead(readable, reader)
    assert ahead.read() == len(readable.releases.current())
    assert sorted(reader.chunks) == sorted(readable.releases.current().rows.chunks)
    assert ahead.read() == 0


def test_nothing_is_read_while_a_question_is_answered_and_it_ends_when_told(readable: Parts) -> None:
    reader = Remembering()
    ahead = _ahead(readable, reader)
    looks = iter([False, False, True])
    with ahead.aside():
        assert ahead.read(lambda: next(looks)) == 0
    assert not reader.chunks
    assert ahead.read() == len(reader.chunks) > 0


def test_without_a_release_there_is_nothing_to_read(parts: Parts) -> None:
    assert ReadingAhead(parts.releases, HashEmbedder(), Remembering()).read() == 0


def test_of_quoted_documents_the_sentences_are_read(parts: Parts) -> None:
    version = version_of("laporan", "Singapore has many buses. The area of Batam is large.", language="en")
    parts.document_store.add(replace(version, document=replace(version.document, sources=())))
    parts.publish()
    reader, embedder = Remembering(), HashEmbedder()
    assert ReadingAhead(parts.releases, embedder, reader).read() == 1
    assert (embedder.made, reader.chunks) == (2, [])

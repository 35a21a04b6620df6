"""The parts below the channels, put together over a data folder for a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, insert, select

from ingest.importer import Importer
from ingest.limits import DEFAULT
from ingest.loaders.excerpts import draw_excerpts
from ingest.loaders.registry import load
from ingest.originals import Binder
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.documents import Chunk, Document, Section, Source, version_digest
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import open_matcher, phrases_to_embed
from knowledge.releases.builder import Builder
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore
from knowledge.storage.stored_versions import NewVersion
from knowledge.storage.tables import VectorRow
from tests.fakes.embedder import HashEmbedder

CATALOGUE = Catalogue.load()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a command would have over this data folder; what reads files runs in this process, for speed."""

    data: Path
    engine: Engine
    document_store: DocumentStore
    release_store: ReleaseStore
    releases: ReleaseReader
    builder: Builder
    importer: Importer
    originals: OriginalStore
    binder: Binder
    indicators: IndicatorAnswerer
    answering: AnswerPipeline

    def publish(self) -> str:
        """Build and publish; the release's id."""
        built = self.builder.build()
        self.builder.publish(built.release_id, "test")
        return built.release_id


@contextmanager
def open_parts(
    data: Path,
    embedder: Embedder | None = None,
    *,
    url: str = "",
    chroma_url: str = "",
    keep: int = 3,
    exact: bool = False,
) -> Iterator[Parts]:
    """Put the parts together as ``bot.app`` does, by default with the embedder that needs no model."""
    data.mkdir(parents=True, exist_ok=True)
    engine = open_database(database_url(data, url))
    document_store, release_store = DocumentStore(engine), ReleaseStore(engine)
    embedder = embedder or HashEmbedder()
    releases = ReleaseReader(data, document_store, release_store, embedder, chroma_url, exact=exact)
    builder = Builder(
        data,
        document_store,
        release_store,
        releases,
        chroma_url=chroma_url,
        keep=keep,
        phrases=phrases_to_embed(CATALOGUE, embedder),
    )
    importer = Importer(data, document_store, load)
    indicators = IndicatorAnswerer(CATALOGUE, open_matcher(embedder, releases.embedding_cache.passages))
    originals = OriginalStore(engine)
    binder = Binder(data, document_store, originals, embedder, load, _draw)
    answering = AnswerPipeline(releases, indicators, originals=originals)
    yield Parts(
        data=data,
        engine=engine,
        document_store=document_store,
        release_store=release_store,
        releases=releases,
        builder=builder,
        importer=importer,
        originals=originals,
        binder=binder,
        indicators=indicators,
        answering=answering,
    )
    releases.close()
    engine.dispose()


def take_vectors(parts: Parts, data: Path) -> None:
    """Give a database, of either kind, the vectors that another one holds in its data folder."""
    known = open_database(database_url(data))
    with known.connect() as source, parts.engine.begin() as connection:
        rows = source.execute(select(VectorRow.__table__)).mappings().all()
        connection.execute(insert(VectorRow), [dict(row) for row in rows])
    known.dispose()


def _draw(path: Path, places: Sequence[tuple[int, str]]) -> list[bytes]:
    return list(draw_excerpts(path, places, DEFAULT))


def version_of(document_id: str, *texts: str, collection: str = "staff", language: str = "id") -> NewVersion:
    """A version whose sections are these texts, each under a heading and an anchor of its own."""
    document = Document(
        document_id,
        f"Judul {document_id}",
        collection,
        "en" if language == "en" else "id",
        publisher="Kemendagri",
        date="2026-01",
        url=f"https://contoh.go.id/{document_id}",
        sources=(Source("tor", "Terms of Reference", "ASEAN", "2019", "https://asean.org/tor"),),
    )
    sections = [
        Section(
            text,
            (document.title, f"Bagian {number}"),
            page=number,
            anchor=f"s{number}",
            example_questions=(f"apa {text}?",),
        )
        for number, text in enumerate(texts, start=1)
    ]
    chunks = [Chunk.of(document.id, section) for section in sections]
    return NewVersion(document, version_digest(document, sections), chunks, origin=f"/berkas/{document_id}.pdf")

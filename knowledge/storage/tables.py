"""The tables of documents, versions, chunks, vectors and releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, TypedText, UtcDateTime


class DocumentRow(Base):
    """A Document. ``origin`` is the path or url it was read from; ``retired_at`` keeps it out of new releases."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    collection: Mapped[str] = mapped_column(String(40), index=True)
    language: Mapped[str] = mapped_column(String(2))
    origin: Mapped[str] = mapped_column(Text, default="")
    current_version: Mapped[str] = mapped_column(String(32), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class VersionRow(Base):
    """One revision of a Document; never changed. ``document`` holds the metadata as it was, with its sources;
    ``file_digest`` identifies the bytes it was read from, ``original`` the kept file under ``originals/``; ``checksum``
    covers the metadata and which chunks it consists of. ``warnings`` are sentences as ``[Indonesian, English]``;
    versions of before hold them in English alone."""

    __tablename__ = "versions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    file_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    original: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checksum: Mapped[str] = mapped_column(String(32), default="", server_default="")


class ConfirmationRow(Base):
    """That a person looked at what was guessed of a Document and found it right: the ``value`` that ``name`` had."""

    __tablename__ = "confirmations"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewRow(Base):
    """That a person found a Document, or the section ``anchor`` of it, still right: as of when, and why."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    anchor: Mapped[str] = mapped_column(String(200), default="")
    as_of: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(TypedText, default="")
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChunkRow(Base):
    """A Chunk; its id is the digest of its content, so versions share what did not change."""

    __tablename__ = "chunks"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    heading: Mapped[list[str]] = mapped_column(JSON)
    page: Mapped[int | None] = mapped_column(default=None)
    clause: Mapped[str | None] = mapped_column(String(100), default=None)
    anchor: Mapped[str | None] = mapped_column(String(200), default=None)
    asked: Mapped[list[str]] = mapped_column(JSON)
    gap: Mapped[str] = mapped_column(String(5), default="")
    shown: Mapped[str] = mapped_column(Text, default="", server_default="")
    as_of: Mapped[str] = mapped_column(String(10), default="", server_default="", index=True)


class VersionChunkRow(Base):
    """Which chunks a version consists of, in order."""

    __tablename__ = "version_chunks"
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    chunk_id: Mapped[str] = mapped_column(ForeignKey("chunks.id"), index=True)


class ReleaseRow(Base):
    """A Release. ``status``: building, draft (complete, may be tried and published), failed. ``fingerprint`` records
    the model, analyzer and index settings; ``report`` what changed against its parent; ``checksum`` covers which
    versions it consists of."""

    __tablename__ = "releases"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[dict[str, Any]] = mapped_column(JSON)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    unpublished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    checksum: Mapped[str] = mapped_column(String(32), default="", server_default="")


class ReleaseVersionRow(Base):
    """Which versions a release consists of."""

    __tablename__ = "release_versions"
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"), primary_key=True)


class OriginalRow(Base):
    """The original of a source of the starter corpus: the kept file ``file`` under ``originals/``; ``places`` are its
    sentences as ``[page, clause, text, around]``."""

    __tablename__ = "originals"
    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    places: Mapped[list[list[Any]]] = mapped_column(JSON)
    bound_by: Mapped[str] = mapped_column(String(200))
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BorneOutRow(Base):
    """What an original says for one statement of ours where it cites this locator: ``statement`` is the digest of its
    text. ``doubts`` are what the original does not bear out of it."""

    __tablename__ = "borne_out"
    source: Mapped[str] = mapped_column(ForeignKey("originals.source"), primary_key=True)
    locator: Mapped[str] = mapped_column(String(200), primary_key=True)
    statement: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    where: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text, default="")
    page: Mapped[int] = mapped_column(default=0)
    clause: Mapped[str] = mapped_column(String(100), default="")
    picture: Mapped[str] = mapped_column(String(100), default="")
    doubts: Mapped[list[str]] = mapped_column(JSON)


class OpenFileRow(Base):
    """That the public may open the kept file ``file`` of a document."""

    __tablename__ = "open_files"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(100), primary_key=True)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PointerRow(Base):
    """The pointer: the one row named ``published`` names the release that answers."""

    __tablename__ = "pointer"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))


class PublicationRow(Base):
    """Every move of the pointer: by whom, when and why."""

    __tablename__ = "publications"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    previous_id: Mapped[str | None] = mapped_column(String(40), default=None)
    action: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="", server_default="")


class ScheduledRow(Base):
    """A publication that is to come: at ``due_at``, if ``over`` is what is published until then. ``state``: waiting,
    done, cancelled or failed, with the reason as ``error``."""

    __tablename__ = "scheduled_publications"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    over: Mapped[str] = mapped_column(String(40), default="")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VectorRow(Base):
    """The vector of a text under one embedding model: float32, L2-normalised, little endian."""

    __tablename__ = "vectors"
    model: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    checksum: Mapped[str] = mapped_column(String(16), default="", server_default="")


class EvaluationCaseRow(Base):
    """A question with the section that should have answered it: ``section`` as
    :func:`knowledge.storage.evaluation_cases.section_of` names it, ``title`` for people."""

    __tablename__ = "evaluation_cases"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(TypedText)
    language: Mapped[str] = mapped_column(String(2))
    document_id: Mapped[str] = mapped_column(String(200))
    section: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SpentTokensRow(Base):
    """What a language model cost on a ``day`` (where the directorate is): by ``person``, a keyed hash, and "" for all
    people. Days that are past are deleted."""

    __tablename__ = "spent_tokens"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    tokens: Mapped[int] = mapped_column(BigInteger)

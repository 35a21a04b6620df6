"""The tables of staff accounts and their sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, UtcDateTime


class AccountRow(Base):
    """A person of the directorate. ``password`` is an argon2id hash; ``totp`` the secret of the second factor,
    encrypted, and ``totp_step`` the last time step whose code was used; ``recovery`` are hashes of codes that stand in
    for it once each. ``oidc_name`` is whom a provider may let in, issuer and subject are who he turned out to be."""

    __tablename__ = "staff_accounts"
    __table_args__ = (Index("ix_staff_accounts_oidc", "oidc_issuer", "oidc_subject", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="id")
    totp: Mapped[str] = mapped_column(Text, default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    recovery: Mapped[list[str]] = mapped_column(JSON, default=list)
    oidc_name: Mapped[str] = mapped_column(String(254), default="", server_default="")
    oidc_issuer: Mapped[str | None] = mapped_column(String(500), default=None)
    oidc_subject: Mapped[str | None] = mapped_column(String(254), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SessionRow(Base):
    """A sign-in. ``id`` is the digest of what the browser holds, so that the database alone opens nothing; ``proven``
    is false while the second factor is still awaited."""

    __tablename__ = "staff_sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True)
    proven: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OidcRequestRow(Base):
    """A sign-in that waits for somebody to come back from the provider. ``id`` is the digest of the state, ``browser``
    of what the browser keeps; what is used is deleted."""

    __tablename__ = "staff_oidc_requests"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(64))
    onward: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AttemptRow(Base):
    """Failed sign-ins in a row of one name, address or both together; ``key`` is a keyed hash of which."""

    __tablename__ = "staff_attempts"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

"""What Telegram's channel remembers of people between their messages; retention deletes from these tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, UtcDateTime


class ButtonsRow(Base):
    """The meaning of the buttons under one message. A button carries ``<token>:<position in actions>``; ``who`` is the
    hash of the person it was made for."""

    __tablename__ = "telegram_buttons"
    token: Mapped[str] = mapped_column(String(16), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), default="", index=True)
    actions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PromptRow(Base):
    """What is known of a message: what a reply to it means, if it is ours; which turn answered it, if it is a person's;
    or which messages of an album were taken as one. ``place`` is the hash of chat and message id, or album."""

    __tablename__ = "telegram_prompts"
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), default="", index=True)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ChatRow(Base):
    """What a chat has chosen; ``chat`` is the hash of its id, which in private is that of the person. ``language`` is
    empty where only something else was chosen, such as ``rich``: that answers with tables are rich messages."""

    __tablename__ = "telegram_chats"
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), default="")
    rich: Mapped[bool] = mapped_column(server_default=false())

"""Documents that staff send to the bot: offered, then taken into the knowledge base or not."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from telegram import Bot, Document
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError

from bot.audit import AuditLog
from bot.identity import PersonHasher, group_member
from bot.telegram.actions import AcceptDocument, DeclineDocument, Row
from bot.telegram.channel_journal import person
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.handlers.staff import Staff
from bot.telegram.messages.html import plain
from bot.telegram.messages.texts import say
from bot.telegram.tables import CHANNEL
from ingest.errors import DocumentError
from ingest.importer import Imported, Importer
from knowledge.documents import Language

_MAX_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class DocumentUploads:
    """Takes documents from staff."""

    bot: Bot
    staff: Staff
    importer: Importer
    audit: AuditLog
    people: PersonHasher

    async def offer(self, context: UpdateContext, document: Document) -> None:
        """Ask whether a document that was sent is to be taken, or say why not."""
        incoming, language = context.incoming, context.language
        if not await self.staff.is_member(incoming.place.chat_id, incoming.user_id):
            await context.say("document_declined")
            return
        name, size = file_name(document.file_name), document.file_size or 0
        values = {"name": name, "size": size_text(size)}
        if size > FileSizeLimit.FILESIZE_DOWNLOAD:
            await context.say("document_too_big", **values)
            return
        row: Row = [
            (say("document_yes", language), AcceptDocument(document.file_id, name, language)),
            (say("document_no", language), DeclineDocument(document.file_id, name, language)),
        ]
        text = say("document_confirm", language, **values)
        await context.reply([plain(text)], [row], for_user=incoming.user_id)

    async def accept(self, context: CallbackContext, action: AcceptDocument) -> None:
        """Take a confirmed document into the knowledge base and say how it went."""
        await context.acknowledge()
        language = context.language
        if await self.staff.is_member(context.message[0], context.incoming.user_id):
            await context.edit([plain(say("document_working", language, name=action.name))])
            text = await self._import(action.file, action.name, language, context.incoming.user_id)
        else:
            text = say("document_declined", language)
        await context.reply_below([plain(text)])

    async def decline(self, context: CallbackContext, action: DeclineDocument) -> None:
        """Note that a document is not to be taken."""
        await context.acknowledge()
        await context.edit([plain(say("document_dropped", context.language, name=action.name))])

    async def _import(self, file_id: str, name: str, language: Language, user: int) -> str:
        with tempfile.TemporaryDirectory(prefix="pandu-telegram-") as folder:
            path = Path(folder) / f"document{Path(name).suffix[:10]}"
            try:
                file = await self.bot.get_file(file_id)
                await file.download_to_drive(path)
                imported = await asyncio.to_thread(self._take, path, name, user)
            except DocumentError as error:
                return say("document_failed", language, name=name, problem=error.message(language))
            except TelegramError:
                return say("document_failed", language, name=name, problem=say("temporary", language))
        values = {"name": name, "title": imported.title, "chunks": imported.chunks}
        text = say(f"document_{imported.status}", language, **values)
        return "\n".join([text, *(f"⚠️ {warning.message(language)}" for warning in imported.warnings)])

    def _take(self, path: Path, name: str, user: int) -> Imported:
        origin = f"telegram:{name}"
        by = group_member(self.people.hash_person(person(user)))
        imported = self.importer.take(path, origin, actor=by)
        if imported.status != "unchanged":
            detail = imported.audited(origin)
            self.audit.record(by, "document.stored", imported.document, detail, CHANNEL)
        return imported


def file_name(given: str | None) -> str:
    """The name of a file as it may be shown: without folders and control characters, and not too long."""
    name = Path((given or "").replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:_MAX_NAME] or "dokumen"


def size_text(size: int) -> str:
    """A size in bytes as people read it: whole KB, rounded up, or MB with one decimal."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} KB"

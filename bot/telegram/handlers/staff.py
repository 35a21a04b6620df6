"""What staff do in Telegram: reply to tickets, propose official answers, bring documents."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from telegram import Bot, Document
from telegram.constants import ChatMemberStatus, FileSizeLimit
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.journal import Journal
from bot.official_answers import promote_to_document
from bot.telegram.actions import Action, Row
from bot.telegram.chat_state import person
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.tickets import TicketDesk, reachable
from bot.telegram.messages.html import plain
from bot.telegram.messages.incoming import Incoming, MessageId
from bot.telegram.messages.sender import Sender
from bot.telegram.messages.texts import say
from bot.telegram.updates.checkpoints import Checkpoints
from ingest.errors import DocumentError
from ingest.importer import Importer
from knowledge.documents import Document as KnowledgeDocument
from knowledge.documents import Language
from knowledge.storage.document_store import DocumentStore

_MEMBERS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}
_NAME = 120


@dataclass(frozen=True, slots=True)
class Staff:
    """Serves the members of the staff group."""

    bot: Bot
    journal: Journal
    desk: TicketDesk
    sender: Sender
    thread: DatabaseThread
    staff_chat: int
    importer: Importer
    document_store: DocumentStore

    async def is_member(self, chat_id: int, user_id: int) -> bool:
        """Whether a message in this chat by this person comes from staff: they are in the staff group.

        Raises:
            TelegramError: Telegram could not be asked.
        """
        if not self.staff_chat:
            return False
        if chat_id == self.staff_chat:
            return True
        try:
            member = await self.bot.get_chat_member(self.staff_chat, user_id)
        except (BadRequest, Forbidden):
            return False
        return member.status in _MEMBERS

    async def reply(self, incoming: Incoming, ticket_id: int, progress: Checkpoints) -> None:
        """Take a reply in the staff group as the answer to a ticket."""
        if not incoming.text.strip():
            await self.sender.send(incoming.place, [plain(say("ticket_reply_text_only", "id"))], progress)
            return
        ticket = await self.thread.run(self.journal.ticket, ticket_id)
        if ticket.status == "closed":
            await self.sender.send(incoming.place, [plain(say("ticket_closed", "id", id=ticket_id))], progress)
            return
        if "replied" not in progress.steps:  # a second time would bring the asker the reply twice
            await self.thread.run(self.journal.reply, ticket_id, incoming.text.strip(), person(incoming.user_id))
            await progress.mark("replied", True)
        text = say("ticket_reply_taken" if reachable(ticket) else "ticket_reply_kept", "id", id=ticket_id)
        rows: list[Row] = [[(say("ticket_official", "id"), {"do": "official", "ticket": ticket_id})]]
        message_id = await self.sender.send(incoming.place, [plain(text)], progress, rows=rows)
        if message_id is not None:
            await self.desk.expect_reply(message_id, ticket_id)
        self.desk.wake()

    async def propose(self, ticket_id: int) -> KnowledgeDocument:
        """Take the reply to a ticket into the knowledge base as a document.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
        """
        return await self.thread.run(promote_to_document, self.journal, self.document_store, ticket_id)

    async def offer(self, incoming: Incoming, document: Document, progress: Checkpoints) -> None:
        """Ask whether a document that was sent is to be taken, or say why not."""
        language = incoming.language
        if not await self.is_member(incoming.place.chat_id, incoming.user_id):
            await self.sender.send(incoming.place, [plain(say("document_declined", language))], progress)
            return
        name, size = _name(document), document.file_size or 0
        shown = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} KB"
        values = {"name": name, "size": shown}
        rows: list[Row] = []
        if size > FileSizeLimit.FILESIZE_DOWNLOAD:
            text = say("document_too_big", language, **values)
        else:
            text = say("document_confirm", language, **values)
            action = {"file": document.file_id, "name": name, "language": language}
            rows = [
                [
                    (say("document_yes", language), {**action, "do": "take"}),
                    (say("document_no", language), {**action, "do": "leave"}),
                ]
            ]
        await self.sender.send(incoming.place, [plain(text)], progress, rows=rows, for_user=incoming.user_id)

    async def take(self, incoming: Incoming, message: MessageId, action: Action, progress: Checkpoints) -> None:
        """Take a confirmed document into the knowledge base and say how it went."""
        language, name = incoming.language, str(action["name"])
        if not await self.is_member(incoming.place.chat_id, incoming.user_id):
            text = say("document_declined", language)
        else:
            await self.sender.edit(message, [plain(say("document_working", language, name=name))])
            text = await self._take(str(action["file"]), name, incoming.language)
        place = replace(incoming.place, reply_to=message[1])
        await self.sender.send(place, [plain(text)], progress)

    async def leave(self, incoming: Incoming, message: MessageId, action: Action, progress: Checkpoints) -> None:
        """Note that a document is not to be taken."""
        text = say("document_dropped", incoming.language, name=action["name"])
        await self.sender.edit(message, [plain(text)])

    async def _take(self, file_id: str, name: str, language: Language) -> str:
        with tempfile.TemporaryDirectory(prefix="pandu-telegram-") as folder:
            path = Path(folder) / f"document{Path(name).suffix[:10]}"
            try:
                file = await self.bot.get_file(file_id)
                await file.download_to_drive(path)
                imported = await asyncio.to_thread(self.importer.take, path, f"telegram:{name}")
            except DocumentError as error:
                return say("document_failed", language, name=name, problem=error.message(language))
            except TelegramError:
                return say("document_failed", language, name=name, problem=say("temporary", language))
        values = {"name": name, "title": imported.title, "chunks": imported.chunks}
        text = say(f"document_{imported.status}", language, **values)
        return "\n".join([text, *(f"⚠️ {warning}" for warning in imported.warnings)])


def _name(document: Document) -> str:
    name = Path((document.file_name or "").replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:_NAME] or "dokumen"

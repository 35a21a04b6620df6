"""One update on its way through the handlers: what came in, what was already done for it, and how to answer it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace

from bot.telegram.messages.buttons import Rows
from bot.telegram.messages.html import Block, plain
from bot.telegram.messages.incoming import Incoming, MessageId
from bot.telegram.messages.sender import Sender, shown_step
from bot.telegram.messages.texts import say
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.documents import Language


@dataclass(frozen=True, slots=True)
class UpdateContext:
    """An update with the means to answer it; what is sent through it is sent once, also after a crash."""

    incoming: Incoming
    checkpoints: Checkpoints
    sender: Sender

    @property
    def language(self) -> Language:
        """The language the bot speaks to this person."""
        return self.incoming.language

    async def reply(
        self,
        blocks: Sequence[Block],
        rows: Rows = (),
        *,
        for_user: int | None = None,
        key: str = "message",
    ) -> int | None:
        """Answer with a reply to the person's message; the arguments are those of :meth:`Sender.send`."""
        place = self.incoming.place
        return await self.sender.send(place, blocks, self.checkpoints, rows=rows, for_user=for_user, key=key)

    async def write(self, blocks: Sequence[Block], rows: Rows = (), *, for_user: int | None = None) -> int | None:
        """Answer where the person wrote: in a group as a reply, in a private chat without quoting them."""
        place = replace(self.incoming.place, reply_to=None) if self.incoming.private else self.incoming.place
        return await self.sender.send(place, blocks, self.checkpoints, rows=rows, for_user=for_user)

    async def reply_text(self, text: str) -> None:
        """Reply with a sentence."""
        await self.reply([plain(text)])

    async def say(self, name: str, /, **values: object) -> None:
        """Reply with one of the bot's own sentences."""
        await self.reply_text(say(name, self.language, **values))

    @asynccontextmanager
    async def writing(self, key: str) -> AsyncIterator[Callable[[str], None]]:
        """Show "typing" while the block runs, and the sentences that the block tells; replying under the same key
        replaces them."""
        incoming = self.incoming
        showing = self.sender.showing(incoming.place, incoming.user_id, self.checkpoints, key)
        async with self.typing(), showing as tell:
            yield tell

    def shows(self, key: str) -> bool:
        """Whether a message shows what is written under this key."""
        return shown_step(key) in self.checkpoints.steps

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Show "typing" to the person while the block runs."""
        return self.sender.typing(self.incoming.place)


@dataclass(frozen=True, slots=True)
class CallbackContext(UpdateContext):
    """A pressed button: the press, to be acknowledged, and the message that the button is under."""

    query_id: str
    message: MessageId

    async def acknowledge(self, text: str = "") -> None:
        """Stop the waiting sign of the button, with a short notice if there is a text."""
        await self.sender.notify(self.query_id, text)

    async def reply_below(self, blocks: Sequence[Block], *, ask_reply: bool = False) -> int | None:
        """Answer with a reply to the message that the button is under; ``ask_reply`` opens the reply field."""
        place = replace(self.incoming.place, reply_to=self.message[1])
        return await self.sender.send(place, blocks, self.checkpoints, ask_reply=ask_reply)

    async def whisper(self, blocks: Sequence[Block]) -> None:
        """Answer the person alone, in a group whose server can do that; else below the message."""
        whispered = not self.incoming.private and await self.sender.whisper(
            self.incoming.place, blocks, self.checkpoints, self.incoming.user_id, self.query_id
        )
        if not whispered:
            await self.reply_below(blocks)

    async def edit(self, blocks: Sequence[Block], rows: Rows = ()) -> None:
        """Replace the message that the button is under."""
        await self.sender.edit(self.message, blocks, rows)

    async def edit_buttons(self, rows: Rows) -> None:
        """Replace the buttons under the message, for the person who pressed."""
        await self.sender.edit_buttons(self.message, rows, self.incoming.user_id)

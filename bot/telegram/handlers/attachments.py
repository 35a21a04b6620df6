"""What people send that is no text: which kind it is, and the sentence that it gets."""

from __future__ import annotations

from telegram import Message

from bot.telegram.handlers.context import UpdateContext
from bot.telegram.messages.incoming import has_words

#: The kinds with a sentence of their own, ``sent_<kind>``. A GIF comes as a document, too, a place as a location.
_KINDS = (
    "animation",
    "sticker",
    "voice",
    "audio",
    "video_note",
    "video",
    "photo",
    "poll",
    "story",
    "checklist",
    "contact",
    "location",
)
_GESTURES = {"animation", "sticker", "emoji"}  # in a group they thank, or agree


def kind_of(message: Message) -> str:
    """What a message without words is: one of the kinds, ``emoji``, ``other`` for what has no sentence of its own, and
    "" for what tells of the chat itself, such as a new member."""
    for kind in _KINDS:
        if getattr(message, kind):
            return kind
    if message.effective_attachment is not None:
        return "sticker" if message.dice else "other"
    return "emoji" if message.text and not has_words(message.text) else ""


async def speak_of(context: UpdateContext, message: Message) -> None:
    """Say a short word to what is no text; nothing to gestures in groups, nor to messages of the chat itself."""
    kind = kind_of(message)
    if kind and (context.incoming.private or kind not in _GESTURES):
        await context.say(f"sent_{kind}")

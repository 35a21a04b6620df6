"""The off switch of Telegram: while it is off people get its message, and nothing else but what is theirs by right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.switches import Switches
from bot.telegram.tables import CHANNEL
from knowledge.documents import Language


@dataclass(frozen=True, slots=True)
class OffSwitch:
    """Tells what to say instead of an answer."""

    switches: Switches

    async def said(self, language: Language) -> str:
        """What people read while the channel is off; "" when it is on."""
        off = await asyncio.to_thread(self.switches.off, CHANNEL)
        return off.said(language) if off else ""

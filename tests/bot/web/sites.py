"""A running server with what stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bot.app import App
from tests.bot.web.servers import Server
from tests.fakes.scripted_answers import ScriptedAnswers


@dataclass(frozen=True, slots=True)
class Site:
    """A running server with what stands behind it."""

    app: App
    answers: ScriptedAnswers
    server: Server
    client: httpx.Client

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url


MakeSite = Callable[..., Site]

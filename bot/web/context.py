"""What a request may use."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from bot.rate_limits import ClientLimit, RateLimit
from bot.web.metrics import Metrics
from bot.web.origins import Hosts, Origins
from bot.web.page_cache import PageCache
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.lexical import IndicatorIndex

if TYPE_CHECKING:
    from bot.app import App


@dataclass(frozen=True, slots=True)
class WebContext:
    """The parts the endpoints use; built once for a server."""

    app: App
    catalogue: Catalogue
    index: IndicatorIndex
    origins: Origins
    hosts: Hosts
    metrics: Metrics
    questions: ClientLimit
    regulars: ClientLimit
    site_questions: RateLimit
    tickets: ClientLimit
    requests: ClientLimit
    pages: PageCache
    #: So many searches at the same time; the others wait their turn, as questions do.
    searches: asyncio.Semaphore
    #: Addresses that no limit counts: probes must not fail because others ask much.
    uncounted: set[str] = field(default_factory=lambda: {"/healthz", "/readyz", "/metrics"})

    @property
    def public_url(self) -> str:
        """The public address of this server without a slash at its end; "" where it has none."""
        return str(self.app.settings.public_url or "").rstrip("/")


def context_of(request: Request) -> WebContext:
    """The server's parts."""
    return cast(WebContext, request.app.state.web)


async def _parts(request: Request) -> WebContext:
    return context_of(request)


ContextDep = Annotated[WebContext, Depends(_parts)]

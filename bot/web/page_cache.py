"""Pages and files that are made once and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

MAX_PAGES = 1000  # every page of the catalogue in both languages, with room


class CachedContent:
    """Content that browsers may ask for again by its ``ETag``."""

    def __init__(self, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        self._body = body
        self._media_type = media_type
        self._etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        self._headers = {**headers, "ETag": self._etag}

    async def serve(self, request: Request) -> Response:
        """The content, or 304 for who has it."""
        if self._etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=self._headers)
        return Response(self._body, media_type=self._media_type, headers=self._headers)


class PageCache:
    """Pages by what they depend on; the longest unused one gives way."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], CachedContent] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, key: tuple[str, ...], make: Callable[[], Awaitable[CachedContent]]) -> CachedContent:
        """The page, made the first time; those who ask for it meanwhile wait for it."""
        if key not in self._pages:
            async with self._lock:
                if key not in self._pages:
                    self._pages[key] = await make()
        self._pages.move_to_end(key)
        page = self._pages[key]
        if len(self._pages) > MAX_PAGES:
            self._pages.popitem(last=False)
        return page

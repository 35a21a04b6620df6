"""Pages that are made once and kept."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from bot.web.page_cache import MAX_PAGES, CachedContent, PageCache


def _request(etag: str = "") -> Request:
    return Request({"type": "http", "method": "GET", "headers": [(b"if-none-match", etag.encode())]})


async def test_who_has_the_content_is_told_so() -> None:
    content = CachedContent(b"isi", "text/plain", {"Cache-Control": "no-cache"})
    first = await content.serve(_request())
    assert (first.status_code, first.body, first.headers["cache-control"]) == (200, b"isi", "no-cache")
    again = await content.serve(_request(first.headers["etag"]))
    assert (again.status_code, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    changed = await CachedContent(b"lain", "text/plain", {}).serve(_request(first.headers["etag"]))
    assert (changed.status_code, changed.body) == (200, b"lain")


async def test_who_asks_meanwhile_waits_for_the_same_page() -> None:
    cache, made = PageCache(), []

    async def make() -> CachedContent:
        made.append(1)
        await asyncio.sleep(0)
        return CachedContent(b"isi", "text/plain", {})

    pages = await asyncio.gather(*(cache.get(("a",), make) for _ in range(5)))
    assert len(made) == 1
    assert len(set(map(id, pages))) == 1


async def test_the_longest_unused_page_gives_way() -> None:
    cache, made = PageCache(), []

    async def get(name: str) -> None:
        async def make() -> CachedContent:
            made.append(name)
            return CachedContent(b"", "text/plain", {})

        await cache.get((name,), make)

    for number in range(MAX_PAGES):
        await get(f"{number}")
    await get("0")
    await get("new")
    made.clear()
    await get("0")
    await get("1")
    assert made == ["1"]

"""``/staf/dokumen``: all documents in a list, words in their texts, and the personal data that was found in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.citation_counts import Cited
from bot.staff.access import allowed
from bot.staff.filters import page_of
from bot.staff.navigation import Area
from bot.staff.rendering import csv_file, render, say
from bot.web.context import context_of
from knowledge.documents import COLLECTIONS
from knowledge.language.dates import months_since
from knowledge.reviews import due_in, overdue
from knowledge.storage.document_list import ListedDocument
from knowledge.storage.engine import now
from knowledge.storage.personal_records import PersonalRecords

_PATH = "/staf/dokumen"
_PAGE = 50
_HITS = 30
FLAGS = ("guessed", "warnings", "overdue", "unpublished", "uncited", "kept", "retired")
SORTS = ("title", "changed", "date", "cited", "last")


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the list. ``published`` tells whether its current version is in the published Release; ``age`` is
    that of what it says, in months; ``due`` the month of its review, and ``overdue`` counts the months since."""

    document: ListedDocument
    cited: Cited | None
    published: bool
    age: int | None
    due: str
    overdue: int

    @property
    def flags(self) -> frozenset[str]:
        """What somebody should look at."""
        one = self.document
        held = {
            "guessed": bool(one.guessed),
            "warnings": bool(one.warnings),
            "overdue": bool(self.overdue),
            "unpublished": not self.published and one.retired_at is None,
            "uncited": self.cited is None and self.published,
            "kept": one.kept,
            "retired": one.retired_at is not None,
        }
        return frozenset(flag for flag, holds in held.items() if holds)


@allowed("editor")
async def show(request: Request) -> Response:
    """The documents, by collection, flag and words of the title."""
    asked = _asked(request)
    rows = await run_in_threadpool(_rows, context_of(request).app)
    found = _sorted([row for row in rows if _fits(row, asked)], asked["urut"])
    pages = max(1, math.ceil(len(found) / _PAGE))
    page = min(page_of(request), pages)
    counts = {flag: sum(flag in row.flags for row in rows) for flag in FLAGS}
    return await render(
        request,
        "documents/list.html",
        rows=found[(page - 1) * _PAGE : page * _PAGE],
        found=len(found),
        page=page,
        pages=pages,
        asked=asked,
        counts=counts,
        collections=COLLECTIONS,
        flags=FLAGS,
        sorts=SORTS,
    )


@allowed("editor")
async def search(request: Request) -> Response:
    """Sections that hold some words, those that are not published yet first."""
    text = request.query_params.get("q", "").strip()[:300]
    app = context_of(request).app
    hits = await run_in_threadpool(app.text_search.find, text, _HITS) if text else []
    listed = {one.id: one for one in await run_in_threadpool(app.documents.entries)} if hits else {}
    title = say(request, "documents.search")
    return await render(request, "documents/search.html", title=title, text=text, hits=hits, listed=listed, most=_HITS)


@allowed("editor")
async def personal(request: Request) -> Response:
    """What personal data was found in documents: of which kind and where, never the data itself."""
    found = await run_in_threadpool(PersonalRecords(context_of(request).app.engine).all)
    pages = max(1, math.ceil(len(found) / _PAGE))
    page = min(page_of(request), pages)
    shown = found[::-1][(page - 1) * _PAGE : page * _PAGE]
    title = say(request, "documents.personal.title")
    return await render(request, "documents/personal.html", title=title, found=shown, page=page, pages=pages)


@allowed("editor")
async def personal_csv(request: Request) -> Response:
    """The same, every place a line."""
    found = await run_in_threadpool(PersonalRecords(context_of(request).app.engine).all)

    def lines() -> Iterator[Sequence[object]]:
        for one in found:
            for place in one.record.get("places", ()):
                where = (place["kind"], place["count"], place["page"] or "", place["clause"] or "")
                yield (one.document, one.version, one.what, *where, one.record.get("by", ""), one.record.get("at", ""))

    header = ("document", "version", "what", "kind", "count", "page", "clause", "by", "at")
    return csv_file("data-pribadi", header, lines())


def _rows(app: App) -> list[Row]:
    published = app.release_store.published()
    versions = set(app.release_store.versions(published)) if published else set()
    cited = app.citation_counts.of_documents()
    return [_row(one, cited.get(one.id), one.version in versions) for one in app.documents.entries()]


def _row(one: ListedDocument, cited: Cited | None, published: bool) -> Row:
    held = one.retired_at is None
    age = months_since(one.as_of or one.date, now())
    return Row(one, cited, published, age, due_in(one, one.as_of), overdue(one, one.as_of) if held else 0)


def _asked(request: Request) -> dict[str, str]:
    given = request.query_params
    return {
        "q": given.get("q", "").strip()[:200],
        "koleksi": given.get("koleksi", "") if given.get("koleksi", "") in COLLECTIONS else "",
        "tanda": given.get("tanda", "") if given.get("tanda", "") in FLAGS else "",
        "urut": given.get("urut", "") if given.get("urut", "") in SORTS else "title",
    }


def _fits(row: Row, asked: Mapping[str, str]) -> bool:
    one = row.document
    if (one.retired_at is not None) != (asked["tanda"] == "retired"):
        return False
    words = f"{one.title} {one.id} {one.publisher} {one.number} {one.origin}".casefold()
    return (
        (not asked["koleksi"] or one.collection == asked["koleksi"])
        and (not asked["tanda"] or asked["tanda"] in row.flags)
        and all(word in words for word in asked["q"].casefold().split())
    )


def _sorted(rows: list[Row], by: str) -> list[Row]:
    """By title, or by what is newest or most, titles within."""
    if by == "changed":
        return sorted(rows, key=lambda row: row.document.changed_at, reverse=True)
    if by == "date":
        return sorted(rows, key=lambda row: row.document.date, reverse=True)
    if by == "cited":
        return sorted(rows, key=lambda row: -(row.cited.answers if row.cited else 0))
    if by == "last":
        return sorted(rows, key=lambda row: row.cited.last if row.cited else "", reverse=True)
    return rows


AREA = Area("documents", _PATH, "editor")
ROUTES = [
    Route("/dokumen", show, methods=["GET"]),
    Route("/dokumen/cari", search, methods=["GET"]),
    Route("/dokumen/data-pribadi", personal, methods=["GET"]),
    Route("/dokumen/data-pribadi/pandu-data-pribadi.csv", personal_csv, methods=["GET"]),
]

"""``/staf/dokumen/isi/…``: one document: what was understood of it, what was guessed, what happens to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.app import App
from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from ingest.corrections import CORRECTABLE, correct
from ingest.errors import DocumentError
from ingest.page_views import PageViews
from knowledge.answering.citations import Citations
from knowledge.answering.steps.composition import whole_section
from knowledge.documents import Chunk, Document, Passage
from knowledge.errors import NotFoundError, PersonalDataError
from knowledge.language.dates import read_date
from knowledge.language.disclosure import disclosed
from knowledge.reviews import overdue
from knowledge.storage.confirmations import GUESSED
from knowledge.storage.document_list import ListedDocument
from knowledge.storage.stored_versions import NewVersion
from knowledge.storage.version_differences import difference

PATH = "/staf/dokumen/isi/"
_SECTIONS = 40  # on one page
_LONGEST = 300
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif")


@allowed("editor")
async def show(request: Request) -> Response:
    """Warnings and guesses first, then every section beside the picture of its page."""
    return await _page(request)


@allowed("editor")
async def describe(request: Request) -> Response:
    """Correct what was guessed; what is left as it is may be said to be right."""
    app, document_id, form = context_of(request).app, request.path_params["document"], await form_of(request)
    listed, held = await _held(request)
    given = {name: form.text(name, _LONGEST, required=False) for name in CORRECTABLE if name != "language"}
    given["language"] = form.choice("language", ("id", "en"))
    for name in ("date", "as_of"):
        given[name] = read_date(given[name]) or given[name]
    now = {name: str(getattr(held.document, name) or "") for name in CORRECTABLE}
    changes = {name: value for name, value in given.items() if value != now[name]}
    rest = [name for name in listed.guessed if name not in changes] if form.flag("confirm") else []
    try:
        if changes:
            await run_in_threadpool(correct, app.document_store, document_id, changes)
            await record(request, "document.corrected", document_id, changes)
    except NotFoundError:
        raise Problem("not-found") from None
    except DocumentError as error:
        return await _page(request, 422, error=error.message(staff_of(request).language), given=given)
    if rest:
        await run_in_threadpool(app.confirmations.confirm, held.document, rest, staff_of(request).name)
        await record(request, "document.confirmed", document_id, {"names": rest})
    done = "corrected" if changes else "confirmed" if rest else "same"
    return redirect(request, f"{PATH}{document_id}", say(request, f"document.done.{done}"))


@allowed("editor")
async def retire(request: Request) -> Response:
    """Leave the document out of the next Release."""
    return await _kept(request, context_of(request).app.document_store.retire, "retired")


@allowed("editor")
async def restore(request: Request) -> Response:
    """Take a retired document into the next Release again."""
    return await _kept(request, context_of(request).app.document_store.restore, "restored")


@allowed("publisher")
async def open_file(request: Request) -> Response:
    """Let the public open the file of the current version, or no file of the document any more."""
    app, document_id, form = context_of(request).app, request.path_params["document"], await form_of(request)
    files, by = app.originals.open_files, staff_of(request).name
    done = form.choice("public", ("opened", "closed"))
    try:
        if done == "opened":
            seen = form.flag("seen")
            await run_in_threadpool(files.open, document_id, by, despite_personal_data=seen)
        else:
            await run_in_threadpool(files.close, document_id)
    except NotFoundError:
        raise Problem("not-found") from None
    except PersonalDataError:
        return await _page(request, 422, error=say(request, "document.personal_unseen"))
    await record(request, f"document.file_{done}", document_id)
    return redirect(request, f"{PATH}{document_id}", say(request, f"document.done.{done}"))


@allowed("editor")
async def compare(request: Request) -> Response:
    """What two versions say differently, word by word."""
    app, document_id = context_of(request).app, request.path_params["document"]
    listed, _ = await _held(request)
    history = await run_in_threadpool(app.document_store.history, document_id)
    versions = [change.version for change in history]
    before, after = (request.query_params.get(name, "")[:40] for name in ("dari", "ke"))
    after = after if after in versions else versions[0]
    earlier = versions[versions.index(after) + 1 :] or versions[-1:]
    before = before if before in versions else earlier[0]

    def compared() -> Any:
        return difference(*(app.document_store.version(one) for one in (before, after)))

    found = await run_in_threadpool(compared)
    return await render(
        request,
        "document/difference.html",
        title=say(request, "document.difference"),
        one=listed,
        history=history,
        before=before,
        after=after,
        found=found,
    )


@allowed("editor")
async def picture(request: Request) -> Response:
    """The picture of a page of the current version's file."""
    app, document_id, number = context_of(request).app, request.path_params["document"], request.path_params["number"]

    def drawn() -> Path | None:
        return _views(app.settings.data).page(app.document_store.original(document_id), number)

    try:
        path = await run_in_threadpool(drawn)
    except NotFoundError:
        raise Problem("not-found") from None
    if path is None:
        raise Problem("not-found")
    return FileResponse(path, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


async def _kept(request: Request, change: Callable[[str], None], done: str) -> Response:
    document_id = request.path_params["document"]
    try:
        await run_in_threadpool(change, document_id)
    except NotFoundError:
        raise Problem("not-found") from None
    await record(request, f"document.{done}", document_id)
    return redirect(request, f"{PATH}{document_id}", say(request, f"document.done.{done}"))


async def _held(request: Request) -> tuple[ListedDocument, NewVersion]:
    return await run_in_threadpool(held, context_of(request).app, request.path_params["document"])


def held(app: App, document_id: str) -> tuple[ListedDocument, NewVersion]:
    """A document of the list, retired ones too, with its current version.

    Raises:
        Problem: there is none.
    """
    try:
        listed = app.documents.entry(document_id)
    except NotFoundError:
        raise Problem("not-found") from None
    return listed, app.document_store.version(listed.version)


async def _page(
    request: Request, status: int = 200, *, error: str = "", given: dict[str, str] | None = None
) -> Response:
    app, account = context_of(request).app, staff_of(request)
    listed, version = await _held(request)
    values = await run_in_threadpool(_values, app, listed, version, request.query_params, account.language)
    return await render(
        request,
        "document/show.html",
        status,
        title=listed.title,
        one=listed,
        version=version,
        error=error,
        given=given or {name: str(getattr(version.document, name) or "") for name in CORRECTABLE},
        fields=GUESSED,
        **values,
    )


def _values(app: App, listed: ListedDocument, version: NewVersion, query: Any, language: Any) -> dict[str, Any]:
    chunks = version.chunks
    wanted = query.get("cari", "")
    found = next((number for number, chunk in enumerate(chunks) if chunk.id == wanted), 0)
    part = query.get("bagian", "")
    number = int(part) if part.isascii() and part.isdecimal() and len(part) < 5 else found // _SECTIONS + 1
    parts = max(1, -(-len(chunks) // _SECTIONS))
    number = min(max(number, 1), parts)
    citations = Citations(language)
    shown = chunks[(number - 1) * _SECTIONS : number * _SECTIONS]
    published = app.release_store.published()
    return {
        "pages": _by_page(version, shown, citations),
        "citations": citations.all if version.document.sources else [],
        "number": number,
        "parts": parts,
        "published": bool(published) and listed.version in app.release_store.versions(published or ""),
        "history": app.document_store.history(listed.id),
        "cited": app.citation_counts.of_documents(document_id=listed.id).get(listed.id),
        "reviews": app.reviews.of(listed.id),
        "overdue": overdue(listed, listed.as_of),
        "confirmed": app.confirmations.of(listed.id),
        "unread": version.coverage.get("unread", 0.0),
        "open": app.originals.open_files.is_open(listed.id, version.original),
        "drawn": _is_drawn(app.settings.data / "originals" / version.original) if version.original else False,
    }


def _is_drawn(file: Path) -> bool:
    """Whether there are pictures of the pages of a kept file; what has none in the end shows none."""
    try:
        with file.open("rb") as opened:
            return b"%PDF-" in opened.read(1024) or file.suffix in _PICTURES
    except OSError:
        return False


def _by_page(version: NewVersion, chunks: Sequence[Chunk], citations: Citations) -> list[dict[str, Any]]:
    """Sections in their order, those of one page of the file together, with the share of it that was not read."""
    pages: list[dict[str, Any]] = []
    unread = version.coverage.get("pages", {})
    for chunk in chunks:
        page = chunk.page or 0
        if not pages or pages[-1]["page"] != page:
            pages.append({"page": page, "unread": unread.get(str(page), 0.0), "sections": []})
        pages[-1]["sections"].append({"chunk": chunk, "blocks": section_blocks(version.document, chunk, citations)})
    return pages


def section_blocks(document: Document, chunk: Chunk, citations: Citations) -> list[Any]:
    """What a section says, its sources numbered."""
    return whole_section(Passage(disclosed(chunk), document, 0.0, 0.0, 0.0), citations)


@cache
def _views(data: Path) -> PageViews:
    return PageViews(data)


ROUTES = [
    Route("/dokumen/isi/{document}", show, methods=["GET"]),
    Route("/dokumen/isi/{document}", describe, methods=["POST"]),
    Route("/dokumen/isi/{document}/tarik", retire, methods=["POST"]),
    Route("/dokumen/isi/{document}/pulihkan", restore, methods=["POST"]),
    Route("/dokumen/isi/{document}/berkas", open_file, methods=["POST"]),
    Route("/dokumen/isi/{document}/beda", compare, methods=["GET"]),
    Route("/dokumen/isi/{document}/halaman/{number:int}.jpg", picture, methods=["GET"]),
]

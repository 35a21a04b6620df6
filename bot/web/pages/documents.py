"""The page of each document: its text, what every statement stands on, its history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.web.context import WebContext, context_of
from bot.web.pages.rendering import kept, language_of, render
from bot.web.problems import Problem
from knowledge.answering.citations import Citations
from knowledge.answering.steps.composition import originals_of, whole_section
from knowledge.answers import Block, Citation
from knowledge.documents import Chunk, Document, Language, Passage
from knowledge.language.disclosure import disclosed, disclosed_document
from knowledge.storage.stored_versions import DocumentSummary

SECTIONS = 100  # on one page
_FILE_POLICY = "sandbox; default-src 'none'"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".html": "text/html",
    ".eml": "message/rfc822",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_PICTURE = re.compile(r"[0-9a-f]{16,64}-[0-9a-f]{32}\.jpg")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section on the page: ``number`` of its sources are among those of the page."""

    anchor: str
    title: str
    place: str
    blocks: list[Block]
    page: int | None


async def show_document(request: Request) -> Response:
    """``/sumber/ascn-duties.id``: a document of the published release, in parts where it is long."""
    web, language = context_of(request), language_of(request)
    part = request.query_params.get("bagian", "1")
    number = int(part) if re.fullmatch(r"[1-9]\d{0,3}", part) else 1
    release = await run_in_threadpool(web.app.release_store.published) or ""
    summary = await run_in_threadpool(_summary, web, release, request.path_params["document"])
    if summary is None or (number - 1) * SECTIONS >= max(summary.chunks, 1):
        raise Problem("not-found")

    async def make() -> str:
        return await run_in_threadpool(_page, request, web, summary, number, language)

    file = await run_in_threadpool(web.app.originals.open_files.published, summary.document.id)
    originals = await run_in_threadpool(web.app.originals.state)
    return await kept(request, make, release, str(number), originals, file.name if file else "")


async def open_file(request: Request) -> Response:
    """``/sumber/laporan/berkas``: the file that a document of the published release was read from, if the public may
    open it. A PDF is shown, which lets a citation open its page; all else is saved."""
    web, document = context_of(request), request.path_params["document"]
    release = await run_in_threadpool(web.app.release_store.published) or ""
    if await run_in_threadpool(_summary, web, release, document) is None:
        raise Problem("not-found")
    file = await run_in_threadpool(web.app.originals.open_files.published, document)
    path = web.app.settings.data / "originals" / file.name if file else None
    if path is None or not await run_in_threadpool(path.is_file):
        raise Problem("file-closed", way=f"/sumber/{document}")
    pdf = await run_in_threadpool(_is_pdf, path)
    return FileResponse(
        path,
        media_type="application/pdf" if pdf else _KINDS.get(path.suffix, "application/octet-stream"),
        filename=f"{document}{'.pdf' if pdf else path.suffix}",
        content_disposition_type="inline" if pdf else "attachment",
        # Nothing compresses it on the way, since readers of PDF ask for ranges of its bytes.
        headers={
            "Cache-Control": "no-cache",
            "Content-Encoding": "identity",
            "Content-Security-Policy": _FILE_POLICY,
        },
    )


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


async def show_place(request: Request) -> Response:
    """``/sumber/asli/<name>.jpg``: the place of a sentence in the original of a source."""
    name = request.path_params["name"]
    app = context_of(request).app
    path = app.settings.data / "originals" / name
    if not _PICTURE.fullmatch(name) or not await run_in_threadpool(app.originals.holds_picture, name):
        raise Problem("not-found")
    if not await run_in_threadpool(path.is_file):
        raise Problem("not-found")
    return FileResponse(path, media_type="image/jpeg", headers={"Cache-Control": "public, max-age=86400"})


def _summary(web: WebContext, release: str, document: str) -> DocumentSummary | None:
    summaries = web.app.document_store.documents(release) if release else []
    return next((one for one in summaries if one.document.id == document), None)


def _page(request: Request, web: WebContext, summary: DocumentSummary, number: int, language: Language) -> str:
    document, store = disclosed_document(summary.document), web.app.document_store
    ids = [chunk for chunk, _ in store.chunk_ids([summary.version])][(number - 1) * SECTIONS : number * SECTIONS]
    chunks = store.chunks(ids)
    passages = [Passage(disclosed(chunks[id_]), document, 0.0, 0.0, 0.0) for id_ in ids if id_ in chunks]
    originals = [original for passage in passages for original in originals_of(passage, web.app.originals)]
    citations = Citations(language, originals)
    file = web.app.originals.open_files.published(document.id)
    sections = [_shown(passage, citations) for passage in passages]
    return render(
        request,
        "document.html",
        document.title,
        {"bagian": str(number)} if number > 1 else None,
        one=document,
        summary=bool(document.sources),
        sections=sections,
        citations=_cited(document, citations.all),
        number=number,
        pages=-(-summary.chunks // SECTIONS),
        history=store.history(document.id),
        version=summary.version,
        file=file,
    )


def _shown(passage: Passage, citations: Citations) -> _Shown:
    chunk = passage.chunk
    title = chunk.heading[-1] if chunk.heading[1:] else ""
    return _Shown(_anchor(chunk), title, _place(chunk), whole_section(passage, citations), chunk.page)


def _anchor(chunk: Chunk) -> str:
    return chunk.anchor or f"b-{chunk.id[:12]}"


def _place(chunk: Chunk) -> str:
    return f"§ {chunk.clause}" if chunk.clause else ""


def _cited(document: Document, citations: list[Citation]) -> list[Citation]:
    """The sources of a summary; a document that is quoted from is its own source."""
    return citations if document.sources else []

"""``/staf/dokumen/tulis``: documents are written and edited, with a preview and the source of every statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.staff.access import allowed, staff_of
from bot.staff.forms import Form, form_of
from bot.staff.pages.document import PATH, section_blocks
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from ingest.errors import DocumentError, Notice
from ingest.writing import MAX_LINE, MAX_QUESTIONS, MAX_SECTIONS, MAX_TEXT, Writer, Writing, WrittenSection
from ingest.writing import Problem as Wrong
from knowledge.answering.citations import Citations
from knowledge.documents import COLLECTIONS, Answerability, Language, Source
from knowledge.errors import NotFoundError

_PATH = "/staf/dokumen/tulis"
_BODY = 2 * 1024 * 1024
_MOST = 4 * MAX_TEXT  # characters that are taken, to be told that they are too many
_QUESTIONS = 2 * MAX_QUESTIONS * MAX_LINE
_SOURCES = 10
_ANSWERABILITY: dict[str, Answerability] = {one: one for one in get_args(Answerability)}


@allowed("editor")
async def begin(request: Request) -> Response:
    """An empty document, or with a title that another page gives: a question that nothing answers."""
    title = request.query_params.get("judul", "").strip()[:MAX_LINE]
    section = WrittenSection(title=title, example_questions=(title,) if title else ())
    return await _page(request, Writing(title=title, sections=(section,)))


@allowed("editor")
async def edit(request: Request) -> Response:
    """A document that was written here, to be changed; ``tanya`` is asked of its section ``bagian``, too."""
    app, document_id = context_of(request).app, request.path_params["document"]
    try:
        writing = await run_in_threadpool(Writer(app.document_store).open, document_id)
    except NotFoundError:
        raise Problem("not-found") from None
    except DocumentError as error:
        return redirect(request, f"{PATH}{document_id}", error.message(staff_of(request).language), "bad")
    anchor, question = (request.query_params.get(name, "").strip()[:MAX_LINE] for name in ("bagian", "tanya"))
    sections = tuple(_asked(one, question) if question and one.anchor == anchor else one for one in writing.sections)
    return await _page(request, replace(writing, sections=sections), preview=True)


def _asked(section: WrittenSection, question: str) -> WrittenSection:
    return replace(section, example_questions=tuple(dict.fromkeys((*section.example_questions, question))))


@allowed("editor", body=_BODY, changes=False)
async def write(request: Request) -> Response:
    """Show what was written as readers would see it, or add a section or source to the form; nothing is stored."""
    form = await form_of(request, body=_BODY)
    writing, do = _writing(form), form.text("do", 20, required=False)
    if do == "section":
        return await _page(request, replace(writing, sections=(*writing.sections, WrittenSection())))
    if do == "source":
        return await _page(request, replace(writing, sources=(*writing.sources, Source("", ""))))
    if do.startswith("drop-"):
        kept = tuple(one for number, one in enumerate(writing.sections) if do != f"drop-{number}")
        return await _page(request, replace(writing, sections=kept))
    return await _page(request, writing, preview=True)


@allowed("editor", body=_BODY)
async def save(request: Request) -> Response:
    """Store what was written."""
    app, writing = context_of(request).app, _writing(await form_of(request, body=_BODY))
    try:
        new = await run_in_threadpool(Writer(app.document_store).save, writing)
    except NotFoundError:
        raise Problem("not-found") from None
    except DocumentError as error:
        return await _page(request, writing, 422, error=error.message(staff_of(request).language), preview=True)
    await record(request, "document.written", new.document.id, {"title": new.document.title, "version": new.version})
    return redirect(request, f"{PATH}{new.document.id}", say(request, "writing.saved"))


async def _page(
    request: Request, writing: Writing, status: int = 200, *, error: str = "", preview: bool = False
) -> Response:
    app, language = context_of(request).app, staff_of(request).language
    values = await run_in_threadpool(_values, app, writing, language, preview)
    if preview and "hx-request" in request.headers:
        return await render(request, "writing/_preview.html", **values)
    return await render(
        request,
        "writing/form.html",
        status,
        title=writing.title if writing.id else say(request, "writing.title"),
        writing=writing,
        error=error,
        collections=COLLECTIONS,
        answerability=tuple(_ANSWERABILITY),
        limits={"line": MAX_LINE, "text": MAX_TEXT, "sections": MAX_SECTIONS},
        **values,
    )


def _values(app: App, writing: Writing, language: Language, preview: bool) -> dict[str, Any]:
    writer = Writer(app.document_store)
    known = writer.sources()
    shown = _shown(writer, writing, known, language) if preview else {"problems": (), "sections": (), "citations": ()}
    return {"known": sorted(known.values(), key=lambda one: one.title), "preview": preview, **shown}


def _shown(writer: Writer, writing: Writing, known: dict[str, Source], language: Language) -> dict[str, Any]:
    """What is wrong, and the sections as a reader would see them."""
    wrong = sorted(writer.problems(writing, known), key=lambda one: not one.grave)
    months = writing.review_after if writing.review_after.isascii() and writing.review_after.isdecimal() else ""
    try:
        version = writer.version(replace(writing, review_after=months[:4]), known)
    except NotFoundError:
        raise Problem("not-found") from None
    citations = Citations(language)
    sections = [
        {"title": chunk.heading[-1], "blocks": section_blocks(version.document, chunk, citations)}
        for chunk in version.chunks
    ]
    notices = [Wrong(None, Notice(*pair), grave=False) for pair in version.warnings]
    shown = citations.all if version.document.sources else []
    return {"problems": (*wrong, *notices), "sections": sections, "citations": shown}


def _writing(form: Form) -> Writing:
    sections = _rows(
        form.texts("section_title", 2 * MAX_LINE),
        form.texts("section_text", _MOST),
        form.texts("section_shown", 2 * MAX_LINE),
        form.texts("section_questions", _QUESTIONS),
        form.texts("section_anchor"),
        form.texts("section_as_of"),
        form.texts("section_answerability", 20),
        most=2 * MAX_SECTIONS,
    )
    sources = _rows(*(form.texts(f"source_{name}", 1100) for name in ("id", "title", "publisher", "date", "url")))
    return Writing(
        title=form.text("title", 2 * MAX_LINE, required=False),
        collection=form.choice("collection", COLLECTIONS),
        language="en" if form.choice("language", ("id", "en")) == "en" else "id",
        main=form.text("main", required=False),
        publisher=form.text("publisher", 2 * MAX_LINE, required=False),
        date=form.text("date", required=False),
        as_of=form.text("as_of", required=False),
        review_after=form.text("review_after", required=False),
        sections=tuple(_section(*row) for row in sections),
        sources=tuple(Source(*map(str.strip, row)) for row in sources if any(map(str.strip, row))),
        id=form.text("id", required=False),
        base=form.text("base", required=False),
    )


def _rows(*columns: Sequence[str], most: int = _SOURCES) -> list[tuple[str, ...]]:
    """The values of fields that stand several times in a form, side by side."""
    if len({len(column) for column in columns}) != 1 or len(columns[0]) > most:
        raise Problem("field-invalid", field="sections")
    return list(zip(*columns, strict=True))


def _section(
    title: str, text: str, shown: str, questions: str, anchor: str, as_of: str, answerability: str
) -> WrittenSection:
    if answerability not in _ANSWERABILITY:
        raise Problem("field-invalid", field="section_answerability")
    return WrittenSection(
        title=title.strip(),
        text=text.replace("\r\n", "\n").strip(),
        shown_question=shown.strip(),
        example_questions=tuple(line.strip() for line in questions.splitlines() if line.strip()),
        anchor=anchor.strip(),
        as_of=as_of.strip(),
        answerability=_ANSWERABILITY[answerability],
    )


ROUTES = [
    Route("/dokumen/tulis", begin, methods=["GET"]),
    Route("/dokumen/tulis", write, methods=["POST"]),
    Route("/dokumen/tulis/simpan", save, methods=["POST"]),
    Route("/dokumen/isi/{document}/ubah", edit, methods=["GET"]),
]

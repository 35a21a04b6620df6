"""``/staf/dokumen/unggah``: files and addresses are given, and what became of them is told."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.staff.access import allowed, staff_of
from bot.staff.forms import Form, form_of
from bot.staff.rendering import record, redirect, render, say
from bot.uploads import Uploads
from bot.web.context import context_of
from bot.web.problems import Problem
from ingest.errors import DocumentError
from ingest.limits import DEFAULT, MEGABYTE
from ingest.sources import safe_name
from knowledge.documents import COLLECTIONS

_PATH = "/staf/dokumen/unggah"
FILES = 20  # of one form; the page's script sends each by itself
BODY = DEFAULT.size + 10 * MEGABYTE
_SHOWN = 30
_LATEST = 5  # above the earlier ones, which are folded


@allowed("editor")
async def show(request: Request) -> Response:
    """The forms and the latest uploads; for the page that follows them these alone."""
    if "hx-request" in request.headers:
        uploads = await run_in_threadpool(context_of(request).app.uploads.latest, _SHOWN)
        return await render(request, "uploads/_queue.html", uploads=uploads, latest=_LATEST)
    return await _page(request, replaces=request.query_params.get("ganti", "")[:200])


@allowed("editor", body=BODY, files=FILES)
async def take(request: Request) -> Response:
    """Keep files that were sent, to be read in the background."""
    app, form = context_of(request).app, await form_of(request, body=BODY, files=FILES)
    files, options = form.files("files"), await _options(request, form)
    if not files or any(not file.size for file in files):
        return await _page(request, 422, error=say(request, "uploads.empty" if files else "uploads.none"))
    for file in files:
        upload = await run_in_threadpool(keep, app.uploads, file, staff_of(request).name, options)
        await record(request, "upload.given", safe_name(file.filename or ""), {"upload": upload, **options})
    by_script = "hx-request" in request.headers  # which says so itself
    return redirect(request, _PATH, "" if by_script else say(request, "uploads.taken", number=len(files)))


@allowed("editor")
async def fetch(request: Request) -> Response:
    """Note an address that is to be fetched and read."""
    app, form = context_of(request).app, await form_of(request)
    url, options = form.text("url", 2000), await _options(request, form)
    try:
        upload = await run_in_threadpool(app.uploads.add_address, url, staff_of(request).name, **options)
    except DocumentError as error:
        return await _page(request, 422, error=error.message(staff_of(request).language), url=url)
    await record(request, "upload.given", upload.name, {"upload": upload.id, **options})
    return redirect(request, _PATH, say(request, "uploads.address_taken"))


def keep(uploads: Uploads, file: UploadFile, by: str, options: Mapping[str, str | bool]) -> str:
    """Put a file that was sent into the queue, whole or not at all; the upload's id."""
    upload, folder = uploads.place()
    name = file.filename or ""
    try:
        with (folder / safe_name(name)).open("wb") as target:
            shutil.copyfileobj(file.file, target, MEGABYTE)
        uploads.add_file(upload, name, by, **options)
    except BaseException:
        uploads.drop(upload)
        raise
    return upload


async def _options(request: Request, form: Form) -> dict[str, str | bool]:
    """What was asked for. To keep personal data is for who publishes, since it is to be answered for."""
    options: dict[str, str | bool] = {"collection": form.choice("collection", COLLECTIONS)}
    if form.flag("keep_personal_data"):
        if not staff_of(request).may("publisher"):
            raise Problem("role-too-low", role="publisher")
        options["keep_personal_data"] = True
    if replaces := form.text("replaces", 200, required=False):
        app = context_of(request).app
        if not await run_in_threadpool(app.document_store.knows, replaces):
            raise Problem("field-invalid", field="replaces")
        options["replaces"] = replaces
    return options


async def _page(request: Request, status: int = 200, *, error: str = "", url: str = "", replaces: str = "") -> Response:
    app = context_of(request).app
    uploads = await run_in_threadpool(app.uploads.latest, _SHOWN)
    replaced = await run_in_threadpool(_replaced, app, replaces)
    return await render(
        request,
        "uploads/form.html",
        status,
        uploads=uploads,
        latest=_LATEST,
        error=error,
        url=url,
        replaced=replaced,
        collections=COLLECTIONS,
        most=DEFAULT.size // MEGABYTE,
        files=FILES,
        may_keep=staff_of(request).may("publisher"),
        telegram=bool(app.settings.staff_chat and app.settings.telegram_token.get_secret_value()),
    )


def _replaced(app: App, document: str) -> tuple[str, str, str] | None:
    """Id, title and collection of the document of which a new version is given."""
    listed = app.documents.entries(document) if document else ()
    return next(((one.id, one.title, one.collection) for one in listed), None)


ROUTES = [
    Route("/dokumen/unggah", show, methods=["GET"]),
    Route("/dokumen/unggah", take, methods=["POST"]),
    Route("/dokumen/unggah/alamat", fetch, methods=["POST"]),
]

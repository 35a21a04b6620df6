"""GET /search: the passages that answers stand on, for programs that do the answering themselves."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.app import App
from bot.tickets.passages import citations_in
from bot.web.api.responses import problems
from bot.web.api.schemas import Collection
from bot.web.context import ContextDep
from bot.web.gates import admit_question
from bot.web.problems import Problem
from knowledge.answers import Citation
from knowledge.documents import Language, Passage
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.markup.citation_marks import strip_marks

MOST = 20
CHARACTERS = 500

logger = logging.getLogger(__name__)

router = APIRouter(tags=["documents"])


class PassageBody(BaseModel):
    """A passage of a document, with what it stands on."""

    document: str = Field(examples=["ascn-membership.id"])
    title: str = Field(description="Of the document.")
    language: Language
    heading: tuple[str, ...] = Field(description="The headings it stands under, from the document's title down.")
    section: str = Field(description="Its place in the document's text: `/sumber/{document}#{section}`.")
    page: int = Field(description="In the document's file; 0 where there are no pages.")
    clause: str
    text: str = Field(description="Markdown.")
    score: float = Field(ge=0, description="How well it fits, beside the others of this answer only.")
    citations: tuple[Citation, ...] = Field(description="The sources of what it says: cite these.")


class FoundPassages(BaseModel):
    """Passages, best first; none where the documents hold nothing that fits."""

    release: str
    count: int
    passages: tuple[PassageBody, ...]


@router.get(
    "/search",
    response_model=FoundPassages,
    responses=problems(403, 422, 429, 503),
    dependencies=[Depends(admit_question)],
)
async def search_passages(
    web: ContextDep,
    response: Response,
    q: Annotated[str, Query(min_length=1, max_length=CHARACTERS, examples=["syarat menjadi anggota"])],
    language: Annotated[Language, Query()] = "id",
    scope: Annotated[Collection | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 6,
) -> FoundPassages:
    """Find passages of the documents, with the sources they stand on. The answering is the caller's."""
    response.headers["Cache-Control"] = "no-store"
    async with web.searches:
        return await run_in_threadpool(_find, web.app, q, language, scope, limit)


def _find(app: App, text: str, language: Language, scope: str | None, limit: int) -> FoundPassages:
    try:
        found = app.passages.search(text, language, scope=scope, limit=limit)
        release = app.releases.current().id
    except NotFoundError:  # nothing has been published yet
        return FoundPassages(release="", count=0, passages=())
    except IntegrityError as error:
        logger.warning("Passages cannot be searched: %s", error)
        raise Problem("not-ready") from None
    return FoundPassages(
        release=release, count=len(found), passages=tuple(_body(app, passage, language) for passage in found)
    )


def _body(app: App, passage: Passage, language: Language) -> PassageBody:
    document, chunk = passage.document, passage.chunk
    return PassageBody(
        document=document.id,
        title=document.title,
        language=document.language,
        heading=chunk.heading,
        section=chunk.anchor or "",
        page=chunk.page or 0,
        clause=chunk.clause or "",
        text=strip_marks(chunk.text),
        score=round(max(0.0, float(passage.score)), 4),
        citations=tuple(citations_in(passage, language, app.originals)),
    )

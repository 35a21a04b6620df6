"""The documents the answers stand on: their public metadata."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from bot.web.api.responses import problems
from bot.web.context import ContextDep
from bot.web.publications import published_documents
from knowledge.documents import Document, Language

router = APIRouter(tags=["documents"])


class SourceBody(BaseModel):
    """A source a document cites."""

    id: str
    title: str
    publisher: str
    date: str
    url: str


class DocumentBody(BaseModel):
    """One document of the published release."""

    id: str = Field(examples=["ascn-membership.id"])
    title: str
    collection: str = Field(examples=["ascn"])
    language: Language
    publisher: str
    date: str
    url: str
    as_of: str = Field(description="State of knowledge: year or year-month.")
    sources: tuple[SourceBody, ...]


class DocumentList(BaseModel):
    """The documents of the published release; none before the first publication."""

    release: str
    count: int
    documents: tuple[DocumentBody, ...]


@router.get("/documents", response_model=DocumentList, responses=problems(403, 429))
def list_documents(web: ContextDep, response: Response) -> DocumentList:
    """What the answers stand on."""
    response.headers["Cache-Control"] = "public, max-age=300"
    release, documents = published_documents(web)
    return DocumentList(
        release=release, count=len(documents), documents=tuple(_body(document) for document in documents)
    )


def _body(document: Document) -> DocumentBody:
    return DocumentBody(
        id=document.id,
        title=document.title,
        collection=document.collection,
        language=document.language,
        publisher=document.publisher,
        date=document.date,
        url=document.url,
        as_of=document.as_of,
        sources=tuple(
            SourceBody(id=source.id, title=source.title, publisher=source.publisher, date=source.date, url=source.url)
            for source in document.sources
        ),
    )

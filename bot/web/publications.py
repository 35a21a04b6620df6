"""The documents of the published release, for the API and the pages."""

from __future__ import annotations

from bot.web.context import WebContext
from knowledge.documents import Document


def published_documents(web: WebContext) -> tuple[str, list[Document]]:
    """The published release and its documents by collection and title; ``("", [])`` before the first publication."""
    release = web.app.release_store.published()
    if release is None:
        return "", []
    return release, documents_of(web, release)


def documents_of(web: WebContext, release: str) -> list[Document]:
    """The documents of a release by collection and title."""
    documents = [summary.document for summary in web.app.document_store.documents(release)]
    return sorted(documents, key=lambda document: (document.collection, document.title))

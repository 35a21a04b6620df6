"""The documents of the published release, for the API and the pages."""

from __future__ import annotations

from bot.web.context import Web
from knowledge.documents import Document


def published_documents(web: Web) -> tuple[str, list[Document]]:
    """The published release and its documents by collection and title; ``("", [])`` before the first publication."""
    release = web.app.publications.published()
    if release is None:
        return "", []
    documents = [summary.document for summary in web.app.registry.documents(release)]
    return release, sorted(documents, key=lambda one: (one.collection, one.title))

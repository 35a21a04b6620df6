"""The knowledge as a LangChain retriever, for programs that speak that interface."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.documents import Language
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.retrieval.retriever import Retriever


class PanduRetriever(BaseRetriever):
    """Passages of the published release as LangChain documents, best first.

    Args:
        retriever: what searches the published release.
        language: of two passages that say the same, the one in this language is taken.
        scope: a collection to stay within.
        limit: at most so many passages.

    The metadata name the document and the place in it (page, clause, heading, url), the release, and the scores: the
    fused ``score`` (0..1), the cosine ``dense`` and the BM25 score ``lexical``.

    Raises:
        NotFoundError: nothing is published.
        IntegrityError: the index cannot be opened.
    """

    retriever: Retriever
    language: Language = "id"
    scope: str | None = None
    limit: int = 8

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = self.retriever.retrieve(Query(query, self.language), scope=self.scope, limit=self.limit)
        return [
            LangChainDocument(
                page_content=strip_marks(passage.chunk.text),
                id=passage.chunk.id,
                metadata={
                    "document": passage.document.id,
                    "title": passage.document.title,
                    "heading": list(passage.chunk.heading),
                    "page": passage.chunk.page,
                    "clause": passage.chunk.clause,
                    "url": passage.document.url,
                    "score": passage.score,
                    "dense": passage.dense,
                    "lexical": passage.lexical,
                    "release": found.release,
                },
            )
            for passage in found.passages
        ]

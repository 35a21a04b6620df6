"""The knowledge as a LangChain retriever, for programs that speak that interface."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.documents import Language
from knowledge.markup.citation_marks import strip_marks
from knowledge.retrieval.retriever import Retriever


class PanduRetriever(BaseRetriever):
    """Passages of the published release as LangChain documents; their metadata hold the anchors and scores."""

    retriever: Retriever
    language: Language = "id"
    scope: str | None = None
    limit: int = 8

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = self.retriever.retrieve(query, self.language, scope=self.scope, limit=self.limit)
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
                    "release": found.release,
                },
            )
            for passage in found.passages
        ]

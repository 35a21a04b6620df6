"""The knowledge as other programs see it through LangChain."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from knowledge.errors import NotFoundError
from knowledge.language.query import Query
from knowledge.retrieval.langchain import PanduRetriever
from knowledge.retrieval.retriever import Retriever
from tests.parts import Parts


@pytest.fixture
def retriever(readable: Parts) -> PanduRetriever:
    return PanduRetriever(retriever=Retriever(readable.releases), language="en", limit=3)


def test_passages_come_as_documents_with_their_place_and_release(retriever: PanduRetriever, readable: Parts) -> None:
    found = retriever.invoke("What are the duties of an ASCN member city?")
    assert len(found) == 3
    first = found[0]
    assert "Chief Smart City Officer" in first.page_content
    assert "[@" not in first.page_content
    assert first.metadata["document"] == "ascn-duties.en"
    assert first.metadata["heading"]
    assert first.metadata["release"] == readable.releases.current().id
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert all(document.id for document in found)


def test_it_searches_as_the_answering_does(retriever: PanduRetriever, readable: Parts) -> None:
    question = "kapan kota anggota melapor?"
    own = Retriever(readable.releases).retrieve(Query(question, "en"), limit=3)
    assert [document.id for document in retriever.invoke(question)] == [passage.chunk.id for passage in own.passages]


def test_a_chain_takes_it(retriever: PanduRetriever) -> None:
    def titles(documents: list[Document]) -> set[str]:
        return {document.metadata["title"] for document in documents}

    assert (retriever | RunnableLambda(titles)).invoke("How does a city join the ASCN?")


async def test_it_is_asked_without_blocking_the_loop(retriever: PanduRetriever) -> None:
    assert len(await retriever.ainvoke("How does a city join the ASCN?")) == 3


def test_other_collections_stay_out(retriever: PanduRetriever) -> None:
    elsewhere = retriever.model_copy(update={"scope": "sni"})
    assert elsewhere.invoke("What are the duties of an ASCN member city?") == []


def test_without_a_release_the_error_says_so(parts: Parts) -> None:
    with pytest.raises(NotFoundError):
        PanduRetriever(retriever=Retriever(parts.releases)).invoke("Apa itu ASCN?")

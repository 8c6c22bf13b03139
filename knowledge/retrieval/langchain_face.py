"""The retriever as a LangChain ``BaseRetriever``, for any LangChain or LangGraph program."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.retrieval.evidence import Hit
from knowledge.retrieval.retriever import Retriever


class PassageRetriever(BaseRetriever):
    """Gives the hits of a search as LangChain documents, with what is needed to cite them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 8

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  (LangChain passes it by name)
    ) -> list[LangChainDocument]:
        """What LangChain's ``invoke`` calls."""
        return [_document(hit) for hit in self.retriever.search(query, limit=self.limit).hits]


def _document(hit: Hit) -> LangChainDocument:
    passage = hit.passage
    return LangChainDocument(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "document": passage.document,
            "locator": passage.locator,
            "headings": list(passage.headings),
            "score": round(hit.score, 4),
        },
    )

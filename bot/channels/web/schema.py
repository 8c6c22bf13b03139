"""The shapes of documents, common questions, health and errors, as the API's OpenAPI description names them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.channels.web.problems import Code
from knowledge.documents import Confidence, Edition
from knowledge.faq import Audience

CONVERSATION = r"^[A-Za-z0-9_-]{8,64}$"


class Shape(BaseModel):
    """A closed shape: a field it does not name is an error."""

    model_config = ConfigDict(extra="forbid")


class PublicationShape(Shape):
    """Where a statement was published."""

    title: str
    publisher: str
    date: str | None
    url: str | None


class SourceShape(PublicationShape):
    """A publication with the id passages name it by."""

    id: str


class ValidityShape(Shape):
    """Whether a document still applies."""

    value: Literal["in_force", "ended", "amended", "unknown"]
    text: str
    source: str | None


class PassageShape(Shape):
    """A clause of a document."""

    id: str
    locator: str
    headings: list[str]
    text: str
    sources: list[str]
    confidence: Confidence
    previous: str | None
    next: str | None


class RelationShape(Shape):
    """What one document does to another, and from which day where a source states it."""

    kind: Literal["amends", "amended_by", "implements", "based_on", "followed_by", "related"]
    number: str
    since: str | None


class DocumentSummaryShape(Shape):
    """A document's identity."""

    id: str
    number: str | None
    short: str
    short_en: str
    title: str
    title_en: str
    type: str
    issuer: str
    issued_on: str | None
    effective_on: str | None
    period: list[int | None] | None
    edition: Edition
    confidence: Confidence
    status: ValidityShape
    passage_count: int


class DocumentShape(DocumentSummaryShape):
    """A document with all its passages."""

    signer: str | None
    aliases: list[str]
    relations: list[RelationShape]
    sources: list[SourceShape]
    passages: list[PassageShape]


class DocumentsShape(Shape):
    """The documents we hold."""

    documents: list[DocumentSummaryShape]


class CommonQuestionShape(Shape):
    """A curated question; asked as it stands it is answered by its entry."""

    id: str
    question: str
    question_en: str
    audience: Audience


class FaqSectionShape(Shape):
    """A group of common questions."""

    id: str
    name: str
    name_en: str
    questions: list[CommonQuestionShape]


class FaqShape(Shape):
    """The common questions by section."""

    sections: list[FaqSectionShape]


class HealthShape(Shape):
    """The process is alive."""

    status: Literal["ok"]


class ReadinessShape(Shape):
    """Whether every part works; answers are served either way."""

    status: Literal["ready", "degraded"]
    degraded: list[str]


class ErrorDetail(Shape):
    """What happened, and what to do about it."""

    code: Code
    message: str
    remedy: str


class ErrorShape(Shape):
    """Every error looks like this."""

    error: ErrorDetail

"""The shapes of an answer, of an opinion on it and of forgetting, as the OpenAPI description names them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.channels.web.schema import CONVERSATION, PublicationShape, Shape
from bot.messages import Status
from knowledge.documents import Confidence, Edition

REASON_LIMIT = 1000
MOST_CONVERSATIONS = 100
Visitor = Annotated[
    str | None,
    Field(
        pattern=CONVERSATION,
        description="A random id of the person's browser, to limit and to forget by; hashed before it is kept.",
    ),
]


class Question(Shape):
    """A question, and the conversation it continues."""

    text: Annotated[str, Field(description="The question; over 2,000 characters is answered by refused_too_long.")]
    conversation: Annotated[
        str | None,
        Field(pattern=CONVERSATION, description="A random id of your own; left out, a new one is made and returned."),
    ] = None
    visitor: Visitor = None


class FactShape(Shape):
    """One figure of an answer."""

    target: str
    indicator: str
    comparator: str
    value: str
    unit: str
    deadline: str | None
    level: str | None
    exception: str | None
    kind: Literal["target", "result"]
    citations: list[int]


class CitationShape(Shape):
    """A verifiable reference of an answer."""

    n: int
    document: str
    document_id: str
    passage: str
    title: str
    issuer: str
    issued_on: str | None
    edition: Edition
    locator: str
    quote: str
    match: Literal["exact", "normalised"]
    confidence: Confidence
    sources: list[PublicationShape]


class AnswerShape(Shape):
    """An answer: plain text with [n] marks, its facts and its citations."""

    question: str
    status: Status
    language: Literal["vi", "en"]
    text: str
    interpretation: str | None
    facts: list[FactShape]
    citations: list[CitationShape]
    suggestions: list[str]
    degraded: list[str]
    timings_ms: dict[str, float]
    id: Annotated[
        str | None,
        Field(
            description="Opens this answer again at /tra-loi/{id}, or with the key it was asked with; null: not kept."
        ),
    ]


class ReplyShape(AnswerShape):
    """An answer to a question just asked."""

    conversation: str


class KeptShape(AnswerShape):
    """An answer opened again."""

    answered_at: Annotated[str | None, Field(description="When it was given: ISO 8601, on the clocks of Hanoi.")]


class OpinionGiven(Shape):
    """What a person thinks of an answer; a later opinion replaces the earlier one."""

    useful: bool
    reason: Annotated[str | None, Field(max_length=REASON_LIMIT, description="Why, in the person's words.")] = None
    visitor: Visitor = None


class NotedShape(Shape):
    """The opinion is noted."""

    noted: bool


class ShareGiven(Shape):
    """Who shares an answer."""

    visitor: Visitor = None


class SharedShape(Shape):
    """Whether the answer is marked as shared: only the person it was given to can do so."""

    shared: bool


class ForgetMe(Shape):
    """Whose data to delete: the browser's id, and the conversations it knows; at least one of them."""

    visitor: Annotated[
        str | None, Field(pattern=CONVERSATION, description="The id the questions were asked with, if with any.")
    ] = None
    conversations: Annotated[
        list[Annotated[str, Field(pattern=CONVERSATION)]],
        Field(default_factory=list, max_length=MOST_CONVERSATIONS, description="Ids of the conversations to forget."),
    ]
    shared: Annotated[bool, Field(description="Whether the answers that were shared are deleted too.")] = False

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.visitor and not self.conversations:
            raise ValueError("name the visitor, or the conversations to forget")
        return self


class ForgottenShape(Shape):
    """How many of each were deleted, and how many shared answers were not."""

    answers: int
    turns: int
    feedback: int
    shared_left: Annotated[int, Field(description="Shared answers that stay readable at their addresses.")]

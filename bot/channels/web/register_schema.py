"""The shapes of the register's API, as its OpenAPI description names them."""

from __future__ import annotations

from typing import Literal

from bot.channels.web.schema import DocumentSummaryShape, Shape, SourceShape
from knowledge.documents import Confidence, Edition


class TargetShape(Shape):
    """A target; texts are "" where its document says nothing."""

    id: str
    page: str  # the address of its page on this server
    figure: str
    statement: str
    comparator: str
    value: str
    unit: str
    deadline: str
    year: int | None
    due: Literal["before", "after"] | None
    level: str
    scope: str
    exception: str
    baseline: str
    note: str
    area: str
    indicator: str
    indicator_id: str
    document: str
    document_id: str
    title: str
    issued: str | None
    passage: str
    locator: str
    quote: str
    sources: list[SourceShape]
    edition: Edition
    confidence: Confidence
    disagreements: list[str]
    reviewed: bool


class TargetsShape(Shape):
    """The targets that agree with every filter, the filters as they were read, and the day of ``due``."""

    targets: list[TargetShape]
    count: int
    filters: dict[str, list[str]]
    on: str


class QuotedPassageShape(Shape):
    """The passage of a figure; its characters ``start`` to ``end`` are the quote."""

    id: str
    locator: str
    headings: list[str]
    text: str
    start: int
    end: int


class OtherSayingShape(Shape):
    """What another publication says of the same figure."""

    source: SourceShape | None
    says: str


class YardstickShape(Shape):
    """The index whose results stand beside a target."""

    indicator: str
    name: str
    assumed: bool
    sentence: str


class ResultShape(Shape):
    """A published measurement: never a verdict on a target."""

    id: str
    indicator_id: str
    measure: str
    statement: str
    figure: str
    value: str
    unit: str
    of: str
    year: int
    when: str
    level: str
    document_id: str
    document: str
    locator: str
    quote: str
    sources: list[SourceShape]
    confidence: Confidence
    disagreements: list[str]


class TargetSheetShape(Shape):
    """A target with its passage, its document, its path over time and the results of its yardstick."""

    target: TargetShape
    document: DocumentSummaryShape
    passage: QuotedPassageShape
    others: list[OtherSayingShape]
    history: list[TargetShape]
    yardstick: YardstickShape | None
    results: list[ResultShape]
    question: str


class IndicatorShape(Shape):
    """An indicator in a list."""

    id: str
    page: str
    name: str
    short: str
    area: str
    area_id: str
    measured_by: str | None
    assumed: bool
    targets: int
    results: int


class IndicatorsShape(Shape):
    """Every indicator."""

    indicators: list[IndicatorShape]


class IndicatorSheetShape(Shape):
    """An indicator with its targets by year and the results of its yardstick."""

    id: str
    page: str
    name: str
    short: str
    area: str
    area_id: str
    targets: list[TargetShape]
    yardstick: YardstickShape | None
    results: list[ResultShape]

"""A target as a row of words: the same cells in the terminal, in files and on the web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import prompts
from bot.telling.phrases import deadline, document, plain_figure, raised
from knowledge.documents import Source
from knowledge.register.register import Register
from knowledge.register.selection import Due, due
from knowledge.register.values import DeadlineKind, Target, Wording

_OF_A_YEAR = {DeadlineKind.BY, DeadlineKind.IN, DeadlineKind.YEARLY_UNTIL}


@dataclass(frozen=True, slots=True)
class Row:
    """One target; every cell is of this target alone. Texts are "" where the document says nothing."""

    id: str
    document_id: str
    document: str  # its number, or its short name where it has none
    area: str
    indicator_id: str
    indicator: str  # as people say it in passing
    statement: str  # what the target measures
    figure: str  # in words: "tối thiểu 95%"
    comparator: str  # ">", ">=", "=", "<", "<=", "in"
    value: str  # canonical decimal, "" for a goal without a figure
    unit: str
    deadline: str  # in words
    year: int | None  # the last year of the deadline
    due: Due | None  # before or after the day the row was made for
    level: str
    scope: str
    exception: str
    baseline: str
    note: str
    quote: str  # the span that carries the figure, byte for byte
    passage: str  # id
    locator: str
    edition: str
    sources: tuple[str, ...]  # ids of the document's sources the passage rests on
    confidence: str  # A, B, D, X
    disagreements: tuple[str, ...]
    reviewed: bool
    title: str  # the document's
    issued: date | None
    own_year: bool  # the document states a year for this target, not only a period or "every year"
    publications: tuple[Source, ...]  # where the passage's statement was published


def row(target: Target, register: Register, language: str, on: date) -> Row:
    """The row of a target in ``language`` ("vi" or "en") as of a day."""
    indicator = register.indicator(target.indicator)
    citation = register.cite(target.place)
    held = citation.document
    last = target.deadline.last_day

    def text(wording: Wording | None) -> str:
        return wording.text(language) if wording else ""

    return Row(
        id=target.id,
        document_id=held.id,
        document=held.number or document(held, language),
        area=register.area(indicator.area).name.text(language),
        indicator_id=indicator.id,
        indicator=raised(indicator.short.text(language)),
        statement=target.statement.text(language),
        figure=plain_figure(target, language),
        comparator=target.comparator,
        value=target.value or "",
        unit=target.unit,
        deadline=deadline(target, language),
        year=last.year if last else None,
        due=due(target, on),
        level=prompts.say(language, f"level.{target.level.value}") if target.level else "",
        scope=text(target.scope),
        exception=text(target.exception),
        baseline=text(target.baseline),
        note=text(target.note),
        quote=citation.quote,
        passage=citation.passage.id,
        locator=citation.passage.locator,
        edition=held.edition.value,
        sources=citation.passage.sources,
        confidence=target.confidence.value,
        disagreements=tuple(d.says.text(language) for d in target.disagreements),
        reviewed=target.reviewed,
        title=held.title_en if language == "en" else held.title,
        issued=held.issued,
        own_year=target.deadline.kind in _OF_A_YEAR,
        publications=citation.sources,
    )

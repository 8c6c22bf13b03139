"""A target and an indicator in full: the passage, the path over time, the results beside it, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import prompts
from bot.publishing.result_rows import ResultRow, result_row
from bot.publishing.rows import Row, row
from bot.telling.phrases import document, raised
from knowledge.documents import Document, Passage, Source, Span
from knowledge.register.register import Register
from knowledge.register.values import Indicator, Target

_FAR = 9999  # targets without a year stand last


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The index whose results stand beside a target."""

    indicator: str  # id
    name: str
    assumed: bool  # our reading; no document names it
    sentence: str  # what a reader must know of the comparison


@dataclass(frozen=True, slots=True)
class OtherSaying:
    """What another publication says of the same figure."""

    source: Source | None  # None when the document does not list it
    says: str


@dataclass(frozen=True, slots=True)
class TargetSheet:
    """One target with everything that lets a person check it."""

    row: Row
    document: Document
    passage: Passage
    span: Span
    sources: tuple[Source, ...]
    others: tuple[OtherSaying, ...]
    path: tuple[Row, ...]  # every target of the indicator, this one among them, by year
    yardstick: Yardstick | None  # None where no result is known
    results: tuple[ResultRow, ...]  # oldest first
    question: str  # what to ask the assistant about it


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """One indicator: what documents set, and what was measured."""

    id: str
    name: str
    short: str
    area_id: str
    area: str
    targets: tuple[Row, ...]
    yardstick: Yardstick | None
    results: tuple[ResultRow, ...]


def target_sheet(target: Target, register: Register, language: str, on: date) -> TargetSheet:
    """Everything about a target, in ``language``, as of a day."""
    indicator = register.indicator(target.indicator)
    citation = register.cite(target.place)
    held = {source.id: source for source in citation.document.sources}
    own = row(target, register, language, on)
    asked = prompts.page_words(language)["ask"]
    slots = {
        "subject": indicator.short.text(language),
        "deadline": own.deadline if target.deadline.year else "",  # a period is the whole document's
        "level": own.level,
        "document": document(citation.document, language),
    }
    return TargetSheet(
        row=own,
        document=citation.document,
        passage=citation.passage,
        span=citation.span,
        sources=citation.sources,
        others=tuple(OtherSaying(held.get(d.source), d.says.text(language)) for d in target.disagreements),
        path=path(indicator, register, language, on),
        yardstick=yardstick(indicator, register, language),
        results=results(indicator, register, language),
        question=" ".join(prompts.render(asked["question"], slots).split()),  # a slot may be empty
    )


def indicator_sheet(indicator: Indicator, register: Register, language: str, on: date) -> IndicatorSheet:
    """Everything about an indicator, in ``language``, as of a day."""
    return IndicatorSheet(
        id=indicator.id,
        name=raised(indicator.name.text(language)),
        short=raised(indicator.short.text(language)),
        area_id=indicator.area,
        area=raised(register.area(indicator.area).name.text(language)),
        targets=path(indicator, register, language, on),
        yardstick=yardstick(indicator, register, language),
        results=results(indicator, register, language),
    )


def path(indicator: Indicator, register: Register, language: str, on: date) -> tuple[Row, ...]:
    """The targets of an indicator by their last year, older documents first."""
    rows = [row(target, register, language, on) for target in register.targets([indicator.id])]
    issued = {each.id: each.issued or date.max for each in register.documents}
    return tuple(sorted(rows, key=lambda r: (r.year or _FAR, issued[r.document_id])))


def yardstick(indicator: Indicator, register: Register, language: str) -> Yardstick | None:
    """What measures an indicator, with the sentence a comparison needs; None where no result is known."""
    measure = register.indicator(indicator.measured_by or indicator.id)
    if not any(result.indicator == measure.id for result in register.all_results):
        return None
    name = measure.short.text(language)
    if indicator.assumed:
        sentence = prompts.say(language, "achieved.assumed", yardstick=name)
    elif measure.id != indicator.id:
        sentence = prompts.render(prompts.page_words(language)["results"]["measured_by"], {"yardstick": name})
    else:
        sentence = ""
    return Yardstick(measure.id, raised(name), indicator.assumed, sentence)


def results(indicator: Indicator, register: Register, language: str) -> tuple[ResultRow, ...]:
    """The results of an indicator's yardstick, oldest first, as the register orders those of one year."""
    measured = indicator.measured_by or indicator.id
    found = [result for result in register.all_results if result.indicator == measured]
    return tuple(result_row(each, register, language) for each in sorted(found, key=lambda r: r.year))

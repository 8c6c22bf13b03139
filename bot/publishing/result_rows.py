"""A published result as a row of words: never in the same table as a target."""

from __future__ import annotations

from dataclasses import dataclass

import prompts
from bot.telling.phrases import document, raised, result_value, result_when
from knowledge.documents import Source
from knowledge.register.register import Register
from knowledge.register.values import Result


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One measured value; every cell is of this result alone. Texts are "" where its publication says nothing."""

    id: str
    indicator_id: str
    measure: str  # score, rank, group, percent, count
    statement: str  # what was measured
    figure: str  # in words: "86,50%"
    value: str  # canonical decimal
    unit: str
    of: str  # scale or number ranked
    year: int
    when: str  # in words: "năm 2024", or the part of a year
    level: str
    document_id: str
    document: str
    locator: str
    quote: str  # the span that carries the figure, byte for byte
    sources: tuple[Source, ...]
    confidence: str  # A, B, D, X
    disagreements: tuple[str, ...]


def result_row(result: Result, register: Register, language: str) -> ResultRow:
    """The row of a result in ``language`` ("vi" or "en")."""
    citation = register.cite(result.place)
    held = citation.document
    return ResultRow(
        id=result.id,
        indicator_id=result.indicator,
        measure=result.measure,
        statement=result.statement.text(language),
        figure=raised(result_value(result, language)),
        value=result.value,
        unit=result.unit,
        of=result.of or "",
        year=result.year,
        when=result_when(result, language),
        level=prompts.say(language, f"level.{result.level.value}") if result.level else "",
        document_id=held.id,
        document=held.number or document(held, language),
        locator=citation.passage.locator,
        quote=citation.quote,
        sources=citation.sources,
        confidence=result.confidence.value,
        disagreements=tuple(d.says.text(language) for d in result.disagreements),
    )

"""Reads the lines of curated answers: what they cite, and whether the citations bear them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.bearing_out import ground_of, unborne, without_names
from knowledge.documents import Citation, Span
from knowledge.faq import LANGUAGES, FaqLine
from knowledge.quoting import EXACT, locate
from knowledge.register.register import Register
from knowledge.register.values import Result, Target, Wording
from knowledge.vietnamese import dates, document_numbers, quantities

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")  # no quantity to the checker: it would go unseen
Words = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """Fields of a file: none but those named, none changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Fields = TypeVar("Fields", bound=Strict)


def fields_of(place: str, raw: object, model: type[Fields], faults: list[str]) -> Fields | None:
    """The fields; None where one is not as it must be, which is noted with its place among the faults."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        faults.append(f"{place}: field {field!r}: {first['msg']} (got {first['input']!r})")
        return None


class SpanFields(Strict):
    """A span of a clause, also written as a list of the three."""

    document: str
    locator: str
    span: Words

    @model_validator(mode="before")
    @classmethod
    def _of_list(cls, raw: Any) -> Any:
        return dict(zip(("document", "locator", "span"), raw, strict=True)) if isinstance(raw, list | tuple) else raw


class LineFields(Strict):
    """One line of an answer in both languages with what it cites: ids of the register, and spans."""

    vi: Words
    en: Words
    cites: Annotated[tuple[str | SpanFields, ...], Field(min_length=1)]


class LineReader:
    """Turns fields of lines into lines over a register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._figures: dict[str, Target | Result] = {target.id: target for target in register.all_targets}
        self._figures.update((result.id, result) for result in register.all_results)
        self._documents = {document.id: document for document in register.documents}

    def line(self, fields: LineFields, checked: bool = True) -> tuple[FaqLine, list[str]]:
        """The line with its faults; ``checked``: whether its figures are compared with what it cites."""
        faults: list[str] = []
        figures: list[Target | Result] = []
        citations: list[Citation] = []
        for cited in fields.cites:
            found = self._by_id(cited, figures) if isinstance(cited, str) else self._by_span(cited)
            if isinstance(found, Citation):
                citations.append(found)
            else:
                faults.append(found)
        if checked and not faults:
            faults += _unsupported(fields, citations, figures)
        return FaqLine(Wording(fields.vi, fields.en), tuple(citations), tuple(figures)), faults

    def _by_id(self, cited: str, figures: list[Target | Result]) -> Citation | str:
        figure = self._figures.get(cited)
        if figure is None:
            return f"{cited!r} is no target or result of the register; correct the id"
        figures.append(figure)
        return self._register.cite(figure.place)

    def _by_span(self, cited: SpanFields) -> Citation | str:
        document = self._documents.get(cited.document)
        if document is None:
            return f"document {cited.document!r} is not in the library; check the id"
        try:
            passage = document.at(cited.locator)
        except KeyError:
            return f"{document.id} has no passage at {cited.locator!r}; correct 'locator'"
        place = locate(cited.span, passage.text)
        if place is None or place.match != EXACT:
            return f"span {cited.span!r} is not in its passage; copy it from the passage"
        return Citation(document, passage, Span(passage.id, place.start, place.end))


def _unsupported(
    fields: LineFields, citations: Sequence[Citation], figures: Sequence[Target | Result]
) -> Iterator[str]:
    """What a line states and its citations do not, or what it cites by id and does not state."""
    ground = ground_of(citations)
    stated: dict[str, set[object]] = {}
    for language in LANGUAGES:
        text: str = getattr(fields, language)
        english = language == "en"
        for unfounded in unborne(without_names(text, citations), ground, english):
            yield f"{unfounded!r} ({language}) is in no cited span; correct it or cite where it stands"
        stated[language] = {q.value for q in quantities(text, english)} | set(dates(text)) | set(document_numbers(text))
        for figure in figures:
            if figure.number is not None and figure.number not in stated[language]:
                yield f"it cites {figure.id} ({language}) and does not state its {figure.value}; correct one of them"
    if ordinal := _ORDINAL.search(fields.en):
        yield f"{ordinal.group()!r} (en) cannot be checked; write the figure plain, as in 'rank 3'"
    if stated["vi"] != stated["en"]:
        told = ", ".join(sorted(str(value) for value in stated["vi"] ^ stated["en"]))
        yield f"the two languages state different figures ({told}); correct one of them"

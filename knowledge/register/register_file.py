"""Reads the register from the library's YAML files and refuses what its documents do not bear out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.documents import Document, Span
from knowledge.register.fields import (
    AreaFields,
    DeadlineFields,
    FigureFields,
    IndicatorFields,
    NoteSourceFields,
    ResultFields,
    Strict,
    TargetFields,
)
from knowledge.register.register import Register
from knowledge.register.values import (
    Area,
    Deadline,
    DeadlineKind,
    Disagreement,
    Indicator,
    Place,
    Result,
    Target,
    Wording,
)
from knowledge.vietnamese import quantities
from knowledge.yaml_loader import YAML_LOADER

Fields = TypeVar("Fields", bound="Strict")


class RegisterError(ValueError):
    """A register entry that cannot be used; the message names the file, the entry and the remedy."""


def load_register(folder: Path, documents: Sequence[Document]) -> Register:
    """The register of a library folder; RegisterError names the first entry that does not hold."""
    by_id = {document.id: document for document in documents}
    areas, indicators = _indicators(folder / "indicators.yaml")
    known = {indicator.id for indicator in indicators}
    targets = [
        _target("targets.yaml", fields, by_id, known)
        for fields in _entries(folder / "targets.yaml", "targets", TargetFields)
    ]
    results = [
        _result("results.yaml", fields, by_id, known)
        for fields in _entries(folder / "results.yaml", "results", ResultFields)
    ]
    return Register(areas, indicators, tuple(targets), tuple(results), tuple(documents))


def read_target(file: str, raw: dict[str, Any], documents: Mapping[str, Document], known: Collection[str]) -> Target:
    """One target from its fields; RegisterError when they are not its fields or its span does not bear it out."""
    return _target(file, _valid(file, str(raw.get("id", "?")), raw, TargetFields), documents, known)


def read_indicator(file: str, raw: dict[str, Any], areas: Collection[str]) -> Indicator:
    """One indicator from its fields; RegisterError when they are not its fields or its area is not known."""
    return _indicator(file, _valid(file, str(raw.get("id", "?")), raw, IndicatorFields), areas)


def _indicator(file: str, item: IndicatorFields, areas: Collection[str]) -> Indicator:
    if item.area not in areas:
        raise RegisterError(f"{file}: {item.id}: area {item.area!r} is not listed under 'areas'; add it")
    cues = {"vi": item.cues_vi, "en": item.cues_en}
    name, short = Wording(item.vi, item.en), Wording(item.short_vi, item.short_en)
    return Indicator(item.id, item.area, name, short, cues, item.measured_by, item.assumed, item.kind_of)


def _indicators(path: Path) -> tuple[tuple[Area, ...], tuple[Indicator, ...]]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    areas = []
    for area_id, raw in content["areas"].items():
        fields = _valid(path.name, area_id, raw, AreaFields)
        areas.append(Area(area_id, Wording(fields.vi, fields.en), {"vi": fields.cues_vi, "en": fields.cues_en}))
    items = _entries(path, "indicators", IndicatorFields)
    ids = {item.id for item in items}
    for item in items:
        if item.measured_by is not None and item.measured_by not in ids:
            raise RegisterError(
                f"{path.name}: {item.id}: measured_by {item.measured_by!r} is not an indicator; correct it"
            )
    return tuple(areas), tuple(_indicator(path.name, item, content["areas"]) for item in items)


def _entries(path: Path, key: str, model: type[Fields]) -> list[Fields]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    entries = [_valid(path.name, str(raw.get("id", "?")), raw, model) for raw in content[key]]
    seen: set[str] = set()
    for raw in content[key]:
        if raw["id"] in seen:
            raise RegisterError(f"{path.name}: id {raw['id']!r} stands twice; give each entry its own")
        seen.add(raw["id"])
    return entries


def _valid(file: str, entry: str, raw: object, model: type[Fields]) -> Fields:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RegisterError(f"{file}: {entry}: field {field!r}: {first['msg']} (got {first['input']!r})") from error


def _place(file: str, fields: FigureFields, documents: Mapping[str, Document], known: Collection[str]) -> Place:
    where = f"{file}: {fields.id}"
    if fields.indicator not in known:
        raise RegisterError(f"{where}: indicator {fields.indicator!r} is not in indicators.yaml; add it there first")
    place = _span(where, fields, documents)
    document = documents[place.document]
    for name in ("value", "upper", "of"):
        value = getattr(fields, name, None)
        if value is not None and _decimal(value) not in {q.value for q in quantities(fields.span)}:
            raise RegisterError(
                f"{where}: {name} {value!r} does not occur in span {fields.span!r}; correct one of them"
            )
    named = {source.id for source in document.sources}
    for disagreement in fields.disagreements:
        if disagreement.source not in named:
            raise RegisterError(
                f"{where}: a disagreement names source {disagreement.source!r}, which {document.id} does not list; "
                "add it to the document's sources"
            )
    return place


def _span(where: str, fields: FigureFields | NoteSourceFields, documents: Mapping[str, Document]) -> Place:
    document = documents.get(fields.document)
    if document is None:
        raise RegisterError(f"{where}: document {fields.document!r} is not in the library; check the id")
    try:
        passage = document.at(fields.locator)
    except KeyError:
        raise RegisterError(f"{where}: {document.id} has no passage at {fields.locator!r}; correct 'locator'") from None
    start = passage.text.find(fields.span)
    if start < 0:
        raise RegisterError(f"{where}: span {fields.span!r} is not in its passage; copy it from the passage")
    return Place(document.id, passage.id, Span(passage.id, start, start + len(fields.span)))


def _decimal(value: str) -> Decimal:
    return next(q.value for q in quantities(value, english=True))


def _disagreements(fields: FigureFields) -> tuple[Disagreement, ...]:
    return tuple(Disagreement(d.source, Wording(d.says_vi, d.says_en)) for d in fields.disagreements)


def _wording(vi: str | None, en: str | None) -> Wording | None:
    return Wording(vi, en or vi) if vi else None


def _target(file: str, fields: TargetFields, documents: Mapping[str, Document], known: Collection[str]) -> Target:
    place = _place(file, fields, documents, known)
    period = documents[fields.document].period or (None, None)
    raw = {re.sub(r"^from$", "start", re.sub(r"^to$", "end", k)): v for k, v in fields.deadline.items()}
    due = _valid(file, fields.id, raw, DeadlineFields)
    _check_years(f"{file}: {fields.id}", due, place, documents[fields.document])
    return Target(
        id=fields.id,
        indicator=fields.indicator,
        measure=fields.measure,
        comparator=fields.comparator,
        average=fields.average,
        aim=fields.aim,
        value=fields.value,
        unit=fields.unit,
        deadline=Deadline(due.kind, due.year, due.start or period[0], due.end or period[1], due.day),
        level=fields.level,
        statement=Wording(fields.statement_vi, fields.statement_en),
        scope=_wording(fields.scope_vi, fields.scope_en),
        exception=_wording(fields.exception_vi, fields.exception_en),
        baseline=_wording(fields.baseline_vi, fields.baseline_en),
        note=_wording(fields.note_vi, fields.note_en),
        place=place,
        confidence=fields.confidence,
        disagreements=_disagreements(fields),
        reviewed=fields.reviewed,
        upper=fields.upper,
        note_place=_span(f"{file}: {fields.id}: note", fields.note_source, documents) if fields.note_source else None,
        outcome_at=_outcome_clauses(f"{file}: {fields.id}", fields, documents[fields.document]),
    )


def _outcome_clauses(where: str, fields: TargetFields, document: Document) -> tuple[str, ...]:
    if not fields.outcome_at:
        return ()
    held = {passage.locator for passage in document.passages}
    if unknown := [each for each in fields.outcome_at if each not in held]:
        raise RegisterError(f"{where}: outcome_at: {document.id} has no clause {', '.join(unknown)}")
    return fields.outcome_at


def _check_years(where: str, due: DeadlineFields, place: Place, document: Document) -> None:
    """A deadline's day stands in its passage, its years there, in the headings over it or in the document's period.

    The first year of a rise told "mỗi năm, đến năm" is the year after the milestone before it, and stands nowhere.
    """
    passage = document.passage(place.passage)
    known = {int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b", " ".join((passage.text, *passage.headings)))}
    known |= {year for year in document.period or () if year}
    known |= {document.issued.year} if document.issued else set()
    start = due.start if due.kind is not DeadlineKind.YEARLY_UNTIL else None
    if due.day and f"{due.day:%d/%m/%Y}" not in passage.text:
        raise RegisterError(f"{where}: deadline day {due.day:%d/%m/%Y} is not in its passage; correct one of them")
    for year in (due.year, start, due.end):
        if year is not None and year not in known:
            raise RegisterError(f"{where}: deadline year {year} is not in its passage; correct one of them")


def _result(file: str, fields: ResultFields, documents: dict[str, Document], known: set[str]) -> Result:
    return Result(
        id=fields.id,
        indicator=fields.indicator,
        measure=fields.measure,
        year=fields.year,
        period=Wording(fields.period.text_vi, fields.period.text_en) if fields.period else None,
        value=fields.value,
        unit=fields.unit,
        of=fields.of,
        level=fields.level,
        statement=Wording(fields.statement_vi, fields.statement_en),
        place=_place(file, fields, documents, known),
        confidence=fields.confidence,
        disagreements=_disagreements(fields),
        above=fields.above,
    )

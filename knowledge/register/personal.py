"""A person's own part of the register, read after the bundled one: an entry that does not hold costs itself alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.collection import AddedDocument, Entry
from knowledge.documents import Document
from knowledge.problems import Problem
from knowledge.register.register import Register
from knowledge.register.register_file import RegisterError, read_indicator, read_target
from knowledge.register.values import OTHER_AREA, Area, Indicator, Target, Wording

SOURCE = "added"  # what errors name instead of a file


@dataclass(frozen=True, slots=True)
class Personal:
    """The register with a person's part in it, and what of that part was left out."""

    register: Register
    problems: tuple[Problem, ...]


def with_personal(bundled: Register, stored: Iterable[AddedDocument], other_area: Wording) -> Personal:
    """The bundled register and the entries of the added documents among its documents, in an area of their own."""
    documents = {document.id: document for document in bundled.documents if document.is_added}
    usable = [each for each in stored if each.id in documents]
    problems: list[Problem] = []
    indicators = {indicator.id: indicator for indicator in bundled.indicators}
    for each in usable:
        for entry in each.indicators:
            try:
                own = personal_indicator(entry.fields, indicators)
                indicators[own.id] = own
            except RegisterError as error:
                remedy = f"correct it: plan136 targets review --set {entry.id} FIELD=VALUE, or add its document again"
                problems.append(Problem("indicator", entry.id, each.id, _reason(entry, error), remedy))
    targets = {target.id: target for target in bundled.all_targets}
    for each in usable:
        for entry in each.targets:
            try:
                target = personal_target(entry.fields, documents[each.id], indicators)
                if target.id in targets:
                    raise RegisterError(f"id {target.id!r} stands twice or is a bundled one")
                targets[target.id] = target
            except RegisterError as error:
                problems.append(Problem("target", entry.id, each.id, _reason(entry, error), _remedy(entry)))
    other = Area(OTHER_AREA, other_area, {"vi": (), "en": ()})
    areas = bundled.areas if len(indicators) == len(bundled.indicators) else (*bundled.areas, other)
    found = replace(bundled, areas=areas, indicators=tuple(indicators.values()), all_targets=tuple(targets.values()))
    return Personal(found, tuple(problems))


def personal_target(fields: Mapping[str, Any], document: Document, indicators: Collection[str]) -> Target:
    """A target of an added document from its fields; RegisterError when its document does not bear it out.

    What is stored and what is loaded both go through here.
    """
    try:
        return read_target(SOURCE, dict(fields), {document.id: document}, indicators)
    except RegisterError:
        raise
    except (ArithmeticError, TypeError, ValueError) as error:  # values of a kind the reader does not expect
        raise RegisterError(f"{SOURCE}: {fields.get('id', '?')}: cannot be read ({error})") from error


def personal_indicator(fields: Mapping[str, Any], taken: Collection[str]) -> Indicator:
    """An indicator of an added document; RegisterError when its fields do not hold or its id is taken."""
    indicator = read_indicator(SOURCE, dict(fields), {OTHER_AREA})
    if indicator.id in taken:
        raise RegisterError(f"{SOURCE}: {indicator.id}: the id stands twice or is a bundled one")
    for name, other in (("measured_by", indicator.measured_by), ("kind_of", indicator.kind_of)):
        if other is not None and other not in taken:
            raise RegisterError(f"{SOURCE}: {indicator.id}: {name} {other!r} is not an indicator; correct it")
    return indicator


def _reason(entry: Entry, error: RegisterError) -> str:
    return str(error).removeprefix(f"{SOURCE}: ").removeprefix(f"{entry.id}: ")


def _remedy(entry: Entry) -> str:
    return f"plan136 targets review --set {entry.id} FIELD=VALUE corrects it, --reject {entry.id} takes it out"

"""Reads the common questions from faq.yaml and refuses what the library does not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.bearing_out import ground_of, unborne, without_names
from knowledge.documents import Citation, Span
from knowledge.faq import LANGUAGES, Audience, Faq, FaqEntry, FaqLine, FaqSection, folded
from knowledge.quoting import EXACT, locate
from knowledge.register.register import Register
from knowledge.register.values import Result, Target, Wording
from knowledge.vietnamese import dates, document_numbers, quantities
from knowledge.yaml_loader import YAML_LOADER

NAME = "faq.yaml"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")  # no quantity to the checker: it would go unseen
_Words = Annotated[str, Field(min_length=1)]
Fields = TypeVar("Fields", bound=BaseModel)


class FaqError(ValueError):
    """An entry that cannot be served; the message names the file, the entry and the remedy."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SectionFields(_Strict):
    vi: _Words
    en: _Words


class _SpanFields(_Strict):
    document: str
    locator: str
    span: _Words


class _LineFields(_Strict):
    vi: _Words
    en: _Words
    cites: Annotated[tuple[str | _SpanFields, ...], Field(min_length=1)]


class _EntryFields(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    area: str
    audience: Audience
    question_vi: _Words
    question_en: _Words
    variants_vi: Annotated[tuple[_Words, ...], Field(min_length=1)]
    variants_en: Annotated[tuple[_Words, ...], Field(min_length=1)]
    answer: Annotated[tuple[_LineFields, ...], Field(min_length=1, max_length=4)]
    reviewer: _Words
    reviewed: date
    expires: date


def load_faq(folder: Path, register: Register) -> Faq:
    """The common questions of a library folder, none when it has no such file; FaqError names the first fault."""
    path = folder / NAME
    if not path.exists():
        return Faq()
    faq, faults = read_faq(path, register)
    if faults:
        more = f" (and {len(faults) - 1} more; 'plan136 faq check' lists them)" if len(faults) > 1 else ""
        raise FaqError(f"{faults[0]}{more}")
    return faq


def read_faq(path: Path, register: Register) -> tuple[Faq, tuple[str, ...]]:
    """The entries that hold, and every fault of the others, each naming the file, the entry and the remedy."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    except UnicodeDecodeError:
        raise FaqError(f"{path.name}: it is not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise FaqError(f"{path.name}: {' '.join(str(error).split())}; correct the YAML there") from None
    if not isinstance(content, dict) or set(content) != {"sections", "entries"}:
        raise FaqError(f"{path.name}: needs 'sections' and 'entries' and nothing else; correct the file")
    sections, raw_entries = content["sections"] or {}, content["entries"] or []
    if not isinstance(sections, dict) or not isinstance(raw_entries, list):
        raise FaqError(f"{path.name}: 'sections' must be named entries and 'entries' a list; correct the file")
    reader = _Reader(path.name, register, sections)
    entries = tuple(entry for raw in raw_entries if (entry := reader.entry(raw)))
    used = {entry.section for entry in entries}
    return Faq(tuple(s for s in reader.sections if s.id in used), entries), tuple(reader.faults)


class _Reader:
    """Turns raw entries into values, collecting what is wrong with each."""

    def __init__(self, name: str, register: Register, own: dict[str, Any]) -> None:
        self.faults: list[str] = []
        self._name = name
        self._register = register
        self._figures: dict[str, Target | Result] = {target.id: target for target in register.all_targets}
        self._figures.update((result.id, result) for result in register.all_results)
        self._documents = {document.id: document for document in register.documents}
        self._asked: dict[str, str] = {}
        self._ids: set[str] = set()
        sections = [FaqSection(i, Wording(f.vi, f.en)) for i, raw in own.items() if (f := self._section(i, raw))]
        self.sections = (*sections, *(FaqSection(area.id, _raised(area.name)) for area in register.areas))

    def entry(self, raw: object) -> FaqEntry | None:
        """The entry, or None with its faults noted."""
        named = str(raw.get("id", "?")) if isinstance(raw, dict) else "?"
        fields = self._valid(named, raw, _EntryFields)
        if fields is None:
            return None
        before = len(self.faults)
        self.faults += [f"{self._name}: {fields.id}: {fault}" for fault in self._wrong(fields)]
        answer = tuple(self._line(f"{fields.id}, line {n}", line) for n, line in enumerate(fields.answer, start=1))
        if len(self.faults) > before:
            return None
        return FaqEntry(
            id=fields.id,
            section=fields.area,
            audience=fields.audience,
            question=Wording(fields.question_vi, fields.question_en),
            variants={"vi": fields.variants_vi, "en": fields.variants_en},
            answer=answer,
            reviewer=fields.reviewer,
            reviewed=fields.reviewed,
            expires=fields.expires,
        )

    def _section(self, section: str, raw: object) -> _SectionFields | None:
        if section in {area.id for area in self._register.areas}:
            self.faults.append(f"{self._name}: section {section!r} is an area of the register already; take it out")
        return self._valid(section, raw, _SectionFields)

    def _valid(self, named: str, raw: object, model: type[Fields]) -> Fields | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            self.faults.append(f"{self._name}: {named}: field {field!r}: {first['msg']} (got {first['input']!r})")
            return None

    def _wrong(self, fields: _EntryFields) -> Iterator[str]:
        if fields.id in self._ids:
            yield "this id stands twice; give each entry its own"
        self._ids.add(fields.id)
        if fields.area not in {section.id for section in self.sections}:
            yield f"area {fields.area!r} is no section here and no area of indicators.yaml; add or correct it"
        if fields.expires <= fields.reviewed:
            yield f"it expires {fields.expires}, not after its review of {fields.reviewed}; correct the dates"
        for said in (fields.question_vi, fields.question_en, *fields.variants_vi, *fields.variants_en):
            other = self._asked.setdefault(folded(said), fields.id)
            if other != fields.id:
                yield f"{said!r} is asked by {other!r} too; a question belongs to one entry"

    def _line(self, where: str, fields: _LineFields) -> FaqLine:
        figures: list[Target | Result] = []
        citations: list[Citation] = []
        for cited in fields.cites:
            found = self._by_id(cited, figures) if isinstance(cited, str) else self._by_span(cited)
            if isinstance(found, Citation):
                citations.append(found)
            else:
                self.faults.append(f"{self._name}: {where}: {found}")
        if len(citations) == len(fields.cites):
            self.faults += [f"{self._name}: {where}: {fault}" for fault in _unsupported(fields, citations, figures)]
        return FaqLine(Wording(fields.vi, fields.en), tuple(citations), tuple(figures))

    def _by_id(self, cited: str, figures: list[Target | Result]) -> Citation | str:
        figure = self._figures.get(cited)
        if figure is None:
            return f"{cited!r} is no target or result of the register; correct the id"
        figures.append(figure)
        return self._register.cite(figure.place)

    def _by_span(self, cited: _SpanFields) -> Citation | str:
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


def _raised(name: Wording) -> Wording:
    """An area's name as a heading."""
    return Wording(name.vi[:1].upper() + name.vi[1:], name.en[:1].upper() + name.en[1:])


def _unsupported(
    fields: _LineFields, citations: Sequence[Citation], figures: Sequence[Target | Result]
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

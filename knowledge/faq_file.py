"""Reads the common questions from faq.yaml and refuses what the library does not bear out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field

from knowledge.answer_lines import LineFields, LineReader, Strict, Words, fields_of
from knowledge.faq import Audience, Faq, FaqEntry, FaqSection, folded
from knowledge.register.register import Register
from knowledge.register.values import Wording
from knowledge.yaml_loader import YAML_LOADER

NAME = "faq.yaml"


class FaqError(ValueError):
    """An entry that cannot be served; the message names the file, the entry and the remedy."""


class _SectionFields(Strict):
    vi: Words
    en: Words


class _EntryFields(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    area: str
    audience: Audience
    question_vi: Words
    question_en: Words
    variants_vi: Annotated[tuple[Words, ...], Field(min_length=1)]
    variants_en: Annotated[tuple[Words, ...], Field(min_length=1)]
    answer: Annotated[tuple[LineFields, ...], Field(min_length=1, max_length=4)]
    reviewer: Words
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
        self._lines = LineReader(register)
        self._asked: dict[str, str] = {}
        self._ids: set[str] = set()
        sections = [FaqSection(i, Wording(f.vi, f.en)) for i, raw in own.items() if (f := self._section(i, raw))]
        self.sections = (*sections, *(FaqSection(area.id, _raised(area.name)) for area in register.areas))

    def entry(self, raw: object) -> FaqEntry | None:
        """The entry, or None with its faults noted."""
        named = str(raw.get("id", "?")) if isinstance(raw, dict) else "?"
        fields = fields_of(f"{self._name}: {named}", raw, _EntryFields, self.faults)
        if fields is None:
            return None
        before = len(self.faults)
        self.faults += [f"{self._name}: {fields.id}: {fault}" for fault in self._wrong(fields)]
        answer = []
        for number, line in enumerate(fields.answer, start=1):
            told, faults = self._lines.line(line)
            answer.append(told)
            self.faults += [f"{self._name}: {fields.id}, line {number}: {fault}" for fault in faults]
        if len(self.faults) > before:
            return None
        return FaqEntry(
            id=fields.id,
            section=fields.area,
            audience=fields.audience,
            question=Wording(fields.question_vi, fields.question_en),
            variants={"vi": fields.variants_vi, "en": fields.variants_en},
            answer=tuple(answer),
            reviewer=fields.reviewer,
            reviewed=fields.reviewed,
            expires=fields.expires,
        )

    def _section(self, section: str, raw: object) -> _SectionFields | None:
        if section in {area.id for area in self._register.areas}:
            self.faults.append(f"{self._name}: section {section!r} is an area of the register already; take it out")
        return fields_of(f"{self._name}: {section}", raw, _SectionFields, self.faults)

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


def _raised(name: Wording) -> Wording:
    """An area's name as a heading."""
    return Wording(name.vi[:1].upper() + name.vi[1:], name.en[:1].upper() + name.en[1:])

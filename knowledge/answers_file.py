"""Reads the curated answers of a library folder: questions that no page lists, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from knowledge.answer_lines import LineFields, LineReader, Strict, Words, fields_of
from knowledge.faq import FaqEntry, folded
from knowledge.register.register import Register
from knowledge.register.values import Wording

FOLDER = "answers"
WORDINGS = "wordings"  # of the folder: further ways of asking, one file for each author


class AnswersError(ValueError):
    """A line that cannot be used; the message names the file, the line and what helps."""


class _HeadFields(Strict):
    """The first line of a file: who looked at its answers, when, and until when they are served."""

    reviewer: Words
    reviewed: date
    expires: date


class _MissingFields(Strict):
    """What the documents do not state: a noun phrase in both languages."""

    vi: Words
    en: Words
    missing: Literal[True]


class _EntryFields(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    vi: Annotated[tuple[Words, ...], Field(min_length=2)]
    en: Annotated[tuple[Words, ...], Field(min_length=1)]
    answer: Annotated[tuple[LineFields | _MissingFields, ...], Field(min_length=1, max_length=4)]


class _WordingFields(Strict):
    answer: str
    text: Words
    language: Literal["vi", "en"] = "vi"


def load_answers(folder: Path, register: Register) -> tuple[FaqEntry, ...]:
    """The entries of a library folder; AnswersError names the first fault.

    Figures are not compared with what is cited here, which takes seconds: ``read_answers`` does, for the command
    and the tests, and each answer is verified before it is sent.
    """
    entries, faults = read_answers(folder, register, checked=False)
    if faults:
        more = f" (and {len(faults) - 1} more; 'plan136 faq check' lists them)" if len(faults) > 1 else ""
        raise AnswersError(f"{faults[0]}{more}")
    return entries


def read_answers(folder: Path, register: Register, checked: bool = True) -> tuple[tuple[FaqEntry, ...], list[str]]:
    """The entries that hold, and every fault of the others."""
    reader = _Reader(LineReader(register), checked)
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        reader.read(path)
    worded = reader.entries
    for path in sorted((folder / FOLDER / WORDINGS).glob("*.jsonl")):
        reader.reword(path, worded)
    return tuple(worded.values()), reader.faults


class _Reader:
    """Collects entries and faults over the files of a folder."""

    def __init__(self, lines: LineReader, checked: bool) -> None:
        self.entries: dict[str, FaqEntry] = {}
        self.faults: list[str] = []
        self._lines = lines
        self._checked = checked
        self._asked: dict[str, str] = {}

    def read(self, path: Path) -> None:
        """Adds the entries of one file."""
        head: _HeadFields | None = None
        for place, raw in self._objects(path):
            if head is None:
                head = fields_of(place, raw, _HeadFields, self.faults)
                if head is None:
                    return
            elif (fields := fields_of(place, raw, _EntryFields, self.faults)) is not None:
                self._add(f"{place}: {fields.id}", fields, head)

    def reword(self, path: Path, entries: dict[str, FaqEntry]) -> None:
        """Adds the further wordings of one author to the entries."""
        for place, raw in self._objects(path):
            fields = fields_of(place, raw, _WordingFields, self.faults)
            if fields is None:
                continue
            if fields.answer not in entries:
                self.faults.append(f"{place}: no answer is called {fields.answer!r}; correct the id")
            elif self._is_free(place, fields.text, fields.answer):
                entries[fields.answer] = entries[fields.answer].worded(fields.text, fields.language)

    def _add(self, place: str, fields: _EntryFields, head: _HeadFields) -> None:
        before = len(self.faults)
        if fields.id in self.entries:
            self.faults.append(f"{place}: this id stands twice; give each entry its own")
        for said in (*fields.vi, *fields.en):
            self._is_free(place, said, fields.id)
        answer = []
        for number, line in enumerate(fields.answer, 1):
            if isinstance(line, LineFields):
                told, faults = self._lines.line(line, self._checked)
                answer.append(told)
                self.faults += [f"{place}, line {number}: {fault}" for fault in faults]
        if len(self.faults) == before:
            self.entries[fields.id] = FaqEntry(
                id=fields.id,
                section="",
                audience=None,
                question=Wording(fields.vi[0], fields.en[0]),
                variants={"vi": fields.vi[1:], "en": fields.en[1:]},
                answer=tuple(answer),
                reviewer=head.reviewer,
                reviewed=head.reviewed,
                expires=head.expires,
                missing=tuple(Wording(m.vi, m.en) for m in fields.answer if isinstance(m, _MissingFields)),
                missing_first=isinstance(fields.answer[0], _MissingFields),
            )

    def _is_free(self, place: str, text: str, entry: str) -> bool:
        other = self._asked.setdefault(folded(text), entry)
        if other != entry:
            self.faults.append(f"{place}: {text!r} is asked by {other!r} too; a question belongs to one entry")
        return other == entry

    def _objects(self, path: Path) -> Iterator[tuple[str, Any]]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}:{number}"
            try:
                yield place, json.loads(line)
            except ValueError as error:
                self.faults.append(f"{place}: not a JSON object ({error}); correct the line")

"""Reads and writes labelled utterances, one JSON object a line; refuses a bad line by file, line and remedy."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.ingestion.library import BUNDLED
from knowledge.teaching.labels import ACTS, FIGURE_ACTS, KEPT, LANGUAGES, MEASURES, MODALITIES, TALK
from knowledge.teaching.utterance import Utterance

FOLDER = BUNDLED / "utterances"


class UtterancesError(ValueError):
    """Lines that cannot be used; ``problems`` names each with its file, its line and what helps."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Known:
    """The ids that labels may name."""

    subjects: Collection[str] = ()
    questions: Collection[str] = ()
    clauses: Collection[str] = field(default=())  # "document id#locator"


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=500)]
    author: str
    acts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    modality: str | None = None
    measures: tuple[str, ...] = ()
    question: str | None = None
    clause: str | None = None
    before: tuple[str, ...] = ()
    keeps: tuple[str, ...] | None = None
    talk: str | None = None
    pair: str | None = None
    language: str = "vi"

    @model_validator(mode="after")
    def _of_the_guide(self) -> Self:
        if not self.text.strip():
            raise ValueError("text is blank; write what a person asks")
        for name, said, allowed in (
            ("acts", self.acts, ACTS),
            ("modality", [self.modality] if self.modality else [], MODALITIES),
            ("measures", self.measures, MEASURES),
            ("talk", [self.talk] if self.talk else [], TALK),
            ("keeps", self.keeps or (), KEPT),
            ("language", [self.language], LANGUAGES),
        ):
            if unknown := [value for value in said if value not in allowed]:
                raise ValueError(f"{name} {', '.join(map(repr, unknown))}: not one of {', '.join(allowed)}")
        if self.talk and (self.acts or self.subjects):
            raise ValueError("an utterance has talk, or acts and subjects, not both")
        if not self.talk and not self.acts and not self.keeps:
            raise ValueError("acts are missing; only talk, or a follow-up that keeps something, has none")
        if FIGURE_ACTS & set(self.acts) and not self.modality:
            raise ValueError(f"modality is missing: one of {', '.join(MODALITIES)}")
        if self.keeps and not self.before:
            raise ValueError("keeps needs before: the turns it follows")
        return self


def load_utterances(folder: Path = FOLDER, known: Known | None = None) -> tuple[Utterance, ...]:
    """All utterances of a folder's ``*.jsonl``, in the order of files and lines; UtterancesError names bad lines.

    ``known``: the ids that labels may name; without it they are not checked.
    """
    problems: list[str] = []
    found = tuple(each for path in sorted(folder.glob("*.jsonl")) for each in _of_file(path, known, problems))
    if problems:
        raise UtterancesError(problems)
    return found


def read_line(line: str, place: str, author: str, known: Known | None = None) -> Utterance:
    """The utterance of a line; ValueError says what is wrong with it and what helps."""
    try:
        fields = _Fields.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise ValueError(f"{place}: not a JSON object: {error.msg}") from error
    except RecursionError as error:
        raise ValueError(f"{place}: not an utterance: it is nested too deeply") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise ValueError(f"{place}: {f'{where}: ' if where else ''}{said}") from error
    if fields.author != author:
        raise ValueError(f"{place}: author {fields.author!r} is not the file's name {author!r}")
    if known is not None:
        _check_ids(fields, place, known)
    return Utterance(place=place, **{**fields.model_dump(), "keeps": fields.keeps or ()})


def as_line(utterance: Utterance) -> str:
    """The line of an utterance, without its line end: the labels it has, in the order of the guide."""
    fields = asdict(utterance)
    always = {"keeps"} if utterance.before else set()
    always |= set() if utterance.talk else {"acts", "subjects"}
    given = {name for name, field in _Fields.model_fields.items() if fields[name] and fields[name] != field.default}
    labels = [name for name in _Fields.model_fields if name in always | given and name not in ("text", "author")]
    return json.dumps({name: fields[name] for name in ("text", *labels, "author")}, ensure_ascii=False)


def _of_file(path: Path, known: Known | None, problems: list[str]) -> Iterator[Utterance]:
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")  # a text may hold other line ends
    except UnicodeDecodeError as error:
        problems.append(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8")
        return
    for number, line in enumerate(lines if lines != [""] else (), 1):
        place = f"{path.name}:{number}"
        try:
            utterance = read_line(line, place, path.stem, known)
        except ValueError as error:
            problems.append(str(error))
            continue
        key = (utterance.text.casefold(), utterance.before)
        if key in seen:
            problems.append(f"{place}: the same text as line {seen[key]}; remove one")
        seen[key] = number
        yield utterance


def _check_ids(fields: _Fields, place: str, known: Known) -> None:
    if unknown := [each for each in fields.subjects if each not in known.subjects]:
        raise ValueError(f"{place}: subjects {', '.join(unknown)}: no indicator, document, term or area has this id")
    if fields.question and fields.question not in known.questions:
        raise ValueError(f"{place}: question {fields.question}: no common question has this id")
    if fields.clause and fields.clause not in known.clauses:
        raise ValueError(f"{place}: clause {fields.clause}: no edition has this locator")

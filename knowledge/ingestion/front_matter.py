"""The fields of an edition's front matter, checked strictly: ids, lines, days, sources, relations, status."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.documents import Confidence, Edition
from knowledge.ingestion.characters import hidden_in_line
from knowledge.vietnamese_dates import whole_date

LONGEST_HEADING = 1_000  # characters; it stands over each of its passages
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def is_document_id(text: str) -> bool:
    """Whether a text may be the id of a document: it becomes the name of a file and a part of addresses."""
    return _ID.fullmatch(text) is not None


def _id(text: str) -> str:
    if not is_document_id(text):
        raise ValueError("an id is small letters a-z, digits and hyphens, 80 at most, and begins with no hyphen")
    return text


def _line(text: str) -> str:
    if code := hidden_in_line(text):
        raise ValueError(f"the hidden character {code} stands in it, or a line break; take it out")
    return text


_Line = Annotated[str, Field(max_length=LONGEST_HEADING), AfterValidator(_line)]


def _as_day(value: object) -> object:
    """A day as a document writes it, the day before the month; a bare number is none."""
    if isinstance(value, str):
        return whole_date(value) or value
    if isinstance(value, int | float):
        raise ValueError("a number is no date; write it as 2025-12-31 or 31/12/2025")
    return value


_Day = Annotated[date, BeforeValidator(_as_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SourceFields(_Strict):
    id: _Line
    title: _Line
    publisher: _Line
    date: _Line | None = None
    url: _Line | None = None


class _RelationFields(_Strict):
    kind: Literal["amends", "amended_by", "replaces", "replaced_by", "implements", "based_on", "followed_by", "related"]
    number: _Line
    since: _Day | None = None


class _StatusFields(_Strict):
    value: Literal["in_force", "ended", "amended", "unknown"]
    text: _Line
    source: _Line | None = None


class FrontMatter(_Strict):
    """What stands between the two lines of "---" at the head of an edition."""

    id: Annotated[str, AfterValidator(_id)]
    number: _Line | None = None
    short: _Line
    short_en: _Line
    title: _Line
    title_en: _Line
    type: _Line
    issuer: _Line | None
    issued: _Day | None = None
    effective: _Day | None = None
    period: dict[Literal["from", "to"], int | None] | None = None
    signer: _Line | None = None
    status: _StatusFields
    relations: tuple[_RelationFields, ...] = ()
    aliases: tuple[_Line, ...] = ()
    confidence: Confidence
    edition: Edition
    sources: tuple[_SourceFields, ...]

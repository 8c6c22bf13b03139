"""Documents named in a question: "136/KH-UBND", "kế hoạch 136", "decree 42/2022", whatever was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.reading.entries import DocumentType
from knowledge.vietnamese import DOCUMENT_NUMBER, canonical_number, syllables

_NUMBER = re.compile(r"\d{1,5}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NO = ("số", "no", "number", "so")
_NOT_A_DOCUMENT = ("năm", "tháng", "ngày", "quý", "bậc", "điểm", "year", "years", "months", "days", "places", "percent")


class Form(Protocol):
    """A read token, as far as a mention needs it."""

    @property
    def form(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document as the question names it; which one of the library it is, is decided elsewhere."""

    type: str | None  # the code: KH, NQ, QĐ, NĐ, ...
    number: str  # the digits
    year: int | None  # "42/2022", "năm 2022" right after the number
    full: str | None  # the canonical whole number when it was given: 136/KH-UBND
    start: int
    end: int

    @property
    def reference(self) -> str:
        """ "KH 136", "NĐ 42/2022", or the whole number when the question gives it."""
        if self.full:
            return self.full
        return f"{self.type or ''} {self.number}{f'/{self.year}' if self.year else ''}".strip()


def mentions(tokens: Sequence[Form], types: Sequence[DocumentType]) -> tuple[DocumentMention, ...]:
    """The documents that read tokens name, in order."""
    names = [(t.code, tuple(syllables(name))) for t in types for name in (t.vi, *t.en)]
    found: list[DocumentMention] = []
    for i, token in enumerate(tokens):
        written = DOCUMENT_NUMBER.fullmatch(token.form)
        if written and written["tail"]:
            full = canonical_number(token.form)
            first = re.split(r"[-/]", full.partition(written["digits"])[2].removeprefix(written["year"] or "")[1:])[0]
            code = next((t.code for t in types if t.code.upper() == first), None)
            year = int(written["year"][1:]) if written["year"] else None
            found.append(DocumentMention(code, written["digits"], year, full, token.start, token.end))
            continue
        for code, name in names:
            if tuple(t.form for t in tokens[i : i + len(name)]) == name:
                mention = _after_name(tokens, i, i + len(name), code)
                if mention:
                    found.append(mention)
                break
    return tuple(found)


def _after_name(tokens: Sequence[Form], first: int, at: int, code: str) -> DocumentMention | None:
    """The mention whose type is named at ``first`` and whose number stands at ``at``, if it is one."""
    if at < len(tokens) and tokens[at].form in _NO:
        at += 1
    rest = [t.form for t in tokens[at : at + 3]] + ["", "", ""]
    number, second, third = rest[:3]
    if not _NUMBER.fullmatch(number) or _YEAR.fullmatch(number):
        return None
    if _YEAR.fullmatch(second):
        return DocumentMention(code, number, int(second), None, tokens[first].start, tokens[at + 1].end)
    if second in ("năm", "of") and _YEAR.fullmatch(third):
        return DocumentMention(code, number, int(third), None, tokens[first].start, tokens[at + 2].end)
    if second in _NOT_A_DOCUMENT:
        return None
    return DocumentMention(code, number, None, None, tokens[first].start, tokens[at].end)

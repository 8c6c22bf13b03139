"""Minimal pairs: a question a target answers, and the same question with one thing swapped that no target answers.

Made by rule from the register's files, always the same. What is right to say is worked out from the files too,
never from a reply. A swap that some target of the document could answer after all is not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tests.evals.cases import Case, Expectation
from tests.evals.pair_subjects import BY_MEASURE, DISTRICTS, DOCUMENTS, ELSEWHERE, LEVELS, SUBJECTS, UNKNOWN
from tests.evals.pair_wording import Asked, number, some
from tests.evals.truth import Entry, Source, sources, targets

ABSENT, OUTSIDE, OTHER = "unanswered_not_in_documents", "unanswered_outside_period", "unanswered_other_place"
ANSWERED = ("answered_target", "answered_list", "answered_comparison", "answered_faq")
SOURCE = "minimal-pairs"
_WHOLE = ("indices", "rankings", "economy", "broadband", "platforms", "data", "staff", "identity")  # not told by level
_PROSE = {  # documents that speak of a family in words, beside their targets: no telling them silent
    "nq-76-2021": ("satisfaction",),
    "nq-131-2022": ("simplification",),
    "cv-4173-2025": ("digitisation", "electronic work"),
    "qd-3076-2025": ("boundary", "online"),
    "kh-77-2026": ("satisfaction", "indices"),
    "kh-136-2021": ("staff",),
    "ctr-01-2021": ("simplification",),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question to be answered and its swapped twin to be refused."""

    swap: str  # year outside, year not set, level, indicator, document, unknown document, place, district
    original: Case
    swapped: Case


def pairs(split: str = "all") -> tuple[Pair, ...]:
    """Every pair of a split ("tune", "test", or "all"), in the order of the register."""
    return tuple(pair for pair in _all() if split in ("all", pair.original.split))


def pairs_as_cases(split: str = "all") -> tuple[Case, ...]:
    """The questions of the pairs, each once."""
    found = {case.id: case for pair in pairs(split) for case in (pair.original, pair.swapped)}
    return tuple(found.values())


def split_of(target: str) -> str:
    """The half a target's questions belong to."""
    return "test" if number(target, "split") % 2 else "tune"


@cache
def _all() -> tuple[Pair, ...]:
    made, asked = [], set()
    for target in targets():
        if target.value and target.document in DOCUMENTS:
            for pair in _pairs_of(target):
                if pair.swapped.question not in asked:
                    asked.add(pair.swapped.question)
                    made.append(pair)
    return tuple(made)


def _pairs_of(target: Entry) -> Iterator[Pair]:
    base = _asked(target)
    for swap, twin, right in (
        *_years(target, base),
        *_levels(target, base),
        *_indicators(target, base),
        *_documents(target, base),
        *_places(target, base),
    ):
        key = f"{target.id}/{swap}"
        first = replace(base, place=_HERE) if twin.place[0] else base
        original = _case(target, f"{key}/original", first.text(key), Expectation(ANSWERED, (target.value,)), "value")
        swapped = _case(target, f"{key}/swapped", twin.text(key), Expectation(right), "absent")
        yield Pair(swap.rstrip(" 0123456789"), original, swapped)


_HERE = ("của Hà Nội", "in Hanoi")


def _years(target: Entry, base: Asked) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    source = sources()[target.document]
    start, end = _period(target, source)
    right = (OUTSIDE,) if source.end else (OUTSIDE, ABSENT)
    beyond = [end + 2, end + 3, end + 6, *([start - 3, start - 5] if source.start else [])]
    for place, year in enumerate(some(beyond, f"{target.id}/beyond", 2), start=1):
        yield f"year outside {place}", _at(base, year), right
    if target.due["kind"] not in ("by", "in"):
        return
    inside = [year for year in range(max(start, 2021), end + 1) if not _set(target, year)]
    for place, year in enumerate(some(inside, f"{target.id}/inside", 2), start=1):
        yield f"year not set {place}", _at(base, year), (ABSENT,)


def _levels(target: Entry, base: Asked) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    if base.subject.family in _WHOLE:
        return
    wide = () if target.level else ("city", "ministry_province")  # a document for all is for its own city too
    held = {t.level for t in _same_indicator(target)} | {None}
    others = [
        level for level, names in LEVELS.items() if level not in {*held, *wide} and names[0] not in target.words.lower()
    ]
    for level in some(others, f"{target.id}/level", 1):
        named = (f"riêng cho {LEVELS[level][0]}", f"specifically for {LEVELS[level][1]}")
        yield "level", replace(base, level=named), (ABSENT,)


def _indicators(target: Entry, base: Asked) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    spoken = _families(target.document)
    others = [subject for subject in SUBJECTS.values() if subject.family not in spoken]
    for place, subject in enumerate(some(others, f"{target.id}/indicator", 2), start=1):
        yield f"indicator {place}", replace(base, subject=subject, level=("", "")), (ABSENT,)


def _documents(target: Entry, base: Asked) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    silent = [known for known in DOCUMENTS if base.subject.family not in _families(known)]
    for place, known in enumerate(some(silent, f"{target.id}/document", 2), start=1):
        beyond = (OUTSIDE,) if _beyond(target, sources()[known]) else ()
        yield f"document {place}", replace(base, document=DOCUMENTS[known]), (ABSENT, *beyond)
    for named in some(UNKNOWN, f"{target.id}/unknown", 1):
        yield "unknown document", replace(base, document=named), (ABSENT,)


def _places(target: Entry, base: Asked) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    if "Hà Nội" not in sources()[target.document].issuer or "Hà Nội" in base.document[0] or base.level[0]:
        return
    for vi, en in some(ELSEWHERE, f"{target.id}/place", 1):
        yield "place", replace(base, place=(f"của {vi}", f"in {en}")), (OTHER,)
    if base.subject.family in {"digitisation", *_WHOLE}:  # the register has district figures, or none but the city's
        return
    for vi, en in some(DISTRICTS, f"{target.id}/district", 1):
        yield "district", replace(base, place=(f"của {vi}", f"in {en}")), (ABSENT, OTHER)


def _asked(target: Entry) -> Asked:
    subject = BY_MEASURE.get(target.measure) or SUBJECTS[target.indicator]
    level = ("", "")
    if target.level:
        level = (f"ở {LEVELS[target.level][0]}", f"at {LEVELS[target.level][1]}")
    return Asked(subject, DOCUMENTS[target.document], _when(target), level)


def _when(target: Entry) -> tuple[str, str]:
    due = target.due
    match due["kind"]:
        case "yearly":
            return "hằng năm", "each year"
        case "yearly_until":
            return f"mỗi năm đến năm {due['year']}", f"each year until {due['year']}"
        case "period" if due["from"] == due["to"]:
            return f"năm {due['to']}", f"in {due['to']}"
        case "period":
            return f"giai đoạn {due['from']}-{due['to']}", f"in {due['from']}-{due['to']}"
        case "in":
            return f"năm {due['year']}", f"in {due['year']}"
        case _:
            return f"đến năm {due['year']}", f"by {due['year']}"


def _at(base: Asked, year: int) -> Asked:
    return replace(base, when=(f"năm {year}", f"in {year}"))


def _period(target: Entry, source: Source) -> tuple[int, int]:
    last = int(target.due.get("year") or target.due.get("to") or 0)
    return source.start or last, source.end or last


def _same_indicator(target: Entry) -> list[Entry]:
    return [t for t in targets() if (t.document, t.indicator) == (target.document, target.indicator)]


def _set(target: Entry, year: int) -> bool:
    """Whether the document sets this indicator for a year, at any level."""
    return any(other.holds_for(year) for other in _same_indicator(target))


def _families(document: str) -> set[str]:
    """The families a document has a target of, or speaks of in words."""
    held = {SUBJECTS[t.indicator].family for t in targets() if t.document == document and t.indicator in SUBJECTS}
    named = {"par_index": "indices", "digital_leading": "rankings"}
    held |= {named[t.indicator] for t in targets() if t.document == document and t.indicator in named}
    return held | set(_PROSE.get(document, ()))


def _beyond(target: Entry, source: Source) -> bool:
    """Whether a target's years lie outside what another document is for."""
    years = [int(target.due[key]) for key in ("year", "from", "to") if target.due.get(key)]
    return any((source.start and year < source.start) or (source.end and year > source.end) for year in years)


def _case(target: Entry, name: str, asked: tuple[str, str], expect: Expectation, kind: str) -> Case:
    return Case(
        id=f"pair/{name}",
        split=split_of(target.id),
        audience="official",
        kind=kind,
        language=asked[1],
        turns=(asked[0],),
        expect=expect,
        topic=target.id,
        note="made by rule from the register",
        source=SOURCE,
    )

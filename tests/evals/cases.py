"""The questions of the evaluation: one JSON object a line, read and checked here.

A case is a conversation and what its last reply must hold. ``expect`` may carry:

``status``       the statuses that are right, the likeliest first
``figures``      numbers the text must hold, all of them (canonical: decimal point)
``any_figures``  groups of numbers; one of each group must occur
``dates``        ISO dates the text must hold, all of them
``citation``     document numbers; one of them must be cited
``forbidden``    numbers the text must not claim
``says``         lower-case words; one of them must occur
``says_each``    groups of words; one of each group must occur
``targets``      ids of the register; the facts of kind target must be exactly these
``targets_may``  ids that may stand beside them and need not
``count``        the number (or one of several right numbers) of targets the text must give

A case may carry ``slots``: for each turn what must be understood after carry-over, or null where it is not
checked. ``indicator`` (one id, or several that are right), ``years``, ``levels``, ``documents``; a key left out
is not checked.

The contents are demanded of an answer only, never of a refusal.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.messages import Status

FOLDER = Path(__file__).parent / "questions"
SPLITS = ("tune", "test", "practice")  # practice: seen and mended while building, over all topics; never reported
AUDIENCES = ("citizen", "official", "reporter")
KINDS = (
    *("value", "deadline", "comparator", "exception", "list", "comparison", "document", "term", "result"),
    *("achieved", "follow_up", "absent", "other_place", "outside_period", "false_premise", "prediction"),
    *("out_of_scope", "smalltalk"),
)
LANGUAGES = ("vi", "en")
STATUSES = frozenset(status.value for status in Status)
EXPECTATIONS = (
    *("status", "figures", "any_figures", "dates", "citation", "forbidden", "says", "says_each"),
    *("targets", "targets_may", "count"),
)
SLOTS = ("indicator", "years", "levels", "documents")
Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the last reply of a conversation must and must not hold."""

    statuses: tuple[str, ...]
    figures: tuple[str, ...] = ()
    any_figures: tuple[tuple[str, ...], ...] = ()
    dates: tuple[str, ...] = ()
    citation: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    says: tuple[tuple[str, ...], ...] = ()
    targets: tuple[str, ...] = ()
    targets_may: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def answer_only(self) -> bool:
        """Whether nothing but an answer is right."""
        return all(status.startswith("answered_") for status in self.statuses)

    @property
    def refusal_only(self) -> bool:
        """Whether nothing but a refusal is right."""
        return all(status.startswith("unanswered_") for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation with the expectation of its last reply."""

    id: str
    split: str
    audience: str
    kind: str
    language: str
    turns: tuple[str, ...]
    expect: Expectation
    topic: str
    note: str
    slots: tuple[Slots | None, ...] = ()  # per turn; none at all where nothing is checked
    source: str = ""  # the file it stands in, without its ending

    @property
    def question(self) -> str:
        """The last turn."""
        return self.turns[-1]


class BadCaseError(ValueError):
    """A line of the question files that cannot be used, with what to correct."""


def load(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Every case of the folder's ``*.jsonl`` files; BadCaseError names the file and line at fault."""
    cases = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                cases.append(parse(json.loads(line), path.stem))
            except (KeyError, TypeError, ValueError) as error:
                raise BadCaseError(f"{path.name}:{number}: {error}") from error
    check(cases)
    return tuple(cases)


def parse(row: Mapping[str, Any], source: str = "") -> Case:
    """One line as a case of a file."""
    for field, known in (("split", SPLITS), ("audience", AUDIENCES), ("kind", KINDS), ("language", LANGUAGES)):
        if row[field] not in known:
            raise BadCaseError(f"{field} {row[field]!r} is none of {', '.join(known)}")
    if not row["turns"] or not all(isinstance(turn, str) and turn.strip() for turn in row["turns"]):
        raise BadCaseError("turns must be a list of questions, none of them empty")
    return Case(
        id=row["id"],
        split=row["split"],
        audience=row["audience"],
        kind=row["kind"],
        language=row["language"],
        turns=tuple(row["turns"]),
        expect=_expectation(row["expect"]),
        topic=row["topic"],
        note=row.get("note", ""),
        slots=_slots(row.get("slots", ()), len(row["turns"])),
        source=source,
    )


def check(cases: Sequence[Case]) -> None:
    """Refuse ids used twice and topics that stand in both of tune and test."""
    repeated = [case_id for case_id, times in Counter(case.id for case in cases).items() if times > 1]
    if repeated:
        raise BadCaseError(f"ids used more than once: {', '.join(repeated)}")
    shared = topics(cases, "tune") & topics(cases, "test")
    if shared:
        raise BadCaseError(f"topics in both splits: {', '.join(sorted(shared))}")


def topics(cases: Iterable[Case], split: str) -> frozenset[str]:
    """The topics of one split."""
    return frozenset(case.topic for case in cases if case.split == split)


def _expectation(row: Mapping[str, Any]) -> Expectation:
    unknown = set(row) - set(EXPECTATIONS)
    if unknown:
        raise BadCaseError(f"unknown expectation {', '.join(sorted(unknown))}; known: {', '.join(EXPECTATIONS)}")
    if not row["status"] or not set(row["status"]) <= STATUSES:
        raise BadCaseError(f"status {row['status']!r} must be a list of known statuses")
    groups = [row["says"]] if row.get("says") else []
    return Expectation(
        statuses=tuple(row["status"]),
        figures=tuple(row.get("figures", ())),
        any_figures=tuple(tuple(group) for group in row.get("any_figures", ())),
        dates=tuple(row.get("dates", ())),
        citation=tuple(row.get("citation", ())),
        forbidden=tuple(row.get("forbidden", ())),
        says=tuple(tuple(group) for group in (*groups, *row.get("says_each", ()))),
        targets=tuple(row.get("targets", ())),
        targets_may=tuple(row.get("targets_may", ())),
        counts=(row["count"],) if isinstance(row.get("count"), int) else tuple(row.get("count", ())),
    )


def _slots(rows: Sequence[Slots | None], turns: int) -> tuple[Slots | None, ...]:
    if rows and len(rows) != turns:
        raise BadCaseError(f"{len(rows)} slots for {turns} turns: give one of each turn, null where not checked")
    for row in rows:
        if row is not None and (not row or set(row) - set(SLOTS)):
            raise BadCaseError(f"slots {dict(row)!r} must be some of {', '.join(SLOTS)}")
    return tuple(rows)

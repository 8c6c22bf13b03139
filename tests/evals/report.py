"""The figures of an evaluation for people: a table, Markdown, the list of failures, a file of everything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from tests.evals.intervals import Interval
from tests.evals.results import CLEAN, Figures, Result, figures, grouped
from tests.evals.scoring import Outcome

BUDGETS = {
    "exact": ">= 0.98",
    "wrong": "<= 0.01",
    "recognised": ">= 0.97",
    "coverage": ">= 0.95",
    "same": ">= 0.97",
    "quotes": "1.000",
}
COLUMNS = ("exact", "wrong", "incomplete", "over_refused", "coverage", "recognised", "same", "quotes")
GROUPINGS: tuple[tuple[str, Callable[[Result], str]], ...] = (
    ("split", lambda result: result.case.split),
    ("kind", lambda result: result.case.kind),
    ("audience", lambda result: result.case.audience),
    ("language", lambda result: result.case.language),
)


def rows(results: Sequence[Result]) -> Iterator[tuple[str, str, int, Figures]]:
    """System, group, clean questions asked, figures: each system whole, then by every grouping and spelling."""
    for system, own in grouped(results, lambda result: result.system).items():
        yield system, "all", _asked(own), figures(own)
        for name, key in GROUPINGS:
            for value, part in sorted(grouped(own, key).items()):
                yield system, f"{name}: {value}", _asked(part), figures(part)
        for spelling, part in grouped((r for r in own if r.spelling != CLEAN), lambda r: r.spelling).items():
            yield system, f"spelling: {spelling}", len(part), figures(part, spelling)


def table(results: Sequence[Result]) -> Table:
    """The figures as a table for the terminal, the budgets in its first line."""
    shown = Table(title="Evaluation (share [95 % interval])")
    for heading in ("system", "of", "n", *COLUMNS):
        shown.add_column(heading, justify="right" if heading == "n" else "left")
    shown.add_row("budget", "", "", *(BUDGETS.get(column, "") for column in COLUMNS), end_section=True)
    for system, group, count, of in rows(results):
        shown.add_row(system, group, str(count), *cells(of))
    return shown


def markdown(results: Sequence[Result]) -> str:
    """The same figures as a Markdown table."""
    lines = [_line("system", "of", "n", *COLUMNS), _line(*["---"] * (3 + len(COLUMNS)))]
    lines.append(_line("budget", "", "", *(BUDGETS.get(column, "") for column in COLUMNS)))
    lines += [_line(system, group, str(count), *cells(of)) for system, group, count, of in rows(results)]
    return "\n".join(lines) + "\n"


def failures(results: Iterable[Result], limit: int | None = None) -> Iterator[str]:
    """Every reply that is not exact, or whose quotes do not stand: the question, what came, what was expected."""
    failed = [
        r for r in results if r.score.outcome is not Outcome.EXACT or r.bad_quotes or _faults(r) or not r.same_as_clean
    ]
    for result in failed[:limit]:
        text = " ".join(str(result.reply.get("text", "")).split())
        reasons = [
            *result.score.reasons,
            *(f"quote not found {quote}" for quote in result.bad_quotes),
            *_faults(result),
        ]
        if result.spelling != CLEAN and not result.same_as_clean:
            reasons.append("another answer than to the clean spelling")
        yield (
            f"{result.case.id} {result.case.split} {result.spelling} {result.score.outcome}: {'; '.join(reasons)}\n"
            f"  asked    {' / '.join(result.turns)}\n"
            f"  got      {result.score.status}: {text[:400]}\n"
            f"  expected {_expected(result)}"
        )
    if limit is not None and len(failed) > limit:
        yield f"... and {len(failed) - limit} more"


def _faults(result: Result) -> list[str]:
    """What the checks beside the score found."""
    turns = [f"turn: {', '.join(wrong)}" for wrong in result.turns_wrong if wrong]
    return [*result.mixed, *result.told_as_result, *turns]


def write_json(results: Iterable[Result], path: Path) -> Path:
    """Every result, whole, for looking into later."""
    path.parent.mkdir(parents=True, exist_ok=True)
    everything = list(results)
    summary = [
        {"system": system, "group": group, "n": count, **asdict(of)} for system, group, count, of in rows(everything)
    ]
    details = [
        {
            "system": r.system,
            "id": r.case.id,
            "split": r.case.split,
            "kind": r.case.kind,
            "topic": r.case.topic,
            "spelling": r.spelling,
            "turns": list(r.turns),
            "outcome": r.score.outcome.value,
            "reasons": list(r.score.reasons),
            "same_as_clean": r.same_as_clean,
            "bad_quotes": list(r.bad_quotes),
            "milliseconds": round(r.milliseconds, 2),
            "reply": dict(r.reply),
        }
        for r in everything
    ]
    document = {"figures": summary, "results": details}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def cells(of: Figures) -> list[str]:
    """The figures of one row, in the order of the columns."""
    values: list[Interval | None] = [getattr(of, column) for column in COLUMNS]
    return [str(value) if value else "–" for value in values]


def _asked(results: Iterable[Result]) -> int:
    return sum(result.spelling == CLEAN for result in results)


def _line(*values: str) -> str:
    return f"| {' | '.join(values)} |"


def _expected(result: Result) -> str:
    expect = result.case.expect
    parts = [" or ".join(expect.statuses)]
    wanted = [*expect.figures, *(" or ".join(group) for group in expect.any_figures), *expect.dates]
    parts += [f"with {', '.join(wanted)}"] if wanted else []
    parts += [f"citing {' or '.join(expect.citation)}"] if expect.citation else []
    parts += [f"without {', '.join(expect.forbidden)}"] if expect.forbidden else []
    parts += [f"saying {' | '.join(group)}" for group in expect.says]
    parts += [f"the rows {', '.join(expect.targets)}"] if expect.targets else []
    parts += [f"counting {' or '.join(map(str, expect.counts))}"] if expect.counts else []
    return "; ".join(parts)
